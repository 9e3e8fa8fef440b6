"""Addresses of the customers' pages."""

from django.urls import path

from xieli.customers import views

app_name = "customers"
urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.edit, name="new"),
    path("import/", views.bring_in, name="import"),
    path("privacy/", views.privacy, name="privacy"),
    path("<uuid:uid>/", views.detail, name="detail"),
    path("<uuid:uid>/edit/", views.edit, name="edit"),
    path("<uuid:uid>/reveal/", views.reveal, name="reveal"),
    path("<uuid:uid>/contacts/", views.contact, name="contact"),
    path("<uuid:uid>/contacts/<uuid:contact_uid>/", views.edit_contact, name="edit_contact"),
    path("<uuid:uid>/merge/", views.merge, name="merge"),
    path("<uuid:uid>/erase/", views.erase, name="erase"),
]

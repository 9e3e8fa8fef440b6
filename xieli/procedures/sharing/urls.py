"""Addresses of the catalogue of shared resources."""

from django.urls import path

from . import views

app_name = "sharing"
urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.edit, name="new"),
    path("import/", views.bring_in, name="import"),
    path("statistics/", views.statistics, name="statistics"),
    path("label/<str:token>/", views.scanned, name="scanned"),
    path("<uuid:uid>/", views.detail, name="detail"),
    path("<uuid:uid>/edit/", views.edit, name="edit"),
    path("<uuid:uid>/blackout/", views.black_out, name="blackout"),
    path("<uuid:uid>/label.svg", views.label, name="label"),
]

"""Addresses under /notifications/."""

from django.urls import path

from xieli.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.listing, name="list"),
    path("read/", views.read, name="read"),
    path("choices/", views.choices, name="choices"),
    path("deliveries/", views.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/revive/", views.revive, name="revive"),
    path("short-messages/", views.short_messages, name="short_messages"),
    path("short-messages/<int:pk>/revive/", views.revive_short_message, name="revive_short_message"),
    path("<uuid:uid>/", views.open_notice, name="open"),
]

"""Addresses under /alerts/."""

from django.urls import path

from xieli.alerts import views

app_name = "alerts"
urlpatterns = [path("", views.listing, name="list")]

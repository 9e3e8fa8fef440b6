"""Addresses of what only assigned work has."""

from django.urls import path

from . import views

app_name = "assignment"
urlpatterns = [path("", views.instructions, name="instructions")]

"""Addresses of what only announcements have."""

from django.urls import path

from . import views

app_name = "announcement"
urlpatterns = [
    path("", views.board, name="board"),
    path("<uuid:uid>/readers/", views.readers, name="readers"),
]

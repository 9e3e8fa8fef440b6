"""Addresses of what only meetings have."""

from django.urls import path

from .views import calendar_file

app_name = "meeting"
urlpatterns = [path("<uuid:uid>/invitation.ics", calendar_file, name="invitation")]

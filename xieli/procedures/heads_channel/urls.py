"""Addresses of the heads' channel."""

from django.urls import path

from . import views

app_name = "heads_channel"
urlpatterns = [path("", views.channel, name="channel")]

"""Addresses of what only memos have."""

from django.urls import path

from . import views

app_name = "memo"
urlpatterns = [path("<uuid:uid>/addressees.xlsx", views.addressees, name="addressees")]

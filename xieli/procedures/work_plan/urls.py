"""Addresses of what only work plans have."""

from django.urls import path

from .views import lines

app_name = "work_plan"
urlpatterns = [path("<uuid:uid>/lines.xlsx", lines.workbook, name="lines")]

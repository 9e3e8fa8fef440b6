"""Calendars to read and to set. Who may open them is said in config.urls: accounts are a layer above."""

from django.urls import path

from xieli.worktime import announcement_views, views

app_name = "worktime"
reading = [
    path("", views.calendar_list, name="calendars"),
    path("calendars/<slug:code>/<int:year>/", views.year_page, name="year"),
]
changing = [
    path("new/", views.new_calendar, name="new"),
    path("import/", announcement_views.upload, name="import"),
    path("import/confirm/", announcement_views.confirm, name="import-confirm"),
    path("import/template.xlsx", announcement_views.template, name="import-template"),
    path("calendars/<slug:code>/", views.edit_calendar, name="edit"),
    path("calendars/<slug:code>/<int:year>/exception/", views.change_exception, name="exception"),
]
urlpatterns = [*reading, *changing]

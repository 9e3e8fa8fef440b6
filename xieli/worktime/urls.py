"""Settings of working time. Who may open them is said where they are mounted: accounts are a layer above."""

from django.urls import path

from xieli.worktime import announcement_views, views

app_name = "worktime"
urlpatterns = [
    path("", views.calendar_list, name="list"),
    path("new/", views.new_calendar, name="new"),
    path("import/", announcement_views.upload, name="import"),
    path("import/confirm/", announcement_views.confirm, name="import-confirm"),
    path("import/template.xlsx", announcement_views.template, name="import-template"),
    path("calendars/<slug:code>/", views.edit_calendar, name="edit"),
    path("calendars/<slug:code>/<int:year>/", views.year_page, name="year"),
    path("calendars/<slug:code>/<int:year>/exception/", views.change_exception, name="exception"),
]

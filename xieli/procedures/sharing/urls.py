"""Addresses of the catalogue of shared resources."""

from django.urls import path

from .views import calendar, catalogue, figures, keeping, labels

app_name = "sharing"
urlpatterns = [
    path("", catalogue.index, name="list"),
    path("new/", keeping.new, name="new"),
    path("import/", keeping.bring_in, name="import"),
    path("statistics/", figures.statistics, name="statistics"),
    path("events/", calendar.events, name="events"),
    path("labels.pdf", labels.sheet, name="labels"),
    path("label/<str:token>/", labels.scanned, name="scanned"),
    path("bookings/<uuid:uid>/move/", calendar.move, name="move"),
    path("<uuid:uid>/", catalogue.detail, name="detail"),
    path("<uuid:uid>/edit/", keeping.edit, name="edit"),
    path("<uuid:uid>/photo/", catalogue.photo, name="photo"),
    path("<uuid:uid>/blackout/", keeping.black_out, name="blackout"),
    path("<uuid:uid>/blackout/<int:pk>/end/", keeping.back_in_use, name="back_in_use"),
    path("<uuid:uid>/label.svg", labels.label, name="label"),
]

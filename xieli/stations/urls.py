"""Addresses of the stations' pages."""

from django.urls import path

from xieli.stations import views

app_name = "stations"
urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.edit, name="new"),
    path("import/", views.bring_in, name="import"),
    path("import/chargers/", views.bring_in_chargers, name="import_chargers"),
    path("<uuid:uid>/", views.detail, name="detail"),
    path("<uuid:uid>/edit/", views.edit, name="edit"),
    path("<uuid:uid>/banner/", views.banner, name="banner"),
    path("<uuid:uid>/stickers.pdf", views.sticker_sheet, name="stickers"),
    path("<uuid:uid>/chargers/new/", views.charger, name="new_charger"),
    path("<uuid:uid>/chargers/<uuid:charger_uid>/", views.charger, name="charger"),
]

"""Addresses of the pages that only service has."""

from django.urls import path

from xieli.procedures.service.views import (
    articles,
    board,
    calls,
    console,
    contact,
    history,
    incidents,
    notes,
    opinions,
    roster,
)

app_name = "service"
urlpatterns = [
    path("console/", console.console, name="console"),
    path("console/around/", console.around, name="around"),
    path("console/record/", console.record, name="record"),
    path("console/chargers/", console.chargers, name="chargers"),
    path("cases/<uuid:uid>/phone/", contact.phone, name="phone"),
    path("customers/<uuid:uid>/", history.of_customer, name="customer_cases"),
    path("stations/<uuid:uid>/", history.of_station, name="station_cases"),
    path("dispatcher/", board.dispatcher, name="dispatcher"),
    path("roster/", roster.month, name="roster"),
    path("roster/import/", roster.bring_in, name="roster_import"),
    path("roster/shifts/", roster.shifts, name="shifts"),
    path("roster/assign/", roster.assign, name="roster_assign"),
    path("roster/<int:pk>/release/", roster.release, name="roster_release"),
    path("notes/", notes.index, name="notes"),
    path("notes/write/", notes.write, name="write_note"),
    path("notes/<uuid:uid>/sign/", notes.sign, name="sign_note"),
    path("articles/", articles.index, name="articles"),
    path("articles/new/", articles.edit, name="new_article"),
    path("articles/<uuid:uid>/", articles.edit, name="article"),
    path("calls/", calls.index, name="calls"),
    path("calls/import/", calls.bring_in, name="calls_import"),
    path("incidents/", incidents.index, name="incidents"),
    path("incidents/begin/<uuid:uid>/", incidents.begin, name="begin_incident"),
    path("incidents/<uuid:uid>/", incidents.detail, name="incident"),
    path("incidents/<uuid:uid>/join/", incidents.join, name="join_incident"),
    path("incidents/<uuid:uid>/answer/", incidents.answer, name="answer_incident"),
    path("opinions/", opinions.month, name="opinions"),
]

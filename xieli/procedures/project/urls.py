"""Addresses of the pages that only projects have."""

from django.urls import path

from xieli.procedures.project.views import acceptance, index, overview, plan

app_name = "project"
urlpatterns = [
    path("", index.index, name="list"),
    path("acceptance/<uuid:uid>/", acceptance.matrix, name="acceptance"),
    path("<uuid:uid>/", overview.page, name="page"),
    path("<uuid:uid>/board/", overview.board, name="board"),
    path("<uuid:uid>/load/", overview.workload, name="load"),
    path("<uuid:uid>/plan/", plan.page, name="plan"),
    path("<uuid:uid>/plan/propose/", plan.propose, name="propose"),
    path("<uuid:uid>/plan/import/", plan.bring_in, name="import"),
    path("<uuid:uid>/plan/difference/", plan.difference, name="difference"),
    path("<uuid:uid>/export.<slug:kind>", plan.take_out, name="export"),
    path("<uuid:uid>/archive.zip", acceptance.take_out, name="archive"),
]

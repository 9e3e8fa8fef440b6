"""Addresses under /m/."""

from django.urls import path

from xieli.matters.web import documents, files, talking, views

app_name = "matters"
urlpatterns = [
    path("sent/", views.sent, name="sent"),
    path("<uuid:uid>/", views.page, name="page"),
    path("<uuid:uid>/actions/", views.actions, name="actions"),
    path("<uuid:uid>/act/<str:name>/", views.act, name="act"),
    path("<uuid:uid>/act/<str:name>/files/", files.keep, name="keep"),
    path("<uuid:uid>/comment/", talking.comment, name="comment"),
    path("<uuid:uid>/comments/<uuid:comment>/sign/", talking.sign, name="sign"),
    path("<uuid:uid>/comments/<uuid:comment>/take-back/", talking.take_back, name="take_back"),
    path("<uuid:uid>/heard/", talking.mark_heard, name="heard"),
    path("<uuid:uid>/files/", files.upload, name="upload"),
    path("<uuid:uid>/forms/<slug:form>.<slug:extension>", documents.print_form, name="print"),
    path("<uuid:uid>/documents/<uuid:document>.<slug:extension>", documents.download, name="document"),
    path("<uuid:uid>/files/<uuid:file>/", files.download, name="download"),
]

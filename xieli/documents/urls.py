"""Addresses of the documents' own pages. The public one is short, since it stands in QR codes."""

from django.urls import path

from xieli.documents.views import seals, settings, verify

app_name = "documents"
urlpatterns = [
    path("v/<str:token>", verify.verify, name="verify"),
    path("documents/settings/", settings.index, name="settings"),
    path("documents/settings/<str:key>/", settings.wording, name="wording"),
    path("documents/settings/<str:key>/standard/", settings.standard, name="standard"),
    path("documents/settings/<str:key>/template.docx", settings.template, name="template"),
    path("documents/settings/<str:key>/preview.<slug:extension>", settings.preview, name="preview"),
    path("documents/seals/", seals.index, name="seals"),
    path("documents/seals/<uuid:uid>/", seals.seal, name="seal"),
    path("documents/seals/<uuid:uid>/picture.png", seals.picture, name="seal_picture"),
    path("documents/seals/<uuid:uid>/retire/", seals.retire, name="retire_seal"),
]

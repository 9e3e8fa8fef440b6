"""Addresses of the documents' own pages. The public one is short, since it stands in QR codes."""

from django.urls import path

from xieli.documents.views import verify

app_name = "documents"
urlpatterns = [
    path("v/<str:token>", verify.verify, name="verify"),
]

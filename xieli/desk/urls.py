"""Addresses of the desk; they stand at the root of the site."""

from django.urls import path

from xieli.desk.views import shell, styleguide

app_name = "desk"
urlpatterns = [
    path("language/", shell.language, name="language"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]

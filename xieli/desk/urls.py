"""Addresses of the desk; they stand at the root of the site."""

from django.urls import path

from xieli.desk.views import home, new, shell, styleguide

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("desk/counts/", home.badges, name="counts"),
    path("desk/all-read/", home.all_read, name="all_read"),
    path("new/", new.choose, name="new"),
    path("new/<slug:procedure>/", new.begin, name="begin"),
    path("me/", shell.me, name="me"),
    path("language/", shell.language, name="language"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]

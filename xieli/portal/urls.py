"""Addresses under /p/: short, since they stand in short messages and QR codes; without a closing slash."""

from django.urls import path

from xieli.portal.views import follow, frame, invite, recover, report

app_name = "portal"
urlpatterns = [
    path("", report.home, name="home"),
    path("new", report.report, name="report"),
    path("language", frame.language, name="language"),
    path("privacy", report.privacy, name="privacy"),
    path("c/<str:token>", report.at_charger, name="charger"),
    path("find", recover.find, name="find"),
    path("code", recover.code, name="code"),
    path("m/<str:token>", recover.mine, name="mine"),
    path("m/<str:token>/<str:number>", recover.reopen_link, name="reopen_link"),
    path("t/<str:token>", follow.case, name="case"),
    path("t/<str:token>/rate", follow.rate, name="rate"),
    path("t/<str:token>/complain", follow.complain, name="complain"),
    path("t/<str:token>/file/<uuid:uid>", follow.file, name="file"),
    path("t/<str:token>/<slug:action>", follow.act, name="act"),
    path("invite/<uuid:uid>", invite.invite, name="invite"),
    path("invite/<uuid:uid>/revoke/<int:pk>", invite.revoke, name="revoke_invitation"),
    path("i/<str:token>", follow.invited, name="invited"),
    path("i/<str:token>/comment", follow.guest_comment, name="guest_comment"),
]

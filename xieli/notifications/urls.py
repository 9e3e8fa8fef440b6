"""Addresses under /notifications/."""

from django.urls import path

from xieli.notifications.views import notices, robots

app_name = "notifications"
urlpatterns = [
    path("", notices.listing, name="list"),
    path("read/", notices.read, name="read"),
    path("choices/", notices.choices, name="choices"),
    path("deliveries/", notices.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/revive/", notices.revive, name="revive"),
    path("short-messages/", notices.short_messages, name="short_messages"),
    path("short-messages/<int:pk>/revive/", notices.revive_short_message, name="revive_short_message"),
    path("incoming/", robots.incoming, name="incoming"),
    path("robots/", robots.index, name="robots"),
    path("robots/<uuid:uid>/", robots.robot, name="robot"),
    path("robots/<uuid:uid>/trial/", robots.trial, name="try_robot"),
    path("robots/<uuid:uid>/switch/", robots.switch, name="switch_robot"),
    path("groups/<uuid:uid>/", robots.group, name="group"),
    path("<uuid:uid>/", notices.open_notice, name="open"),
]

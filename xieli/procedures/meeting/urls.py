"""Addresses of what only meetings have."""

from django.urls import path

from .views import availability, calendar, feed, invitation, live

app_name = "meeting"
urlpatterns = [
    path("", calendar.page, name="calendar"),
    path("availability/", availability.check, name="availability"),
    path("people/<uuid:uid>/", availability.day, name="day"),
    path("subscription/", feed.subscription, name="subscription"),
    path("feed/<str:token>.ics", feed.feed, name="feed"),
    path("<uuid:uid>/invitation.ics", invitation.calendar_file, name="invitation"),
    path("<uuid:uid>/live/", live.page, name="live"),
    path("<uuid:uid>/live/<uuid:line>/", live.line, name="line"),
]

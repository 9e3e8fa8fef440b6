"""The goals' pages."""

from django.urls import path

from xieli.goals import views

app_name = "goals"
urlpatterns = [
    path("", views.goal_list, name="list"),
    path("new/", views.new_goal, name="new"),
    path("<uuid:uid>/", views.goal_page, name="goal"),
    path("<uuid:uid>/edit/", views.edit_goal, name="edit"),
    path("<uuid:uid>/close/", views.close_goal, name="close"),
    path("measures/<uuid:uid>/", views.record, name="record"),
]

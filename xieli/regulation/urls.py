"""The clauses' pages."""

from django.urls import path

from xieli.regulation import views

app_name = "regulation"
urlpatterns = [
    path("", views.clauses_page, name="list"),
    path("<str:id>/", views.clause_page, name="clause"),
]

"""The organisation's pages. Accounts are a layer above: who may open them is said where they are mounted."""

from django.urls import path

from xieli.organisation.views import delegations, directory, importing, keeping, staff

app_name = "organisation"

# For every employee, and the administrator who keeps the organisation.
reading = [
    path("", directory.chart, name="chart"),
    path("people/", directory.people, name="people"),
    path("people/suggest/", directory.suggest_people, name="suggest_people"),
    path("people/<uuid:uid>/", directory.person, name="person"),
    path("mentions/suggest/", directory.suggest_mentions, name="suggest_mentions"),
    path("departments/suggest/", directory.suggest_departments, name="suggest_departments"),
    path("departments/<uuid:uid>/", directory.department, name="department"),
]
# For human resources and the same administrator.
keeping_pages = [
    path("departments/new/", keeping.new_department, name="new_department"),
    path("departments/<uuid:uid>/edit/", keeping.edit_department, name="edit_department"),
    path("departments/<uuid:uid>/posts/new/", keeping.new_post, name="new_post"),
    path("departments/<uuid:uid>/teams/new/", keeping.new_team, name="new_team"),
    path("posts/<uuid:uid>/", keeping.edit_post, name="edit_post"),
    path("posts/<uuid:uid>/delete/", keeping.delete_post, name="delete_post"),
    path("teams/<uuid:uid>/", keeping.edit_team, name="edit_team"),
    path("teams/<uuid:uid>/delete/", keeping.delete_team, name="delete_team"),
    path("people/new/", staff.join, name="join"),
    path("people/<uuid:uid>/edit/", staff.edit_person, name="edit_person"),
    path("people/<uuid:uid>/appoint/", staff.appoint, name="appoint"),
    path("people/<uuid:uid>/transfer/", staff.transfer, name="transfer"),
    path("people/<uuid:uid>/relieve/<int:appointment>/", staff.relieve, name="relieve"),
    path("people/<uuid:uid>/leave/", staff.leave, name="leave"),
    path("import/departments/", importing.departments, name="import_departments"),
    path("import/posts/", importing.posts, name="import_posts"),
    path("import/people/", importing.people, name="import_people"),
]
# For every employee, about themselves.
own = [
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/<uuid:uid>/revoke/", delegations.revoke, name="revoke"),
]
urlpatterns = [*reading, *keeping_pages, *own]

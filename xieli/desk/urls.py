"""Addresses of the desk; they stand at the root of the site."""

from django.urls import path

from xieli.desk.views import (
    documents,
    duties,
    guide,
    home,
    levels,
    lists,
    new,
    phrases,
    room,
    search,
    shell,
    styleguide,
    team,
    templates,
)

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("desk/counts/", home.badges, name="counts"),
    path("desk/all-read/", home.all_read, name="all_read"),
    path("desk/guide/", guide.put_away, name="guide"),
    path("matters/", lists.of_all, name="all"),
    path("matters/views/", lists.save_view, name="save_view"),
    path("matters/views/<uuid:uid>/delete/", lists.delete_view, name="delete_view"),
    path("matters/bulk/", lists.bulk, name="bulk"),
    path("matters/<slug:procedure>/", lists.of_procedure, name="list"),
    path("documents/", documents.index, name="documents"),
    path("documents/print/", documents.merge, name="merge_documents"),
    path("new/", new.choose, name="new"),
    path("new/<slug:procedure>/", new.begin, name="begin"),
    path("search/", search.results, name="search"),
    path("team/", team.board, name="team"),
    path("team/reassign/", team.reassign, name="reassign"),
    path("room/", room.own, name="own_room"),
    path("room/<uuid:uid>/", room.room, name="room"),
    path("service-levels/", levels.index, name="service_levels"),
    path("service-levels/<slug:procedure>/<slug:name>/", levels.edit, name="service_level"),
    path("duties/", duties.index, name="duty_list"),
    path("duties/edit/", duties.edit, name="duty"),
    path("phrases/", phrases.index, name="phrases"),
    path("phrases/<int:pk>/delete/", phrases.delete, name="delete_phrase"),
    path("templates/", templates.index, name="templates"),
    path("templates/<uuid:uid>/delete/", templates.delete, name="delete_template"),
    path("me/", shell.me, name="me"),
    path("language/", shell.language, name="language"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]

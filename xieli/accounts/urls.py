"""Logins, one's own account, and the three administrators' pages."""

from django.urls import path

from xieli.accounts.views import administration, audit, login, profile, tokens

app_name = "accounts"
urlpatterns = [
    path("login/", login.enter, name="login"),
    path("login/code/", login.code, name="code"),
    path("login/bind/", login.bind, name="bind"),
    path("login/one-time-code/", login.one_time_code, name="one_time_code"),
    path("logout/", login.leave, name="logout"),
    path("account/", profile.profile, name="profile"),
    path("account/password/", profile.password, name="password"),
    path("account/authenticator/", profile.authenticator, name="authenticator"),
    path("account/sessions/", profile.end_session, name="end_session"),
    path("account/posts/", profile.posts, name="posts"),
    path("account/tokens/", tokens.tokens, name="tokens"),
    path("account/tokens/<uuid:uid>/revoke/", tokens.revoke, name="revoke_token"),
    path("administration/", administration.administration, name="administration"),
    path("administration/accounts/new/", administration.create, name="create"),
    path("administration/accounts/<uuid:uid>/", administration.account, name="account"),
    path("administration/accounts/<uuid:uid>/<slug:what>/", administration.act, name="act"),
    path("administration/audit/", audit.log, name="audit"),
]

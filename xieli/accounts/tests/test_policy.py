"""Who may come near a URL: one mark per view, 404 for strangers, the login for those not logged in."""

import asyncio

import pytest
from django.core.checks import run_checks
from django.http import Http404, HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import include, path, reverse
from django.views import View

from xieli.accounts import policy
from xieli.accounts.models import AuditEntry
from xieli.accounts.policy import administrator, api, customer_token, duty, employee, public, signed_in


def page(request, *args, **kwargs):
    return HttpResponse("seen")


def ask(view, account=None, person=None):
    request = RequestFactory().get("/somewhere/?a=1")
    request.account, request.person, request.appointment = account, person, None
    return view(request)


def as_employee(view, person):
    return ask(view, person.account, person)


def sees(view, account, person=None):
    try:
        return ask(view, account, person).status_code == 200
    except Http404:
        return False


def test_public_pages_are_for_anybody():
    assert ask(public(page)).content == b"seen"
    assert ask(customer_token(page)).content == b"seen"
    assert ask(api(page)).content == b"seen"


def test_who_is_not_logged_in_is_asked_to_with_the_way_back():
    for mark in (signed_in, employee, duty("agent"), administrator("system")):
        response = ask(mark(page))
        assert response.status_code == 302
        assert response.url == f"{reverse('accounts:login')}?next=/somewhere/%3Fa%3D1"


def test_an_employees_page_is_for_employees_not_for_administrators(cast):
    assert sees(employee(page), cast.linwan.account, cast.linwan)
    assert not sees(employee(page), cast.system)


def test_a_signed_in_page_is_for_every_account(cast):
    assert sees(signed_in(page), cast.linwan.account, cast.linwan)
    assert sees(signed_in(page), cast.audit)


def test_a_duty_is_that_of_the_post_or_the_department(cast):
    agents = duty("agent")(page)
    assert sees(agents, cast.linwan.account, cast.linwan)
    assert not sees(agents, cast.guchangchuan.account, cast.guchangchuan)
    assert sees(duty("finance")(page), cast.bailu.account, cast.bailu)
    assert not sees(agents, cast.system)


def test_administrators_exclude_one_another(cast):
    for kind in ("system", "security", "audit"):
        view = administrator(kind)(page)
        seeing = [other for other in ("system", "security", "audit") if sees(view, getattr(cast, other))]
        assert seeing == [kind]
        assert not sees(view, cast.luchengyuan.account, cast.luchengyuan)


def test_two_policies_can_be_joined(cast):
    view = (duty("hr") | administrator("system"))(page)
    assert view.policy == "duty:hr|administrator:system"
    assert sees(view, cast.system)
    assert sees(view, cast.wujia.account, cast.wujia)
    assert not sees(view, cast.audit)
    assert not sees(view, cast.linwan.account, cast.linwan)


def test_a_policy_that_asks_nobody_is_not_joined():
    with pytest.raises(TypeError):
        _ = public | employee


def test_an_administrator_unknown_fails_at_import():
    with pytest.raises(ValueError, match="root"):
        administrator("root")


def test_a_denial_is_noted(cast):
    assert not sees(duty("hr")(page), cast.linwan.account, cast.linwan)
    entry = AuditEntry.objects.get()
    assert (entry.account, entry.action, entry.subject) == (cast.linwan.account, "denied", "/somewhere/")


def test_class_views_are_guarded_without_their_siblings(cast):
    class Base(View):
        def get(self, request):
            return HttpResponse("seen")

    @duty("hr")
    class Guarded(Base):
        pass

    class Sibling(Base):
        pass

    assert Guarded.as_view().policy == "duty:hr"
    assert not hasattr(Sibling.as_view(), "policy")
    assert not sees(Guarded.as_view(), cast.linwan.account, cast.linwan)
    assert sees(Guarded.as_view(), cast.wujia.account, cast.wujia)


def test_async_views_are_guarded():
    @employee
    async def stream(request):
        return HttpResponse("seen")

    request = RequestFactory().get("/")
    request.account = request.person = None
    assert asyncio.run(stream(request)).status_code == 302
    assert stream.policy == "employee"


class Urls:
    """A URL conf: one view with a policy, somebody else's without."""

    urlpatterns = [
        path("ours/", public(page), name="ours"),
        path("theirs/", include(([path("x/", lambda request: HttpResponse(), name="x")], "theirs"))),
    ]


@override_settings(ROOT_URLCONF=Urls)
def test_a_url_without_a_policy_fails_the_start():
    messages = run_checks(tags=["policy"])
    assert [message.id for message in messages] == ["accounts.E001"]
    assert "theirs/x/" in messages[0].msg


def test_the_table_names_every_url_with_its_policy():
    with override_settings(ROOT_URLCONF=Urls):
        assert policy.table() == [("ours", "ours/", "public"), ("theirs:x", "theirs/x/", None)]


def test_somebody_elses_urls_can_be_put_under_a_policy():
    patterns = [path("x/", lambda request: HttpResponse(), name="x"), path("y/", public(page), name="y")]
    policy.under(employee, patterns)
    assert [pattern.callback.policy for pattern in patterns] == ["employee", "public"]


def test_every_url_of_the_installation_has_a_policy():
    assert [row for row in policy.table() if row.policy is None] == []

import json

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from xieli.core import html
from xieli.core.errors import Refused
from xieli.core.middleware import PagesMiddleware

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
factory = RequestFactory()


def test_a_browser_gets_the_page_and_htmx_its_part() -> None:
    assert not html.wants_fragment(factory.get("/"))
    assert html.wants_fragment(factory.get("/", headers=HTMX))


@pytest.mark.parametrize("header", [{"HX-Request-Type": "full"}, {"HX-History-Restore-Request": "true"}])
def test_going_back_and_replacing_the_body_need_the_whole_page(header: dict[str, str]) -> None:
    assert not html.wants_fragment(factory.get("/", headers={**HTMX, **header}))


def test_page_and_part_are_kept_apart_by_caches() -> None:
    response = html.render(factory.get("/"), "errors/bare.html", {"title": "题", "status": 500})
    assert "HX-Request" in response["Vary"]


def test_a_form_that_must_be_corrected_says_so_in_its_status() -> None:
    assert html.render(factory.get("/"), "errors/bare.html", {}, status=422).status_code == 422


def test_after_an_act_a_browser_is_sent_on_with_303() -> None:
    response = html.redirect(factory.post("/"), "/m/1/")
    assert (response.status_code, response["Location"]) == (303, "/m/1/")


def test_after_an_act_htmx_is_told_where_to_go() -> None:
    response = html.redirect(factory.post("/", headers=HTMX), "/m/1/")
    assert (response.status_code, response["HX-Redirect"]) == (204, "/m/1/")


def test_a_toast_and_an_event_travel_together() -> None:
    response = html.toast(html.trigger(HttpResponse(), "xieli:changed"), "已保存")
    assert json.loads(response["HX-Trigger"]) == {
        "xieli:changed": {},
        "xieli:toast": {"text": "已保存", "kind": "ok"},
    }


def test_a_redirect_by_somebody_else_reaches_htmx_too() -> None:
    def view(request: object) -> HttpResponse:
        response = HttpResponseRedirect("/login/?next=/m/1/rows/")
        response.set_cookie("a", "b")
        return response

    headers = {**HTMX, "HX-Current-URL": "http://testserver/m/1/?tab=2"}
    response = PagesMiddleware(view)(factory.get("/m/1/rows/", headers=headers))
    assert response.status_code == 401  # nothing was accepted: the page keeps what was typed
    assert response["HX-Redirect"] == "/login/?next=/m/1/%3Ftab%3D2"
    assert response.cookies["a"].value == "b"


def test_a_redirect_for_a_browser_is_left_alone() -> None:
    response = PagesMiddleware(lambda request: HttpResponseRedirect("/login/"))(factory.get("/"))
    assert response.status_code == 302


def test_a_refusal_becomes_a_toast_for_htmx_and_keeps_what_was_typed() -> None:
    middleware = PagesMiddleware(lambda request: HttpResponse())
    response = middleware.process_exception(factory.post("/", headers=HTMX), Refused(429, "请稍等。"))
    assert response is not None
    assert response.status_code == 429
    assert response["HX-Reswap"] == "none"
    assert json.loads(response["HX-Trigger"])["xieli:toast"]["text"] == "请稍等。"


def test_a_fault_is_not_taken_for_a_refusal() -> None:
    middleware = PagesMiddleware(lambda request: HttpResponse())
    assert middleware.process_exception(factory.post("/"), ValueError("broken")) is None

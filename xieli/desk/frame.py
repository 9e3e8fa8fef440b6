"""What surrounds every page: parts drawn once for all to whom they look the same, and what base.html asks for."""

import secrets
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from xieli.accounts.models import Account
from xieli.desk.navigation import ENTRIES, address, groups, shown, stand_ins
from xieli.organisation.models import Appointment, Person

# Where values of the request stand in a part that is remembered without them.
TOKEN, ADDRESS, WORDS = (secrets.token_hex(16) for _ in range(3))


class Reader(NamedTuple):
    """Everything the bar above shows of who reads: two for whom this is equal see the same bar."""

    language: str
    theme: str
    name: str
    department: str
    kind: str
    post: str
    post_department: str

    def context(self) -> dict[str, Any]:
        """What its template reads, with marks where values of the request go."""
        department = {"short_name": self.department, "name": self.department}
        post = {"name": self.post, "department": {"name": self.post_department}}
        return {
            "theme": self.theme,
            "person": {"name": self.name, "department": department} if self.name else None,
            "account": {"get_kind_display": self.kind} if self.kind else None,
            "appointment": {"post": post} if self.post else None,
            "csrf_token": TOKEN,
            "request": {"get_full_path": ADDRESS, "GET": {"q": WORDS}},
        }


class Frame:
    """Parts of a page that are equal for all who see the same entries in the same language: drawn once, remembered."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def _key(self) -> tuple[str, str, str, tuple[int, ...]]:
        who = "person" if getattr(self._request, "person", None) else "account"
        if getattr(self._request, "account", None) is None:
            who = ""
        path = self._request.path if self._request.path in _addresses() else ""
        return get_language() or "", who, path, shown(self._request)

    @cached_property
    def token(self) -> str:
        """The page's token against forgery, made once for all its forms."""
        return get_token(self._request)

    def side(self) -> SafeString:
        """The entries at the side."""
        return _part("core/side.html", *self._key)

    def top(self) -> SafeString:
        """The bar above, with the menu of the account."""
        request = self._request
        drawn = (_top.__wrapped__ if settings.DEBUG else _top)(reader_of(request))
        values = {
            TOKEN: self.token,
            ADDRESS: request.get_full_path(),
            WORDS: request.GET.get("q", ""),
        }
        for mark, value in values.items():
            drawn = drawn.replace(mark, escape(value))
        return mark_safe(drawn)  # noqa: S308 — drawn by a template, the values are escaped

    def dock(self) -> SafeString:
        """The bar at the bottom of the phone."""
        return _part("core/dock.html", *self._key)

    def furniture(self) -> SafeString:
        """Words for scripts, the question before a grave act, the keys one can press."""
        return _part("core/furniture.html", *self._key)


def _part(template: str, language: str, who: str, path: str, places: tuple[int, ...]) -> SafeString:
    """From memory, except where somebody is at work on the templates."""
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    return draw(template, language, who, path, places)


@lru_cache(maxsize=4096)
def _drawn(template: str, language: str, who: str, path: str, places: tuple[int, ...]) -> SafeString:
    return render_to_string(template, {"navigation": groups(places, path), "path": path, "who": who})


@lru_cache(maxsize=1)
def _addresses() -> frozenset[str]:
    """The pages on which a part of the frame looks different: those it leads to."""
    dock = ("desk:home", "desk:search", "desk:new", "notifications:list", "desk:me")
    return frozenset(
        [address(entry.url_name, entry.args) for entry in ENTRIES] + [address(name, ()) for name in dock]
    )


def reader_of(request: HttpRequest) -> Reader:
    """Who reads, as far as the bar above shows it."""
    person: Person | None = getattr(request, "person", None)
    account: Account | None = getattr(request, "account", None)
    held: Appointment | None = getattr(request, "appointment", None)
    department = person.department if person else None
    return Reader(
        get_language() or "",
        theme_of(request),
        person.name if person else "",
        (department.short_name or department.name) if department else "",
        account.get_kind_display() if account else "",
        held.post.name if held else "",
        held.post.department.name if held else "",
    )


@lru_cache(maxsize=2048)
def _top(reader: Reader) -> str:
    return render_to_string("core/top.html", reader.context())


def theme_of(request: HttpRequest) -> str:
    """Light, dark, or as the device says."""
    theme = request.COOKIES.get("theme", "auto")
    return theme if theme in ("light", "dark") else "auto"


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what base.html needs beside the view's own context, asked for only where drawn."""
    person: Person | None = getattr(request, "person", None)
    frame = Frame(request)
    return {
        "csrf_token": SimpleLazyObject(lambda: frame.token),
        "navigation": SimpleLazyObject(lambda: groups(shown(request), request.path)),
        "frame": frame,
        "stand_ins": SimpleLazyObject(lambda: stand_ins(person)),
        "theme": theme_of(request),
        "company": settings.COMPANY_NAME,
        "demo": settings.DEMO,
        "person": person,
        "account": getattr(request, "account", None),
        "appointment": getattr(request, "appointment", None),
    }

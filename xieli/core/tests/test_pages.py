"""The error pages, the components and the frame, seen through real requests."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import OperationalError
from django.template import Context, Template
from django.test import Client, RequestFactory, override_settings
from django.utils import translation
from django.utils.html import escape
from django_cotton.compiler_regex import CottonCompiler

from xieli.core import assets, errors

COMPONENTS = Path(__file__).parents[1] / "templates" / "cotton"
HANDBOOK = settings.BASE_DIR.parent / "docs" / "howto" / "pages.md"


def drawn(source: str, **context: object) -> str:
    """A scrap of template with components, as the loader would compile it."""
    return Template(CottonCompiler().process(source)).render(Context(context))


@pytest.mark.parametrize("status", sorted(errors.WORDS))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_error_page_says_what_happened_and_what_to_do(status: int, language: str) -> None:
    with translation.override(language):
        response = errors.page(RequestFactory().get("/"), status)
        words = errors.WORDS[status]
        assert response.status_code == status
        page = response.content.decode()
        assert escape(str(words.title)) in page
        assert escape(str(words.advice)) in page


@pytest.mark.django_db
def test_an_unknown_address_gets_the_designed_page() -> None:
    response = Client().get("/no-such-page/")
    assert response.status_code == 404
    assert "没有这一页" in response.content.decode()


def test_the_page_of_a_fault_needs_neither_database_nor_session() -> None:
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "系统出错了" in response.content.decode()


def test_when_the_database_is_away_the_page_says_so_and_that_sending_again_is_harmless() -> None:
    try:
        raise OperationalError("could not extend file: No space left on device")
    except OperationalError:
        response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 503
    assert "存储空间已满" in response.content.decode()


@pytest.mark.django_db
@override_settings(DEMO=True)
def test_pages_carry_no_inline_style_or_script() -> None:
    page = Client().get("/styleguide/").content.decode()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)


@pytest.mark.django_db
@override_settings(DEMO=False, DEBUG=False)
def test_the_style_guide_is_not_part_of_a_company_s_installation() -> None:
    assert Client().get("/styleguide/").status_code == 404


@pytest.mark.django_db
@override_settings(DEMO=True)
@pytest.mark.parametrize(("cookie", "shown"), [("dark", "dark"), ("light", "light"), ("<b>", "auto")])
def test_the_theme_chosen_is_written_by_the_server(cookie: str, shown: str) -> None:
    client = Client()
    client.cookies["theme"] = cookie
    assert f'data-theme="{shown}"' in client.get("/styleguide/").content.decode()


def test_every_component_is_in_the_handbook() -> None:
    handbook = HANDBOOK.read_text()
    missing = [
        one.stem for one in COMPONENTS.glob("*.html") if f"<c-{one.stem.replace('_', '-')}>" not in handbook
    ]
    assert missing == []


@pytest.mark.parametrize("level", ["ok", "blue", "amber", "red", "pause", "none"])
def test_a_light_is_never_colour_alone(level: str) -> None:
    page = drawn('<c-light level="{{ level }}" />', level=level)
    assert re.search(r"<span aria-hidden=\"true\">\S+</span>[一-鿿]", page)


def test_a_ribbon_can_be_read_without_being_seen() -> None:
    title = "财务部 3 小时，超 1 小时"
    piece = {"kind": "red", "share": 40, "label": "财务部 3时", "title": title, "url": "/m/1/#i2"}
    segments = [SimpleNamespace(**piece)]
    page = drawn('<c-ribbon :segments="segments" />', segments=segments)
    assert 'class="red g40"' in page
    assert 'href="/m/1/#i2"' in page
    assert f'aria-label="责任带：{title}"' in page


def test_built_files_are_named_by_their_content() -> None:
    if not (assets.DIST / "manifest.json").exists():
        assert assets.url("app.css") == "/static/dist/app.css"
        return
    for name in ("app.css", "app.js", "icons.svg"):
        assert re.match(settings.WHITENOISE_IMMUTABLE_FILE_TEST, assets.url(name))


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    names = set(
        re.findall(r'"([a-z-]+)": "', (settings.BASE_DIR.parent / "frontend" / "icons.json").read_text())
    )
    used: set[str] = set()
    for template in settings.BASE_DIR.rglob("templates/**/*.html"):
        used |= set(re.findall(r'<c-icon name="([a-z-]+)"', template.read_text()))
        used |= set(re.findall(r'{% icon "([a-z-]+)"', template.read_text()))
        used |= set(re.findall(r'\sicon="([a-z-]+)"', template.read_text()))
    assert used - names == set()

"""A part of the URL table loaded when one of its addresses is asked for."""

import subprocess
import sys

import pytest
from django.urls import NoReverseMatch, Resolver404, URLResolver
from django.urls.resolvers import RegexPattern

from xieli.core.later import later


class Urls:
    """A URL table with a part that can't be loaded: looking into it fails."""

    urlpatterns = (later("far/", "xieli.core.tests.there_is_none", "far"),)


def table(*patterns):
    return URLResolver(RegexPattern(r"^/"), list(patterns))


def test_it_is_not_loaded_for_addresses_elsewhere():
    urls = table(*Urls.urlpatterns)
    with pytest.raises(Resolver404):
        urls.resolve("/near/")
    with pytest.raises(NoReverseMatch):
        urls.reverse("near")


def test_it_is_loaded_for_its_own():
    with pytest.raises(ModuleNotFoundError):
        table(*Urls.urlpatterns).resolve("/far/away/")


def test_its_addresses_are_found_both_ways():
    found = table(later("told/", "xieli.notifications.urls", "notifications"))
    assert found.resolve("/told/").view_name == "notifications:list"
    assert "notifications" in found.namespace_dict


def test_a_web_process_starts_without_the_api_and_what_is_rarely_needed():
    program = (
        "import sys, xieli.config.wsgi as w;"
        "print([m for m in ('ninja', 'xlsxwriter', 'icalendar', 'PIL', 'segno', 'rich', 'docx', 'django.contrib.admin')"
        " if m in sys.modules]); from django.urls import reverse;"
        "print(reverse('api:openapi-json'), 'ninja' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == ["[]", "/api/openapi.json True"]

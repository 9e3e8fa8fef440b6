"""What import-linter can't see: strings that name other parts of the house. They, too, point down only."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import URLResolver, get_resolver

from tests.architecture.house import PACKAGE, folder_of, may_know, may_lead_to, part_of, sources

INCLUDE = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"'#]+)""")
RENDER = re.compile(r"""(?:render|render_to_string|get_template)\([^)"']*["']([\w/]+\.(?:html|txt))["'#]""")
URL_TAG = re.compile(r"""{%\s*url\s+["']([\w-]+):""")
REVERSE = re.compile(r"""\b(?:reverse|reverse_lazy|redirect)\(\s*["']([\w-]+):""")


def names(pattern: re.Pattern[str], glob: str) -> list[tuple[Path, str]]:
    """Every (file, name) that a pattern finds in the product's files."""
    return [(path, name) for path in sources(glob) for name in pattern.findall(path.read_text("utf-8"))]


def home_of_app(label: str) -> str | None:
    """The folder of an app of ours."""
    config = apps.get_app_config(label)
    path = Path(config.path)
    return folder_of(path / "apps.py") if path.is_relative_to(PACKAGE) else None


def home_of_template(name: str) -> str | None:
    """The folder that holds a template; none of the form widgets' own, which Django's form renderer draws."""
    if name.startswith("django/forms/"):
        return None
    path = Path(get_template(name).template.origin.name)  # type: ignore[attr-defined]
    return folder_of(path) if path.is_relative_to(PACKAGE) else None


def homes_of_namespaces() -> dict[str, str]:
    """URL namespace → the folder of its urls.py."""
    found = {}
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace:
            named = pattern.urlconf_name
            module = import_module(named) if isinstance(named, str) else named
            path = Path(str(getattr(module, "__file__", "")))
            if path.is_relative_to(PACKAGE):
                found[pattern.namespace] = folder_of(path)
    return found


def test_every_part_has_its_floor():
    from tests.architecture.house import floors

    parts = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert parts == set(floors())


def test_relations_between_tables_point_down():
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if (home := home_of_app(model._meta.app_label))
        for field in model._meta.get_fields(include_hidden=True)
        if getattr(field, "remote_field", None) and not field.auto_created and field.concrete
        if (target := home_of_app(field.related_model._meta.app_label)) and not may_know(home, target)
    ]
    assert upward == []


@pytest.mark.parametrize(("pattern", "glob"), [(INCLUDE, "*.html"), (INCLUDE, "*.txt"), (RENDER, "*.py")])
def test_templates_include_and_code_renders_what_exists_and_stands_lower(pattern: re.Pattern[str], glob: str):
    wrong = []
    for path, name in names(pattern, glob):
        try:
            home = home_of_template(name)
        except TemplateDoesNotExist:
            wrong.append(f"{path.relative_to(PACKAGE)}: there is no template {name}")
            continue
        if home and not may_know(folder_of(path), home):
            wrong.append(f"{path.relative_to(PACKAGE)} → {name}")
    assert wrong == []


@pytest.mark.parametrize(("pattern", "glob"), [(URL_TAG, "*.html"), (REVERSE, "*.py")])
def test_url_names_point_to_the_same_floor_or_below(pattern: re.Pattern[str], glob: str):
    homes = homes_of_namespaces()
    wrong = {
        f"{path.relative_to(PACKAGE)} → {namespace}: {'stands higher' if namespace in homes else 'does not exist'}"
        for path, namespace in names(pattern, glob)
        if part_of(path) != "config"
        and not (namespace in homes and may_lead_to(folder_of(path), homes[namespace]))
    }
    assert wrong == set()

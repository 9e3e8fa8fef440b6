"""Texts for readers of English: every Chinese text in code and templates has its translation in its app's catalogue.

`update` adds new texts at the end of a catalogue and drops those no longer used, leaving the order of the rest alone;
`check` fails on whatever is missing, and on a Chinese text with two English ones: Django merges the catalogues, so one
of them would win without a word (where the meanings differ, a context tells them apart); `compile` writes the binary
catalogues that Django reads.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "xieli"
CATALOGUE = Path("locale/en/LC_MESSAGES/django.po")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "lazy": None,
    "_g": None,
    "gettext_noop": None,
    "N_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# A call inside an attribute of a component: <c-field :label="_('名称')" />
IN_ATTRIBUTE = re.compile(r""":[\w-]+=(["'])(?:(?!\1).)*?_\((?P<q>["'])(?P<text>.+?)(?P=q)\)""")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")
HEADER = """msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


class Text(NamedTuple):
    """A text to be translated: (context or None, singular, plural or None)."""

    context: str | None
    singular: str
    plural: str | None

    @property
    def id(self) -> str | tuple[str, str]:
        return (self.singular, self.plural) if self.plural else self.singular


def apps() -> list[Path]:
    """The folders that have a catalogue of their own."""
    return sorted(path.parent for path in SOURCES.rglob("apps.py"))


def texts_of(app: Path) -> dict[Text, Path]:
    """The texts in an app's code and templates, in order of first use, with the file of that use."""
    found: dict[Text, Path] = {}
    others = [other for other in apps() if other != app and app in other.parents]
    for path in sorted([*app.rglob("*.py"), *app.rglob("*.html"), *app.rglob("*.txt")]):
        if "tests" in path.parts or any(other in path.parents for other in others):
            continue
        for text in texts_in(path):
            found.setdefault(text, path)
    return found


def texts_in(path: Path) -> Iterator[Text]:
    """The texts in one file."""
    source = path.read_text("utf-8")
    if path.suffix != ".py":
        if "templates" not in path.parts:
            return
        for match in IN_ATTRIBUTE.finditer(source):
            yield Text(None, match["text"], None)
        # The template's own indentation means nothing, but the reader of Python would stumble over it.
        source = "\n".join(line.strip() for line in templatize(source, origin=str(path)).splitlines())
    found = extract_python(io.BytesIO(source.encode()), list(KEYWORDS), [], {"encoding": "utf-8"})
    for _, function, arguments, _ in found:
        values = list(arguments) if isinstance(arguments, tuple | list) else [arguments]
        if function and (text := _text(function, values)):
            yield text


def _text(function: str, values: list[str | None]) -> Text | None:
    """The text in a call's arguments; None when it is no literal."""
    context = values.pop(0) if "pgettext" in function and values else None
    singular = values[0] if values else None
    plural = (
        values[1] if function.lstrip("np").startswith("gettext") and "n" in function.split("get")[0] else None
    )
    return Text(context, singular, plural) if singular else None


def read(app: Path) -> Catalog:
    """An app's catalogue; empty if it has none yet."""
    path = app / CATALOGUE
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def update(app: Path) -> None:
    """Bring the catalogue up to date with the sources."""
    texts, old = texts_of(app), read(app)
    if not texts and not (app / CATALOGUE).exists():
        return
    kept = [message for message in old if message.id and key(message) in texts]
    known = {key(message) for message in kept}
    catalogue = Catalog(locale="en")
    for message in kept:
        catalogue.add(message.id, message.string, context=message.context)
    for text in texts:
        if text not in known:
            catalogue.add(text.id, context=text.context)
    body = io.BytesIO()
    write_po(body, catalogue, width=110, no_location=True, omit_header=True)
    (app / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    (app / CATALOGUE).write_text(HEADER + body.getvalue().decode().strip() + "\n", "utf-8")


def key(message: Message) -> Text:
    """A catalogue's entry as the text it translates."""
    if isinstance(message.id, tuple | list):
        return Text(message.context, message.id[0], message.id[1])
    return Text(message.context, message.id, None)


def check(app: Path) -> list[str]:
    """What is wrong with an app's translations, one sentence each."""
    done = {key(message): message for message in read(app) if message.id}
    complaints = []
    for text, path in texts_of(app).items():
        message = done.get(text)
        strings = (
            [] if message is None else [message.string] if isinstance(message.string, str) else message.string
        )
        where = path.relative_to(ROOT)
        if not strings or not all(strings) or (message and message.fuzzy):
            complaints.append(f"{where}: no English for {text.singular!r}")
        elif any(placeholders(string) != placeholders(text.singular) for string in strings[-1:]):
            complaints.append(f"{where}: the English of {text.singular!r} has other placeholders")
    return complaints


def differing(catalogues: dict[str, Catalog]) -> list[str]:
    """Texts (with their context) that two apps translate differently, one sentence each. `catalogues`: by app."""
    found: dict[Text, tuple[object, str]] = {}
    complaints = []
    for app, catalogue in catalogues.items():
        for message in catalogue:
            if not message.id:
                continue
            string, where = found.setdefault(key(message), (message.string, app))
            if string != message.string:
                said = f"{where} says {string!r}, {app} {message.string!r}"
                complaints.append(f"{key(message).singular!r} has two English texts: {said}")
    return complaints


def placeholders(text: str) -> set[str]:
    """The places where values go in."""
    return {match[0] for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


def compile_(app: Path) -> None:
    """Write the binary catalogue, if the readable one is newer."""
    source, target = app / CATALOGUE, (app / CATALOGUE).with_suffix(".mo")
    if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
        return
    with target.open("wb") as file:
        write_mo(file, read(app))


def main(command: str) -> int:
    """Do it for every app; 1 if `check` finds something."""
    if not settings.configured:
        settings.configure(USE_I18N=False)
    if command == "check":
        complaints = [complaint for app in apps() for complaint in check(app)]
        complaints += differing({str(app.relative_to(SOURCES)): read(app) for app in apps()})
        print("\n".join(complaints))
        return 1 if complaints else 0
    for app in apps():
        {"update": update, "compile": compile_}[command](app)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

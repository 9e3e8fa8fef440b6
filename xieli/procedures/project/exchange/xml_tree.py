"""Reading XML that strangers send: elements with their lines; a document type, and so any entity, is refused.

Expat does the parsing. What an attack by XML needs (entities, external files) begins with a document type, which
MS Project never writes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from .reading import FileError

DEEPEST = 20
MOST_ELEMENTS = 2_000_000


@dataclass
class Element:
    """One element: its name without the namespace, the line it begins in, its text and its parts."""

    name: str
    line: int
    text: str = ""
    parts: list["Element"] = field(default_factory=list)

    def all(self, name: str) -> Iterator["Element"]:
        """The parts of this name, in order."""
        return (part for part in self.parts if part.name == name)

    def first(self, name: str) -> "Element | None":
        """The first part of this name."""
        return next(self.all(name), None)

    def get(self, name: str, default: str = "") -> str:
        """The text of the first part of this name, without spaces around it."""
        part = self.first(name)
        return part.text.strip() if part is not None else default


def read(data: bytes, namespace: str) -> Element:
    """The root element. FileError, with the line, for what is no well-formed XML, or not of this namespace."""
    builder = _Builder()
    # With a separator expat tells names as "namespace name".
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = builder.refuse
    parser.StartElementHandler = lambda name, _attributes: builder.start(name, parser.CurrentLineNumber)
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.add
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise FileError(
            _("第 %(line)s 行不是完整的 XML（%(reason)s）。")
            % {"line": error.lineno, "reason": expat.errors.messages[error.code]}
        ) from error
    if builder.namespace != namespace:
        raise FileError(_("这不是 MS Project 的 XML 文件，请在 Project 中另存为“XML 格式”。"))
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root = Element("", 0)
        self.namespace = ""
        self._open: list[Element] = []
        self._count = 0

    def refuse(self, *_declaration: object) -> None:
        raise FileError(_("文件里有 DOCTYPE 声明，出于安全不予读取。"))

    def start(self, name: str, line: int) -> None:
        namespace, _space, short = name.rpartition(" ")
        element = Element(short, line)
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) >= DEEPEST:
            raise FileError(_("文件太大或嵌套太深，不予读取。"))
        if self._open:
            self._open[-1].parts.append(element)
        else:
            self.root, self.namespace = element, namespace
        self._open.append(element)

    def end(self, _name: str) -> None:
        self._open.pop()

    def add(self, text: str) -> None:
        self._open[-1].text += text

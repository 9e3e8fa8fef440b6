"""What an official form says, described once: renderers make PDF and Word of it, the archive keeps it as JSON.

A `Paper` knows nothing of matters, people or rows; all values are words as they will stand on the page.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self


@dataclass(frozen=True)
class Text:
    """A paragraph, or with `heading` a section's heading; line breaks in it are kept."""

    text: str
    heading: bool = False


@dataclass(frozen=True)
class Fact:
    """A labelled cell of a form; `wide` takes the whole line."""

    label: str
    value: str
    wide: bool = False


@dataclass(frozen=True)
class Facts:
    """A form's grid of labelled cells, two to a line."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Table:
    """A table whose head repeats on every page. `widths`: shares of the line, one for each column."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class Items:
    """A numbered list: reasons, attachments."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Opinion:
    """意见: what one department or office said, signed and dated. Without a name there is a line to sign by hand."""

    who: str
    text: str = ""
    name: str = ""
    day: str = ""


@dataclass(frozen=True)
class Opinions:
    """The opinions at the end of a form, each in a cell of its own. The signatures of a group, or a few short
    opinions, stay on one page together: nobody has to look whose names belong to what."""

    opinions: tuple[Opinion, ...]

    @property
    def together(self) -> bool:
        """Few and short enough for that: eight cells fill two thirds of a page. paper.typ asks the same."""
        return len(self.opinions) <= 8 and sum(len(one.text) for one in self.opinions) <= 200


Block = Text | Facts | Table | Items | Opinions
KINDS: dict[str, type[Any]] = {kind.__name__.lower(): kind for kind in (Text, Facts, Table, Items, Opinions)}


@dataclass(frozen=True)
class Paper:
    """One official form. `red`: with the red head of a document sent out (GB/T 9704), else a plain form.

    `office`: 发文机关. `number`: 文号, empty while it is not issued. `to`, `copy`: 主送, 抄送. `signer`: 签发人. `day`:
    成文日期 as written. `logo`: digest of the letterhead's picture.
    """

    title: str
    blocks: tuple[Block, ...]
    office: str = ""
    number: str = ""
    secrecy: str = ""
    urgency: str = ""
    to: str = ""
    copy: str = ""
    signer: str = ""
    day: str = ""
    red: bool = False
    logo: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain data that `from_json` reads back."""
        blocks = [{"kind": type(block).__name__.lower(), **asdict(block)} for block in self.blocks]
        return json.loads(json.dumps({**asdict(replace(self, blocks=())), "blocks": blocks}))  # type: ignore[no-any-return]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The paper of what `to_json` wrote."""
        values = dict(data)
        blocks = tuple(_block(one) for one in values.pop("blocks"))
        return cls(blocks=blocks, **values)

    @property
    def digest(self) -> str:
        """sha256 of the canonical JSON: what the ledger and the public page name."""
        text = json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _block(data: Mapping[str, Any]) -> Block:
    values = dict(data)
    kind = KINDS[values.pop("kind")]
    match kind.__name__:
        case "Facts":
            values["facts"] = tuple(Fact(**one) for one in values["facts"])
        case "Opinions":
            values["opinions"] = tuple(Opinion(**one) for one in values["opinions"])
        case _:
            values = {name: _frozen(value) for name, value in values.items()}
    block: Block = kind(**values)
    return block


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


@dataclass(frozen=True)
class Proof:
    """What a rendering shows besides the paper: the address its QR leads to, the seal, or that it is a mere print.

    `seal`: PNG bytes of the imprint and `seal_note` who put it there; `note`: set on prints of what is not issued.
    """

    address: str = ""
    digest: str = ""
    note: str = ""
    seal: bytes = b""
    seal_note: str = ""
    logo: bytes = b""


def clean(text: str) -> str:
    """What a page can hold of a text: without control characters, line breaks and tabs kept."""
    return "".join(one for one in text if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs"))

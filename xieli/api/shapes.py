"""What the API says and takes. Bodies of acts are made from the forms the procedures declare."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django import forms
from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, create_model
from pydantic_core import PydanticCustomError

from xieli.core.rows import RowsField
from xieli.matters.forms import ActionForm


def _in_utc(moment: datetime) -> datetime:
    """As the database can be asked of it, which knows no offset of 16 hours and more."""
    try:
        return moment.astimezone(UTC) if moment.tzinfo is not None else moment
    except OverflowError as beyond:  # before the year 1, after 9999
        raise PydanticCustomError("datetime_beyond", "beyond the calendar") from beyond


Moment = Annotated[datetime, AfterValidator(_in_utc)]

_TYPES: list[tuple[type[forms.Field], Any]] = [
    (forms.ModelMultipleChoiceField, list[UUID]),
    (forms.ModelChoiceField, UUID),
    (forms.TypedMultipleChoiceField, list[str]),
    (forms.MultipleChoiceField, list[str]),
    (forms.BooleanField, bool),
    (forms.DateTimeField, Moment),
    (forms.DateField, date),
    (forms.DecimalField, Decimal),
    (forms.FloatField, float),
    (forms.IntegerField, int),
    (forms.UUIDField, UUID),
]


class Strict(Schema):
    """A body without fields nobody knows."""

    model_config = ConfigDict(extra="forbid")


class Department(Schema):
    """A department as others name it."""

    uid: UUID
    code: str
    name: str


class Person(Schema):
    """An employee as others name them."""

    uid: UUID
    name: str


class Item(Schema):
    """待办: one open item: who owes which step by when."""

    id: int
    step: str
    department: Department | None
    person: Person | None
    opened_at: datetime
    due_at: datetime | None


class MatterRow(Schema):
    """A matter in a list."""

    uid: UUID
    procedure: str
    number: str | None
    title: str
    state: str
    category: str
    classification: str
    priority: int
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    outcome: str
    rev: int


class ActionOut(Schema):
    """An act the caller may carry out now: POST to `href`, with `item` where it says one."""

    name: str
    label: str
    kind: Literal["action", "verb", "child"]
    item: int | None
    href: str


class AttachmentOut(Schema):
    """附件: a file of a matter; its bytes are at `/matters/{uid}/attachments/{uid of the file}`."""

    uid: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    at: datetime


class MatterOut(MatterRow):
    """A matter with who holds it and what the caller may do. `details` name other things by their uid, as acts do."""

    lead_department: Department | None
    initiator: Person | None
    details: dict[str, Any]
    items: list[Item]
    attachments: list[AttachmentOut]
    actions: list[ActionOut]


class EventOut(Schema):
    """流水: one line of the ledger."""

    seq: int
    at: datetime
    action: str
    actor_kind: str
    actor: Person | None
    authority: str
    from_state: str
    to_state: str
    facts: dict[str, Any]
    texts: dict[str, str]
    hash: str


class Done(Schema):
    """What an act did; `hash` is the caller's proof that line `seq` of the ledger was written."""

    matter: UUID
    number: str | None
    state: str
    rev: int
    seq: int
    hash: str


class Problem(Schema):
    """What went wrong: a stable code, a sentence, for bad input the sentences of each field, and where the product
    itself failed the number under which its log tells of it."""

    code: str
    message: str
    errors: dict[str, list[str]] = {}
    request_id: str = ""


class ReactionOut(Schema):
    """A sign under a comment and whose it is."""

    sign: str
    person: str


class CommentOut(Schema):
    """One comment of a discussion; the words of one taken back are empty."""

    uid: UUID
    at: datetime
    author: Person | None
    customer: bool
    for_customer: bool
    text: str
    quotes: UUID | None
    files: list[str]
    signs: list[ReactionOut]
    taken_back: bool


class Page(Schema):
    """A page of matters; `next` is the cursor of the following one."""

    rows: list[MatterRow]
    next: str | None


def body_of(name: str, form: type[ActionForm]) -> type[Schema]:
    """The request body of an act: {data: the form's fields, item?, rev?}."""
    fields: dict[str, Any] = {name: _field(field) for name, field in form.base_fields.items()}
    data = create_model(f"{name}Data", __base__=Strict, __doc__=(form.__doc__ or "").strip(), **fields)
    required = any(field.required for field in form.base_fields.values())
    return create_model(
        name,
        __base__=Strict,
        data=(data, ... if required else Field(default_factory=data)),
        attachments=(list[UUID], Field([], description="files uploaded before, to be kept with this act")),
        item=(int | None, Field(None, description="the work item meant, where the caller holds several")),
        rev=(
            int | None,
            Field(None, description="what the caller last read; 409 when the matter has changed"),
        ),
    )


def _field(field: forms.Field) -> tuple[Any, Any]:
    kind = _type(field)
    options: dict[str, Any] = {"title": str(field.label or "")}
    if field.help_text:
        options["description"] = str(field.help_text)
    if kind is str and (longest := getattr(field, "max_length", None)):
        options["max_length"] = longest
    if kind is int:
        options.update(ge=getattr(field, "min_value", None), le=getattr(field, "max_value", None))
    if field.required:
        return kind, Field(..., **options)
    return kind | None, Field(None, **options)


def _type(field: forms.Field) -> Any:
    if isinstance(field, RowsField):
        columns: dict[str, Any] = {name: _field(cell) for name, cell in field.row.base_fields.items()}
        row = create_model(
            field.row.__name__, __base__=Strict, __doc__=(field.row.__doc__ or "").strip(), **columns
        )
        return Annotated[list[row], Field(min_length=field.least, max_length=field.most)]  # type: ignore[valid-type]
    for kind, answer in _TYPES:
        if isinstance(field, kind):
            return answer
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        values = tuple(str(value) for value, label in choices if not isinstance(label, list | tuple))
        return Literal[values] if values else str
    return str


def as_form_data(body: Any) -> dict[str, Any]:
    """What a browser would have sent: absent fields left out, moments in ISO form, the files' uids."""
    given = {name: value for name, value in body.data.model_dump(mode="json").items() if value is not None}
    return {**given, "attachments": [str(one) for one in body.attachments]} if body.attachments else given

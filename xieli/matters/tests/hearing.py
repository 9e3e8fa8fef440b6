"""A small procedure in which departments are heard: blind opinions by acts that vote, then receipts."""

from dataclasses import replace

from django import forms

from xieli.matters.commands.act import Act
from xieli.matters.declaration import Declaration, build
from xieli.matters.forms import ActionForm, ReasonForm
from xieli.matters.holders import Place, Who, head_of, initiator
from xieli.matters.models import GenericDetails
from xieli.matters.predicates import anyone, holder
from xieli.matters.procedure import (
    STAY,
    Action,
    Item,
    Limit,
    Number,
    Procedure,
    Round,
    Side,
    State,
    Verbs,
)
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation

ASKED = ("finance", "pmo", "hr")


def _departments(scene: Scene) -> list[Place]:
    return [Place(organisation.department_with_duty(duty)) for duty in ASKED]


class AskForm(ActionForm):
    """What it is about."""

    saves = ("title",)
    title = forms.CharField(max_length=100)


class ScoreForm(ActionForm):
    """Marks; under 60 is a refusal."""

    marks = forms.IntegerField(min_value=0, max_value=100)


class ReceiptForm(ActionForm):
    """Who will see to it."""

    contact = forms.CharField(max_length=40)


def by_marks(act: Act) -> str:
    """The verdict the marks amount to."""
    return "approve" if act.data["marks"] >= 60 else "refuse"


def heard(act: Act) -> None:
    """Counted outside the signed content."""
    act.note("heard", "marks", act.data.get("marks", -1))


def received(act: Act) -> None:
    """One more department has answered."""
    act.set_details(received=[*(act.details.received or []), act.data["contact"]])


class Hearing(Declaration):
    """asked → assessed by everybody, blind → carried out, receipts asked for → done."""

    key, name, prefix, version, clause = "hearing", "听取意见", "TQ", 1, "4.1.b"
    details = "GenericDetails"

    draft = State("草稿", idle="belongs to its author")
    assessing = State(
        "评估中",
        Round(
            "assess", tuple(head_of(duty) for duty in ASKED), passed="running", refused="stopped",
            mode="each", blind=True, kind="assess",
        ),
    )  # fmt: skip
    running = State("执行中", Item("run", initiator))
    stopped = State("不可行", final=True)
    done = State("办结", final=True)
    void = State("作废", final=True)
    start = draft

    ask = Action(draft >> assessing, "请各部门评估", by=anyone, form="AskForm")
    score = Action(assessing >> STAY, "评分", by=holder, form="ScoreForm", vote="by_marks", effect="heard")
    object_ = Action(assessing >> STAY, "不可行", by=holder, form="ReasonForm", vote="refuse")
    issue = Action(running >> STAY, "印发", by=holder, asks="receipt")
    finish = Action(running >> done, "完成", by=holder)

    receipt = Side(
        "acknowledge", (Who("asked", _departments),), "签收", form="ReceiptForm", effect="received"
    )

    number = Number("{prefix}-{year}-{n:04d}", by="ask")
    verbs = Verbs(void=anyone, void_to=void)
    limits = (Limit("assess", "", "3 WD"), Limit("run", "", "5 WD"), Limit("acknowledge", "", "1 WD"))


def procedure() -> Procedure:
    """The plain object, with this module's forms and effects."""
    return replace(
        build(Hearing),
        details=lambda: GenericDetails,
        forms={
            "AskForm": AskForm,
            "ScoreForm": ScoreForm,
            "ReceiptForm": ReceiptForm,
            "ReasonForm": ReasonForm,
        },
        effects={"by_marks": by_marks, "heard": heard, "received": received},
    )

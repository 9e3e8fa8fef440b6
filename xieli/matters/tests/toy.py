"""A small procedure that uses everything the engine has, for the engine's own tests."""

from typing import Any

from django import forms

from xieli.matters.commands.act import Act
from xieli.matters.declaration import Declaration
from xieli.matters.fields import DepartmentField, PersonField
from xieli.matters.forms import ActionForm
from xieli.matters.holders import field, head_of, initiator, queue
from xieli.matters.models import GenericDetails
from xieli.matters.predicates import anyone, duty, holder
from xieli.matters.predicates import initiator as by_initiator
from xieli.matters.procedure import (
    STAY,
    Action,
    Clock,
    Item,
    Limit,
    Number,
    Procedure,
    Return,
    Round,
    State,
    Timer,
    Verbs,
)
from xieli.matters.scene import Scene


class SubmitForm(ActionForm):
    """Title, an amount and who leads."""

    saves = ("title", "lead_department", "amount")
    title = forms.CharField(max_length=100)
    amount = forms.IntegerField(min_value=0)
    lead_department = DepartmentField()


class NameForm(ActionForm):
    """Who handles it."""

    handler = PersonField(required=False)


def name_handler(act: Act) -> None:
    """The one named, else whoever accepts."""
    person = act.data.get("handler") or act.actor.person
    act.set_details(handler=person.pk)


def facts(scene: Scene) -> dict[str, Any]:
    """Conditions of limits may ask for the amount."""
    return {"amount": scene.details.amount or 0}


class Toy(Declaration):
    """submit → accept → work → three sign → done; with every side way."""

    key, name, prefix, version, clause = "toy", "玩具流程", "WJ", 1, "5.2.b"
    details = "GenericDetails"

    draft = State("草稿", idle="belongs to its author")
    supplement = State("待补充", Item("supplement", initiator))
    sent = State("已提交", Item("accept", field("lead"), judges=True))
    working = State("办理中", Item("work", field("lead")))
    waiting = State("等待", Item("chase", field("lead")), pauses=("total", "step"))
    signing = State(
        "会签",
        Round(
            "sign",
            (head_of("finance"), head_of("pmo"), head_of("hr")),
            passed="filed",
            refused="sent",
            mode="all",
        ),
    )
    filed = State("已归档", idle="open for objection for a week")
    done = State("办结", final=True)
    void = State("作废", final=True)
    start = draft

    submit = Action(draft >> sent, "提交", by=anyone, form="SubmitForm", primary=True)
    accept = Action(sent >> working, "接受", by=holder, form="NameForm", effect="name_handler", primary=True)
    ask = Action(working >> waiting, "等对方", by=holder)
    answered = Action(waiting >> working, "已答复", by=holder | by_initiator)
    arrive = Action(working >> STAY, "到场", by=holder)
    deliver = Action(working >> signing, "交付", by=holder, primary=True)
    object_ = Action(filed >> working, "异议", by=by_initiator)
    over = Timer(filed, done, "7 D C")

    total = Clock("总时限", start=("submit",), stop=("done", "void"), total=True, resume_on=("object_",))
    on_site = Clock("到场", start=("accept",), stop=("arrive", "deliver"), calendar="round_the_clock")
    number = Number("{prefix}-{year}-{n:04d}", by="submit")
    verbs = Verbs(
        return_=(Return(sent, (supplement,), times=1), Return(signing, (working,))),
        withdraw=(sent, supplement),
        withdraw_to=void,
        void=duty("pmo"),
        void_to=void,
        reassign=holder | duty("pmo"),
        take_back=("deliver", "accept"),
        pause=("customer", "outside_cause"),
        extend=2,
        add_signer=True,
        arbiter=queue("pmo"),
        correct=("amount", "title"),
    )
    limits = (
        Limit("supplement", "", "2 WD"),
        Limit("accept", "", "2 WD"),
        Limit("accept", "amount>1000", "2 h W", warnings="urgent"),
        Limit("work", "", "5 WD"),
        Limit("chase", "", "5 WD"),
        Limit("sign", "", "1 WD"),
        Limit("total", "", "10 WD"),
        Limit("on_site", "", "2 h C", warnings="urgent"),
    )


def procedure() -> Procedure:
    """The plain object, with this module's forms and effects instead of a package's."""
    from dataclasses import replace

    from xieli.matters.declaration import build

    return replace(
        build(Toy),
        details=lambda: GenericDetails,
        forms={"SubmitForm": SubmitForm, "NameForm": NameForm},
        effects={"name_handler": name_handler},
        facts=facts,
    )

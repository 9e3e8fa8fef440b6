"""Matters of the toy procedure under way, and what tests ask of them. Monday 7 September 2026 is an ordinary day."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from xieli.core import clock
from xieli.matters import registry
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.holders import Place, at
from xieli.matters.models import Clock, Matter, Round, WorkItem
from xieli.matters.procedure import Procedure, State
from xieli.matters.procedure import Round as RoundSpec

MONDAY = clock.at(2026, 9, 7, 9, 0)
TUESDAY = clock.at(2026, 9, 8, 9, 0)
WEDNESDAY = clock.at(2026, 9, 9, 9, 0)


def submitted(cast: Any, *, amount: int = 5, now: datetime = MONDAY, by: str = "linwan") -> Matter:
    """林晚 of customer service asks 平台研发部 for something."""
    data = {"title": "查日志", "amount": amount, "lead_department": str(cast.rd.uid)}
    return open_matter("toy", Actor.of(getattr(cast, by)), "submit", data, now=now)


def accepted(cast: Any, **kwargs: Any) -> Matter:
    """方启明 accepted it."""
    matter = submitted(cast, **kwargs)
    do(matter, "accept", cast.fangqiming, now=kwargs.get("now", MONDAY))
    return matter


def signing(cast: Any, **kwargs: Any) -> Matter:
    """Delivered: finance, PMO and HR sign."""
    matter = accepted(cast, **kwargs)
    do(matter, "deliver", cast.fangqiming, now=kwargs.get("now", MONDAY))
    return matter


def do(
    matter: Matter, action: str, who: Any, /, now: datetime = MONDAY, item: int | None = None, **data: Any
) -> None:
    """An act of a person; words that forms insist on are filled in."""
    words = {"reason": "说明", "opinion": "意见", "text": "内容"} | data
    perform(matter, action, Actor.of(who), words, item=item, now=now)


def holders(matter: Matter) -> list[tuple[str, str]]:
    """(step, person's pinyin or department's code) of each open item, in order of the roster."""
    items = WorkItem.objects.filter(matter=matter, closed_at=None).order_by("round", "seat__ordinal")
    return [(item.step, item.person.pinyin if item.person else item.department.code) for item in items]


def open_item(matter: Matter, person: Any = None) -> WorkItem:
    """The open item of the matter, or of one person in it."""
    items = WorkItem.objects.filter(matter=matter, closed_at=None)
    return items.get(person=person) if person is not None else items.get()


def clock_of(matter: Matter, name: str) -> Clock:
    """The unstopped clock of a name."""
    return Clock.objects.get(matter=matter, name=name, stopped_at=None)


def main_round(matter: Matter) -> Round:
    """The open main round."""
    return Round.objects.get(matter=matter, main=True, closed_at=None)


def verdicts(matter: Matter) -> list[str]:
    """Verdicts of the open main round by place in the roster."""
    seats = main_round(matter).seats.filter(dropped=False).order_by("ordinal")
    return list(seats.values_list("verdict", flat=True))


def sign_by(cast: Any, mode: str, *people: str, **rule: Any) -> Procedure:
    """The toy with another countersign: these people, this mode. Registered in the toy's place."""
    toy = registry.get("toy")
    seats = tuple(at(Place(getattr(cast, one).department, getattr(cast, one))) for one in people)
    round = RoundSpec("sign", seats, passed="filed", refused="sent", mode=mode, **rule)  # type: ignore[arg-type]
    changed = replace(toy, states={**toy.states, "signing": State("会签", round, name="signing")})
    registry.add(changed)
    return changed

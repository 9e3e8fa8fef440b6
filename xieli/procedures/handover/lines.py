"""The lines of a handover: read from what the giver holds, never lost, moved at once, moved back (4.2.b)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from xieli.core.marks import listed
from xieli.matters import ledger
from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter
from xieli.organisation import holdings
from xieli.organisation import queries as organisation
from xieli.organisation.holdings import CannotPass, Held, Key, Occasion, Passing
from xieli.organisation.models import Person

from .models import HandoverDetails, HandoverLine, Reason

Outcome = HandoverLine.Outcome
CLASSIFIED = ("secret", "confidential")


def of(matter: Matter) -> list[HandoverLine]:
    """The lines in their order."""
    return list(HandoverLine.objects.filter(handover=matter).order_by("no"))


def held(act: Act) -> list[Held]:
    """What the giver holds just now and this handover is about; never what they owe to a handover of their own."""
    details = act.details
    giver = _person(details.giver_id)
    own = set(HandoverDetails.objects.filter(giver=giver).values_list("matter_id", flat=True))
    scope = _tree(details.about_id) if details.reason == Reason.PROJECT and details.about_id else None
    with translation.override("zh-hans"):  # what is written down is Chinese, whoever reads it in
        found = [one for one in holdings.held_by(giver) if one.matter not in own or one.matter is None]
    return [one for one in found if scope is None or one.matter in scope]


def _tree(root: int) -> set[int]:
    """A matter and everything opened under it."""
    found, level = {root}, [root]
    while level:
        level = list(Matter.objects.filter(parent__in=level).values_list("pk", flat=True))
        found |= set(level)
    return found


def refresh(act: Act, *, late: bool = False) -> int:
    """Bring the list up to what the giver holds: what is new is added, what was settled meanwhile is marked so.

    `late`: the receivers have checked already; new lines say that they came after. Answers how many are new.
    """
    lines = {(one.kind, one.key): one for one in of(act.matter) if one.key}
    now = {(one.kind, one.key): one for one in held(act)}
    secret = _classified(one.matter for one in now.values())
    changed = []
    for key, line in lines.items():
        if line.outcome in (Outcome.MOVED, Outcome.BACK):
            continue
        present = now.get(key)
        before = (line.outcome, line.step, line.due_at)
        line.outcome = Outcome.LAPSED if present is None else ""
        if present is not None:
            line.due_at = present.due_at
            line.step = present.step[:200] if line.title else ""
        if before != (line.outcome, line.step, line.due_at):
            changed.append(line)
    HandoverLine.objects.bulk_update(changed, ["outcome", "step", "due_at"])
    new = [one for key, one in now.items() if key not in lines]
    add(act, [_line(act, one, hidden=one.matter in secret, late=late) for one in new])
    if new or changed:
        act.journal["lines"] = {"new": len(new), "changed": len(changed)}
    return len(new)


def _classified(ids: Iterable[int | None]) -> set[int]:
    """Matters whose titles stand in no list."""
    rows = Matter.objects.filter(pk__in={one for one in ids if one}, classification__in=CLASSIFIED)
    return set(rows.values_list("pk", flat=True))


def _line(act: Act, one: Held, *, hidden: bool, late: bool) -> HandoverLine:
    return HandoverLine(
        kind=one.kind,
        key=one.key,
        matter_id=one.matter,
        title="" if hidden else one.title[:260],
        step="" if hidden else one.step[:200],
        due_at=one.due_at,
        receiver_id=act.details.receiver_id,
        late=late,
    )


def add(act: Act, lines: list[HandoverLine]) -> None:
    """Append lines to the list."""
    last = HandoverLine.objects.filter(handover=act.matter).aggregate(last=Max("no"))["last"] or 0
    for no, line in enumerate(lines, last + 1):
        line.handover, line.no = act.matter, no
    HandoverLine.objects.bulk_create(lines)


def digest(act: Act) -> None:
    """What a signature signs: the list as it stands."""
    rows = [
        [
            one.no,
            one.kind,
            one.key,
            one.title,
            one.receiver_id,
            one.stays,
            one.verdict,
            one.ruling,
            one.outcome,
        ]
        for one in of(act.matter)
    ]
    act.set_details(digest=ledger.sha256(ledger.canonical(rows)))


def move_all(act: Act) -> dict[int, int]:
    """Everything moves to its receivers in this transaction; answers how much each of them took over.

    What arrived since the last look is read once more and goes to the main receiver. Raises ActionError.
    """
    refresh(act, late=True)
    lines = [one for one in of(act.matter) if one.is_open]
    giver = _person(act.details.giver_id)
    for receiver in {_person(one.receiver_id) for one in lines}:
        if not receiver.active:
            raise ActionError(_("接收人%(person)s已离职，请改由他人接收。") % {"person": receiver.name})
    found = _move(act, [(one, giver, _person(one.receiver_id)) for one in lines if not one.own])
    taken: dict[int, int] = {}
    for line in lines:
        taker = _person(line.receiver_id) if line.own else found.get((line.kind, line.key))
        line.moved_to, line.moved_at = taker, act.now if taker else None
        line.outcome = Outcome.MOVED if taker else Outcome.LAPSED
        if taker is not None:
            taken[taker.pk] = taken.get(taker.pk, 0) + 1
    HandoverLine.objects.bulk_update(lines, ["outcome", "moved_to", "moved_at"])
    act.journal["moved"] = {"lines": sum(taken.values()), "settled": len(lines) - sum(taken.values())}
    return taken


def move_back(act: Act) -> int:
    """What was moved and is still with who took it over returns to the giver. Raises ActionError."""
    lines = [one for one in of(act.matter) if one.outcome == Outcome.MOVED]
    giver = _person(act.details.giver_id)
    if not giver.active:
        raise ActionError(_("%(person)s已离职，不能退还。请另行办理交接。") % {"person": giver.name})
    found = _move(act, [(one, _person(one.moved_to_id), giver) for one in lines if not one.own], back=True)
    returned = [one for one in lines if one.own or (one.kind, one.key) in found]
    for line in returned:
        line.outcome = Outcome.BACK
    HandoverLine.objects.bulk_update(returned, ["outcome"])
    act.journal["returned"] = {"lines": len(returned), "settled": len(lines) - len(returned)}
    return len(returned)


def rehearse(act: Act, lines: Iterable[HandoverLine], remedy: str) -> None:
    """See now, while it can still be arranged, whether these lines can go to their receivers. Raises ActionError with
    all that can't, and the `remedy`."""
    giver = _person(act.details.giver_id)
    moves = [(one, giver, _person(one.receiver_id)) for one in lines if not one.own]
    reasons: dict[tuple[str, str], list[int]] = {}
    for refused in holdings.rehearse(*_passings(act, moves)):
        told = _told(moves, refused)
        reasons.setdefault((told["person"], str(refused.why)), []).append(told["no"])
    if reasons:
        said = [
            _("第 %(no)s 行不能由%(person)s接手：%(why)s。")
            % {"no": listed(map(str, numbers)), "person": person, "why": why}
            for (person, why), numbers in reasons.items()
        ]
        raise ActionError(" ".join([*said, remedy]))


def _move(
    act: Act, moves: list[tuple[HandoverLine, Person, Person]], *, back: bool = False
) -> dict[Key, Person]:
    occasion, passings = _passings(act, moves, back=back)
    try:
        return holdings.move(occasion, passings)
    except CannotPass as refused:
        raise ActionError(
            _("第 %(no)d 行不能由%(person)s接手：%(why)s。请退回重新整理，改由他人接收。")
            % _told(moves, refused)
        ) from refused


def _passings(
    act: Act, moves: list[tuple[HandoverLine, Person, Person]], *, back: bool = False
) -> tuple[Occasion, list[Passing]]:
    occasion = Occasion(act.actor, act.matter.number or "", str(act.matter.uid), act.now, back)
    return occasion, [
        Passing(one.kind, one.key, holder, taker, one.matter_id) for one, holder, taker in moves
    ]


def _told(moves: list[tuple[HandoverLine, Person, Person]], refused: CannotPass) -> dict[str, Any]:
    passing = refused.passing
    numbers = {(one.kind, one.key): one.no for one, _holder, _taker in moves}
    return {"no": numbers[passing.kind, passing.key], "person": passing.taker.name, "why": refused.why}


def _person(pk: int | None) -> Person:
    found = organisation.person_by_id(pk) if pk is not None else None
    assert found is not None
    return found

"""The engine's state and the plain model's in the same words, so that they can be compared."""

from typing import Any

from xieli.matters.models import Matter, Round, WorkItem

from .generate import QUEUE, name
from .plain import Model


def snapshot(matter: Matter) -> dict[str, Any]:
    """What the engine holds, in the model's words."""
    matter.refresh_from_db()
    rounds = list(Round.objects.filter(matter=matter, main=True).order_by("no"))
    place = {round.pk: i for i, round in enumerate(rounds)}
    open_ = [round for round in rounds if round.closed_at is None]
    asked = set(
        WorkItem.objects.filter(matter=matter, closed_at=None, main=True).values_list("seat_id", flat=True)
    )
    found: dict[str, Any] = {"state": matter.state, "ended": matter.outcome, "open": None}
    if open_:
        (main,) = open_
        found["open"] = {
            "mode": main.mode,
            "need": main.need,
            "back": place[main.back_to_id] if main.back_to_id else None,
            "returns": main.payload.get("returns", 0),
            "seats": [
                (seat.person.pinyin if seat.person else QUEUE, seat.verdict, seat.pk in asked)
                for seat in main.seats.order_by("ordinal").select_related("person")
                if not seat.dropped
            ],
        }
    return found


def expected(model: Model) -> dict[str, Any]:
    """The same of the model."""
    state = "void" if model.ended == "void" else name(model.state, model.plan)
    found: dict[str, Any] = {"state": state, "ended": model.ended, "open": None}
    if model.main is not None:
        main = model.main
        found["open"] = {
            "mode": main.mode,
            "need": main.need,
            "back": main.back,
            "returns": main.returns,
            "seats": [(seat.holder, seat.verdict, seat.asked) for seat in main.roster],
        }
    return found

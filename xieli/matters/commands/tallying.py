"""When a round is decided: pure."""

from xieli.matters.models.responsibility import Mode


def tally(mode: str, need: int, veto: bool, verdicts: list[str]) -> str | None:
    """passed | refused | None (still open), from the verdicts of all seats ("" is undecided). Pure.

    all/order: everybody who doesn't abstain agrees (and somebody does). any/share: `need` agree. A refusal under
    `all` or `order` makes the need unreachable; elsewhere it decides alone only with the right of veto. each: all
    have spoken, somebody agreed and nobody refused.
    """
    agreed, refused = verdicts.count("approve"), verdicts.count("refuse")
    open_seats = verdicts.count("")
    if refused and (veto or mode in (Mode.ALL, Mode.ORDER, Mode.ONE)):
        return "refused"
    if mode in (Mode.ALL, Mode.ORDER, Mode.ONE):
        if open_seats:
            return None
        return "passed" if agreed else "refused"
    if mode == Mode.EACH:
        if open_seats:
            return None
        return "passed" if agreed and not refused else "refused"
    if agreed >= need:
        return "passed"
    return "refused" if agreed + open_seats < need else None

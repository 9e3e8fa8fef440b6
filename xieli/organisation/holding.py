"""What the organisation itself lets people hold: standing in for others (代理), leading a team."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.core.errors import Refused
from xieli.organisation.commands.delegation import delegate, revoke
from xieli.organisation.holdings import CannotPass, Held, Key, Kind, Occasion, Passing
from xieli.organisation.models import Delegation, Person, Team

STANDS_IN, TEAM = "delegation", "team"


def kinds() -> Iterable[Kind]:
    """代理 and 班组."""
    return (
        Kind(STANDS_IN, _("代理他人"), _standing_in, _pass_delegations),
        Kind(TEAM, _("班组长"), _teams, _pass_teams),
    )


def _coming(person: Person) -> Iterable[Delegation]:
    rows = Delegation.objects.filter(deputy=person, revoked_at=None, to_at__gt=clock.now())
    return rows.select_related("person").order_by("from_at")


def _standing_in(person: Person) -> Iterable[Held]:
    """The principal names it: whoever takes it over stands in for the same person."""
    for one in _coming(person):
        yield Held(STANDS_IN, f"{one.person_id}", one.person.name, step=one.reason, due_at=one.to_at)


def _pass_delegations(occasion: Occasion, passings: Sequence[Passing]) -> Mapping[Key, Person]:
    """The delegation ends, and another begins for the time that is left."""
    found: dict[Key, Person] = {}
    for passing in passings:
        for one in _coming(passing.holder):
            if str(one.person_id) != passing.key:
                continue
            if one.person_id == passing.taker.pk:
                raise CannotPass(passing, _("不能代理自己"))
            try:
                revoke(one)
                delegate(
                    one.person, passing.taker, max(one.from_at, clock.now()), one.to_at, one.reason,
                    include_existing=one.include_existing,
                )  # fmt: skip
            except Refused as refused:
                raise CannotPass(passing, refused.message) from refused
            found[passing.kind, passing.key] = passing.taker
    return found


def _teams(person: Person) -> Iterable[Held]:
    for team in Team.objects.filter(leader=person).select_related("department"):
        yield Held(TEAM, str(team.pk), f"{team.department.short_name} {team.name}")


def _pass_teams(occasion: Occasion, passings: Sequence[Passing]) -> Mapping[Key, Person]:
    found: dict[Key, Person] = {}
    for passing in passings:
        rows = Team.objects.filter(pk=int(passing.key), leader=passing.holder)
        if rows.update(leader=passing.taker):
            found[passing.kind, passing.key] = passing.taker
    return found

"""The ways out of the product. One channel is one file in this folder: nothing else names it."""

import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from xieli.notifications import discretion

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from xieli.notifications.discretion import Say
    from xieli.notifications.models import Notification
    from xieli.organisation.models import Person


class CannotReach(Exception):
    """The message can never arrive this way (no address, refused for good): not tried again."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one send carries: one notice at once, or all lines of a digest. `key` is the same on every
    attempt. `say`: how much of each notice may leave the product, by its key; `said`: what was said in the discussion
    it tells of.
    """

    person: "Person"
    language: str
    notices: "Sequence[Notification]"
    digest: bool
    key: str
    base_url: str = field(default="")
    say: "Mapping[int, Say]" = field(default_factory=dict)

    said: "Mapping[int, str]" = field(default_factory=dict)

    def words(self, notice: "Notification") -> str:
        """What may be said of the notice outside the product, in the active language."""
        return discretion.words(notice, self.say.get(notice.pk, discretion.Say.WORDS))


@runtime_checkable
class Channel(Protocol):
    """A way out.

    Send must be harmless when repeated with the same `parcel.key`: delivery is at least once.
    """

    code: str
    label: "StrPromise"

    def send(self, parcel: Parcel) -> None:
        """Hand the parcel over. Raises CannotReach for good, anything else to be tried again later."""


@cache
def channels() -> dict[str, Channel]:
    """All channels by code: every module in this folder declares one as `CHANNEL`."""
    found = {}
    for module in pkgutil.iter_modules(__path__):
        channel = import_module(f"{__name__}.{module.name}").CHANNEL
        found[channel.code] = channel
    return found

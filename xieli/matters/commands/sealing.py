"""归档: closed matters put into the archive. From then on they are read and never written, by nobody."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from xieli.matters.errors import NotAllowed
from xieli.matters.models import Matter

from .act import Act


def seal(act: Act, matters: Iterable[int]) -> None:
    """Seal the matter acted on, with this act as its last line, and closed ones that go into the archive with it."""
    ids = {act.matter.pk, *matters}
    act.after.append(
        lambda event: Matter.objects.filter(pk__in=ids, sealed_at=None).update(sealed_at=event.at)
    )


def refuse_sealed(matter: Matter) -> None:
    """Raise NotAllowed for a sealed matter; the database refuses too."""
    if matter.sealed_at is not None:
        raise NotAllowed(_("事项已归档，只能查看。"))

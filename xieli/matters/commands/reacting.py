"""Light marks on a discussion: a sign under a comment, and up to where somebody has read. No acts of the regulation, so
they leave no line in the ledger (decision 0160)."""

from datetime import datetime

from xieli.core import clock
from xieli.matters.models import Comment, Heard, Matter, Reaction, Sign
from xieli.organisation.models import Person


def react(comment: Comment, person: Person, sign: Sign) -> bool:
    """Put the sign, or take it away where it is already. True: it stands there now."""
    deleted, _by_model = Reaction.objects.filter(comment=comment, person=person, sign=sign).delete()
    if deleted:
        return False
    Reaction.objects.get_or_create(comment=comment, person=person, sign=sign, defaults={"at": clock.now()})
    return True


def heard(matter: Matter, person: Person, at: datetime) -> None:
    """The person has read the discussion up to this moment."""
    Heard.objects.update_or_create(matter=matter, person=person, defaults={"at": at})

"""What may be said of matters outside the product (5.2.a): nothing of secret ones, in a group only what all may see."""

from xieli.matters.models import Matter
from xieli.matters.policy import EVERYONE
from xieli.notifications.discretion import Say

SEALED = ("secret", "confidential")


def judge(matters: set[int], department: int | None) -> dict[int, Say]:
    """`department`: whose group reads along; 0 the whole company's; None for a letter to one reader."""
    rows = Matter.objects.filter(pk__in=matters).values_list("pk", "classification", "audience")
    return {pk: _say(classification, audience, department) for pk, classification, audience in rows}


def _say(classification: str, audience: list[int], department: int | None) -> Say:
    if classification in SEALED:
        return Say.SECRET
    if department is None or EVERYONE in audience or (department and department in audience):
        return Say.WORDS
    return Say.HINT

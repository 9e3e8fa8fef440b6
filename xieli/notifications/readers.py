"""In which language a person reads."""

from collections.abc import Iterable

from django.conf import settings

from xieli.accounts.models import Account


def languages(people: Iterable[int]) -> dict[int, str]:
    """Person id → language code; the product's own language for who has no account or never chose."""
    ids = list(people)
    chosen = dict(Account.objects.filter(person_id__in=ids).values_list("person_id", "language"))
    return {person: chosen.get(person) or settings.LANGUAGE_CODE for person in ids}

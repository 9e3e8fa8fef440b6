"""What else belongs to a change of the organisation, declared by the layers that keep open work.

A layer says so once, when it starts; each function is called inside the command's transaction:

    hooks.left.append(return_items_to_departments)
"""

from collections.abc import Callable

from django.http import HttpRequest

from xieli.organisation.models import Appointment, Delegation, Person

# Somebody left: with the person, whose posts and seats are already vacated.
left: list[Callable[[Person], None]] = []
# Somebody moved to another primary post: with the person and the post held until then.
transferred: list[Callable[[Person, Appointment | None], None]] = []
# Somebody may stand in, from now or later; `include_existing` says whether for what is open already.
delegated: list[Callable[[Delegation], None]] = []
# Whoever keeps the organisation changed it on a page: with the request, what was done, and with what in particular.
kept: list[Callable[[HttpRequest, str, str], None]] = []
# A delegation was ended before its time.
revoked: list[Callable[[Delegation], None]] = []
# How many open items are still to be brought in line with a delegation that is `settling`.
left_over: list[Callable[[Delegation], int]] = []

"""What must happen in the same transaction when somebody leaves, declared by the layers above.

A layer that keeps open work says so once, when it starts:

    leaving.wind_up.append(return_items_to_departments)     # called with the Person who left
"""

from collections.abc import Callable

from xieli.organisation.models import Person

wind_up: list[Callable[[Person], None]] = []

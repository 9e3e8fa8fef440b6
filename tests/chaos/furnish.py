"""The company of the chaos tests, put into the database of the environment; prints the secret of a token.

Run as a program of its own: the tests' process speaks to another database.
"""

import os
from datetime import timedelta

CASES = 60  # one opened every half minute of the last half hour: there is always a warning falling due
APART = timedelta(seconds=30)


def main() -> None:
    """The cast, cases that wait for an answer, and a token with which a program acts for 林晚."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xieli.config.settings")
    import django

    django.setup()
    from tests import cast
    from tests.chaos.clients import SCOPES
    from xieli.accounts import tokens
    from xieli.accounts.audit import By
    from xieli.core import clock
    from xieli.matters.actors import Actor
    from xieli.matters.commands import open_matter

    linwan = cast.build().people["linwan"]
    now = clock.now()
    for place in range(CASES, 0, -1):
        with clock.turned_to(now - place * APART):
            data = {"kind": "fault", "demand": "connector_stuck", "text": "枪拔不出来"}
            open_matter("service", Actor.of(linwan), "record", data)
    until = now + timedelta(days=360)  # the clock is turned far ahead in some tests
    print(tokens.create(SCOPES, until, By(linwan.account), person=linwan)[1])


if __name__ == "__main__":
    main()

"""The company of the chaos tests, put into the database of the environment; prints the secret of a token.

Run as a program of its own: the tests' process speaks to another database.
"""

import os
from datetime import timedelta


def main() -> None:
    """The cast, and a token with which a program acts for 林晚."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xieli.config.settings")
    import django

    django.setup()
    from tests import cast
    from xieli.accounts import tokens
    from xieli.accounts.audit import By
    from xieli.core import clock

    linwan = cast.build().people["linwan"]
    until = clock.now() + timedelta(days=1)
    scopes = ["matters:read", "matters:act", "organisation:read"]
    print(tokens.create(scopes, until, By(linwan.account), person=linwan)[1])


if __name__ == "__main__":
    main()

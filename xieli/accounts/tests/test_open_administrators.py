"""The first step of an installation: nobody can log in yet, so the command line opens the administrators' accounts."""

from io import StringIO

from django.core.management import call_command

from xieli.accounts import commands
from xieli.accounts.models import Account


def opened(*options):
    out = StringIO()
    call_command("open_administrators", *options, stdout=out)
    return dict(line.split(": ") for line in out.getvalue().splitlines())


def test_three_accounts_are_opened_with_codes_that_work(db):
    codes = opened()
    assert list(codes) == ["system-admin", "security-admin", "audit-admin"]
    assert commands.use_code("audit-admin", codes["audit-admin"], "seven quiet rivers run", None).account


def test_a_second_run_renews_codes_not_yet_used_and_doubles_nothing(db):
    first = opened()
    commands.use_code("audit-admin", first["audit-admin"], "seven quiet rivers run", None)
    second = opened()
    assert Account.objects.count() == 3
    assert second["audit-admin"] == "has a password"
    assert second["system-admin"] != first["system-admin"]


def test_the_only_security_administrator_who_lost_everything_gets_in_again(db):
    first = opened()
    commands.use_code("security-admin", first["security-admin"], "seven quiet rivers run", None)
    Account.objects.filter(kind="security").update(totp_secret="lost", totp_last_step=1)
    again = opened("--reset", "security")
    account = Account.objects.get(kind="security")
    assert account.totp_secret == "" and again["security-admin"] != "has a password"
    assert commands.use_code(
        "security-admin", again["security-admin"], "eight quiet rivers run", None
    ).account

"""The three administrators: each does their own part, none sees matters, all leave traces."""

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from django.urls import reverse

from xieli.accounts import commands
from xieli.accounts.audit import By, note
from xieli.accounts.models import Account, AccountKind, AuditEntry
from xieli.accounts.models.audit import AuditAction
from xieli.core.errors import Refused
from xieli.organisation import commands as organisation
from xieli.organisation import queries


@pytest.fixture
def newcomer(cast):
    return organisation.join("QY0900", "高远", cast.posts["CS", "坐席"], queries.today())


def act(client, account, what):
    return client.post(reverse("accounts:act", args=[account.uid, what]))


def test_the_system_administrator_opens_accounts(cast, client_of, newcomer):
    client = client_of(cast.system)
    response = client.post(reverse("accounts:create"), {"person": newcomer.uid, "username": "gaoyuan"})
    account = Account.objects.get(username="gaoyuan")
    assert account.person == newcomer
    assert not account.has_usable_password()
    assert response.context["code"] in response.content.decode()


def test_an_employee_has_one_account(cast):
    with pytest.raises(Refused, match="已有账号"):
        commands.create_account(cast.linwan, "linwan2", By(cast.system))


def test_a_login_name_is_given_once_whatever_its_case(cast, newcomer):
    with pytest.raises(Refused, match="已被使用"):
        commands.create_account(newcomer, "LinWan", By(cast.system))


def test_who_has_left_gets_no_account(cast, newcomer):
    person = organisation.leave(newcomer, queries.today())
    with pytest.raises(Refused, match="不在职"):
        commands.create_account(person, "gaoyuan", By(cast.system))


def test_an_administrator_account_belongs_to_nobody(cast):
    account, _code = commands.create_administrator(AccountKind.AUDIT, "second", By(cast.system))
    assert account.person is None
    with pytest.raises(ValueError, match="person"):
        commands.create_administrator(AccountKind.EMPLOYEE, "third", By(cast.system))


def test_the_system_administrator_closes_accounts_but_not_their_own(cast, client_of):
    client = client_of(cast.system)
    assert act(client, cast.linwan.account, "disable").status_code == 303
    assert not Account.objects.get(username="linwan").enabled
    assert act(client, cast.linwan.account, "enable").status_code == 303
    assert Account.objects.get(username="linwan").enabled
    assert act(client, cast.system, "disable").status_code == 422
    assert Account.objects.get(username="system-admin").enabled


def test_the_security_administrator_guards_accounts(cast, client_of):
    client = client_of(cast.security)
    assert act(client, cast.suwanqing.account, "require").status_code == 303
    assert Account.objects.get(username="suwanqing").privileged
    assert act(client, cast.suwanqing.account, "release").status_code == 303
    assert not Account.objects.get(username="suwanqing").privileged
    page = act(client, cast.linwan.account, "code")
    assert page.context["code"] in page.content.decode()


def test_the_security_administrator_ends_visits(cast, client_of):
    victim = client_of(cast.linwan)
    assert victim.get(reverse("accounts:profile")).status_code == 200
    assert act(client_of(cast.security), cast.linwan.account, "end").status_code == 303
    assert victim.get(reverse("accounts:profile")).status_code == 302


def test_the_security_administrator_unbinds_lost_telephones_but_not_their_own(cast, client_of):
    Account.objects.filter(pk__in=[cast.linwan.account.pk, cast.security.pk]).update(totp_secret="x")
    client = client_of(cast.security)
    assert act(client, cast.linwan.account, "unbind").status_code == 303
    assert act(client, cast.security, "unbind").status_code == 422
    assert Account.objects.get(username="linwan").totp_secret == ""
    assert Account.objects.get(username="security-admin").totp_secret == "x"


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("system", "code"),
        ("system", "unlock"),
        ("system", "unbind"),
        ("system", "require"),
        ("system", "end"),
        ("security", "enable"),
        ("security", "disable"),
        ("security", "nonsense"),
        ("audit", "enable"),
        ("audit", "code"),
    ],
)
def test_no_administrator_does_anothers_part(cast, client_of, kind, what):
    before = Account.objects.values().get(username="linwan")
    assert act(client_of(getattr(cast, kind)), cast.linwan.account, what).status_code == 404
    assert Account.objects.values().get(username="linwan") == before


def test_employees_see_nothing_of_it(cast, client_of):
    client = client_of(cast.luchengyuan)
    for name in ("administration", "create", "audit"):
        assert client.get(reverse(f"accounts:{name}")).status_code == 404
    assert client.get(reverse("accounts:account", args=[cast.linwan.account.uid])).status_code == 404


def test_only_the_audit_administrator_reads_the_audit_log(cast, client_of):
    assert client_of(cast.audit).get(reverse("accounts:audit")).status_code == 200
    assert client_of(cast.system).get(reverse("accounts:audit")).status_code == 404
    assert client_of(cast.security).get(reverse("accounts:audit")).status_code == 404


def test_every_administrators_act_is_in_the_audit_log(cast, client_of):
    act(client_of(cast.system), cast.linwan.account, "disable")
    act(client_of(cast.security), cast.linwan.account, "unlock")
    lines = AuditEntry.objects.filter(subject="linwan").values_list("account__username", "action")
    assert list(lines) == [("security-admin", "unlocked"), ("system-admin", "account_disabled")]


def test_the_audit_log_is_filtered(cast, client_of):
    note(By(cast.linwan.account), AuditAction.EXPORTED, "清单")
    note(By(cast.zhoumin.account), AuditAction.DENIED, "/secret/")
    client = client_of(cast.audit)

    def shown(**wanted):
        return [entry.action for entry in client.get(reverse("accounts:audit"), wanted).context["entries"]]

    assert shown(q="林晚") == ["exported"]
    assert shown(q="/secret/") == ["denied"]
    assert shown(action="exported") == ["exported"]
    assert shown(since="2026-11-23", until="2026-11-23") == ["denied", "exported"]
    assert shown(until="2026-11-22") == []


def test_the_audit_log_is_paged_by_key(cast, client_of):
    AuditEntry.objects.bulk_create(AuditEntry(action="denied", subject=str(n)) for n in range(51))
    client = client_of(cast.audit)
    first = client.get(reverse("accounts:audit"))
    assert len(first.context["entries"]) == 50
    second = client.get(reverse("accounts:audit"), {"before": first.context["next"]})
    assert [entry.subject for entry in second.context["entries"]] == ["0"]
    assert second.context["next"] is None


def test_the_audit_log_is_exported_and_the_export_is_noted(cast, client_of):
    note(By(cast.linwan.account), AuditAction.DENIED, "=HYPERLINK()")
    response = client_of(cast.audit).get(reverse("accounts:audit"), {"export": 1})
    assert response.content[:2] == b"PK"
    assert AuditEntry.objects.first().action == "exported"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE accounts_auditentry SET subject = 'x'",
        "DELETE FROM accounts_auditentry",
        "TRUNCATE accounts_auditentry",
    ],
)
def test_the_audit_log_is_append_only(cast, sql):
    note(By(cast.linwan.account), AuditAction.LOGIN, "linwan")
    refused = pytest.raises((InternalError, ProgrammingError), match="append-only")
    with connection.cursor() as cursor:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE"
        )  # nothing pending that would stop TRUNCATE before the rule
        with refused, transaction.atomic():
            cursor.execute(sql)


def test_the_list_finds_accounts_by_pinyin_and_kind(cast, client_of):
    client = client_of(cast.system)

    def shown(**wanted):
        page = client.get(reverse("accounts:administration"), wanted)
        return [account.username for account in page.context["accounts"]]

    assert shown(q="lw") == ["linwan"]
    assert shown(kind="audit") == ["audit-admin"]
    assert "linwan" in shown()


def test_the_list_costs_the_same_whatever_its_length(cast, client_of, django_assert_max_num_queries):
    client = client_of(cast.system)
    client.get(reverse("accounts:administration"))
    with django_assert_max_num_queries(5):
        client.get(reverse("accounts:administration"))


def test_the_page_of_an_account_tells_its_lock(cast, client_of, enter):
    for _n in range(5):
        enter("linwan", "wrong")
    page = client_of(cast.security).get(reverse("accounts:account", args=[cast.linwan.account.uid]))
    assert "解除锁定" in page.content.decode()

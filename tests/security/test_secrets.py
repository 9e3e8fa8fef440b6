"""5.2.a: what somebody may not know of leaves no trace in what they get."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from tests.cast import Cast
from tests.security import things, visits
from tests.security.scene import CALLER, PHONE, ROLES, WORDS, Scene, add_secret, attach, common
from xieli.accounts.models import Account
from xieli.alerts import watcher
from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import available_actions, perform
from xieli.matters.errors import ActionError
from xieli.matters.models import Attachment, Event, Matter
from xieli.matters.scene import Scene as MatterScene
from xieli.notifications import live, worker
from xieli.notifications.models import Notification
from xieli.organisation.models import Person

# 秘密 is for the named people and their heads. A colleague, the executive in charge, supervision are nobody here.
OUTSIDERS = ("employee", "agent", "dispatcher", "executive", "inspector", "system")


@pytest.fixture
def scene(cast: Cast, settings, tmp_path) -> Scene:
    settings.MEDIA_ROOT = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return common(cast)


@pytest.fixture
def as_role() -> Callable[[str], Client]:
    def enter(role: str) -> Client:
        client, who = Client(), ROLES[role]
        client.force_login(Account.objects.get(username=f"{who}-admin" if who == role else who))
        return client

    return enter


def all_found(text: str) -> list[str]:
    """The canaries in a text."""
    return [word for word in WORDS.values() if word in text]


@pytest.mark.parametrize("role", OUTSIDERS)
def test_what_an_outsider_gets_is_the_same_whether_or_not_the_secret_exists(
    role: str, scene: Scene, as_role: Callable[[str], Client]
) -> None:
    addresses = visits.paths(things.arguments(scene)) + visits.questions()
    later = clock.at(2026, 11, 27, 16)  # long after every limit of the secret matter
    client = as_role(role)
    with clock.turned_to(later):
        watcher.sweep()
        before = visits.answers(client, addresses)
    add_secret(scene)
    with clock.turned_to(later):
        watcher.sweep()
        after = visits.answers(client, addresses)
    changed = {address: visits.difference(before[address], after[address]) for address in addresses}
    assert {address: line for address, line in changed.items() if line} == {}


@pytest.mark.parametrize("classification", ["secret", "confidential"])
@pytest.mark.parametrize("role", OUTSIDERS)
def test_hidden_and_missing_are_the_same_answer(
    role: str, classification: str, scene: Scene, as_role: Callable[[str], Client]
) -> None:
    secret, client = add_secret(scene, classification), as_role(role)
    file = secret.attachments.get()
    missing = "00000000-0000-7000-8000-000000000000"
    for path in ("", "actions/", "act/confirm/", f"files/{file.uid}/"):
        hidden = visits.said(client.get(f"/m/{secret.uid}/{path}"))
        assert hidden.startswith("404")
        absent = visits.said(client.get(f"/m/{missing}/{path}"))
        assert visits.difference(hidden.replace(str(secret.uid), ""), absent.replace(missing, "")) == ""
        assert all_found(hidden) == []
    for path in ("act/confirm/", "comment/", "files/"):
        assert client.post(f"/m/{secret.uid}/{path}", {"text": "x", "rating": "5"}).status_code in (404, 405)


@pytest.mark.parametrize("role", OUTSIDERS[:-1])
def test_an_outsider_who_knows_the_matter_can_do_nothing_with_it(role: str, scene: Scene) -> None:
    secret = add_secret(scene)
    person = Person.objects.get(account__username=ROLES[role])
    actor = Actor.of(person)
    assert [one.name for one in available_actions(MatterScene.load(secret, scene.at), actor)] == []
    count = Event.objects.count()
    for action in (
        *MatterScene.load(secret, scene.at).procedure.actions,
        "comment",
        "follow",
        "urge",
        "classify",
    ):
        with pytest.raises(ActionError), clock.turned_to(scene.at):
            perform(secret.pk, action, actor, {"reason": "x", "text": "x", "classification": "company"})
    assert Event.objects.count() == count


def test_notices_letters_and_live_hints_of_a_secret_reach_its_people_only(scene: Scene) -> None:
    secret = add_secret(scene)
    with clock.turned_to(clock.at(2026, 11, 27, 16)):
        watcher.sweep()
        worker.once()
    people = set(Matter.objects.get(pk=secret.pk).people)
    heads = {scene.cast.zhoumin.pk, scene.cast.maguoqiang.pk}
    told = Notification.objects.filter(matter=secret.pk)
    assert told.exists()
    for notice in Notification.objects.all():
        if all_found(notice.words() + str(notice.params)):
            assert notice.recipient_id in people | heads
    readers = {person.email for person in Person.objects.filter(pk__in=people | heads)}
    for letter in mail.outbox:
        if all_found(letter.subject + letter.body):
            assert set(letter.to) <= readers
    everybody = set(Person.objects.values_list("pk", flat=True))
    assert live.watchers_of(f"matter:{secret.uid}", everybody) <= people | heads


def test_those_who_may_know_do_find_the_secret(scene: Scene, as_role: Callable[[str], Client]) -> None:
    """The canaries can be seen at all: else the tests above would prove nothing."""
    secret = add_secret(scene)
    client = as_role("holder")
    page = client.get(f"/m/{secret.uid}/").content.decode()
    assert set(all_found(page)) >= {WORDS["title"], WORDS["content"], WORDS["result"], WORDS["comment"]}
    assert WORDS["title"] in client.get(f"/search/?q={WORDS['title']}").content.decode()
    file = Attachment.objects.get(matter=secret)
    assert WORDS["bytes"].encode() in b"".join(
        client.get(f"/m/{secret.uid}/files/{file.uid}/").streaming_content
    )


@pytest.mark.parametrize("role", ["employee", "other", "pmo", "inspector", "hr", "system", "audit"])
def test_customers_stay_unknown_to_those_who_do_not_serve_them(
    role: str, scene: Scene, as_role: Callable[[str], Client]
) -> None:
    attach(scene.case, scene.cast.guchangchuan, "a.txt", b"x")
    client = as_role(role)
    asked = [
        f"/search/?q={PHONE}",
        "/search/?q=枪拔不出来",
        "/matters/service/?which=all",
        "/matters/service/?xlsx=1",
    ]
    for address, text in visits.answers(client, asked).items():
        assert CALLER not in text, address
    assert client.get(f"/customers/{scene.case.customer.uid}/").status_code == 404
    assert client.post(f"/service/phone/{scene.case.uid}/").status_code == 404


@pytest.mark.parametrize("role", ["holder", "agent", "manager", "dispatcher", "head"])
def test_no_page_shows_a_whole_telephone_number_unasked(
    role: str, scene: Scene, as_role: Callable[[str], Client]
) -> None:
    addresses = visits.paths(things.arguments(scene))
    addresses.append(f"/customers/{scene.case.customer.uid}/")
    got = visits.answers(as_role(role), addresses)
    assert [address for address, text in got.items() if PHONE in text] == []

"""Customer service invites a business customer's contact to one matter, and nobody else does (2.1)."""

import pytest

from xieli.customers.models import Contact, Customer, CustomerToken
from xieli.notifications.models import SmsMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(play):
    """周主任 of a bus company whose case `play` holds."""
    play.record()
    company = Customer.objects.create(kind="organisation", name="云港公交集团")
    play.case.customer = company
    play.case.save()
    return Contact.objects.create(customer=company, name="周主任", phone="19900007777")


def url(play):
    return f"/p/invite/{play.case.uid}"


def test_an_agent_makes_a_link_that_is_shown_once_and_sent_by_short_message(
    cast, client_of, play, contact, client
):
    agent = client_of(cast.linwan)
    page = agent.post(url(play), {"contact": str(contact.uid)}).content.decode()
    message = SmsMessage.objects.filter(template="invited").get()
    link = message.params["link"]
    assert link in page
    assert message.phone == contact.phone
    assert link not in agent.get(url(play)).content.decode()
    assert play.case.number in client.get(link[link.index("/p/") :]).content.decode()


def test_a_contact_without_a_mobile_gets_the_link_by_word_of_mouth(cast, client_of, play, contact):
    contact.phone = ""
    contact.save()
    page = client_of(cast.linwan).post(url(play), {"contact": str(contact.uid)}).content.decode()
    assert "请转告本人" in page
    assert not SmsMessage.objects.filter(template="invited").exists()


def test_an_invitation_taken_back_opens_nothing(cast, client_of, play, contact, client):
    agent = client_of(cast.linwan)
    agent.post(url(play), {"contact": str(contact.uid)})
    link = SmsMessage.objects.filter(template="invited").get().params["link"]
    token = CustomerToken.objects.get(purpose="invitation")
    assert agent.post(f"{url(play)}/revoke/{token.pk}").status_code == 303
    assert client.get(link[link.index("/p/") :]).status_code == 404
    assert agent.post(f"{url(play)}/revoke/{token.pk}").status_code == 404


def test_another_customers_contact_cannot_be_invited(cast, client_of, play, contact):
    other = Customer.objects.create(kind="organisation", name="别的单位")
    stranger = Contact.objects.create(customer=other, name="生人", phone="19900008888")
    for wrong in (str(stranger.uid), "nonsense", ""):
        assert client_of(cast.linwan).post(url(play), {"contact": wrong}).status_code == 404
    assert not CustomerToken.objects.filter(purpose="invitation").exists()


def test_only_customer_service_invites(cast, client_of, play, contact, client):
    for who in (cast.guchangchuan, cast.fangqiming, cast.system):
        assert client_of(who).post(url(play), {"contact": str(contact.uid)}).status_code == 404
    assert client.get(url(play)).status_code == 302


def test_without_contacts_the_page_says_what_to_do(cast, client_of, play):
    play.record()
    assert "没有可邀请的联系人" in client_of(cast.linwan).get(url(play)).content.decode()

"""A customer's browser: reports, follows the link, presses buttons."""

from datetime import timedelta

from django.test import Client

from xieli.core import clock
from xieli.matters.models import Matter

REPORT = {
    "key": "key-1",
    "kind": "fault",
    "demand": "connector_stuck",
    "text": "枪拔不出来，赶火车",
    "phone": "199 0000 1234",
    "caller_name": "陈先生",
}


class Visitor:
    """No account, no session: only what stands in links and forms."""

    def __init__(self, **headers):
        self.client = Client(**headers)
        self.link = ""

    def get(self, path, **query):
        return self.client.get(path, query)

    def page(self, path=""):
        """The page's text; by default of the case followed."""
        response = self.client.get(path or self.link)
        assert response.status_code == 200, response.status_code
        return response.content.decode()

    def report(self, charger=None, **data):
        """Report, and remember the link of the case."""
        path = f"/p/c/{charger.public_token}" if charger else "/p/new"
        response = self.client.post(path, {**REPORT, **data})
        if response.status_code == 303:
            self.link = response["Location"].split("?")[0]
        return response

    def press(self, action, key="press-1", **data):
        """One of the buttons on the case's page."""
        return self.client.post(f"{self.link}/{action}", {"key": key, **data})


def the_case():
    """The only case there is."""
    return Matter.objects.select_related("case").get()


def latest_case():
    """The case recorded last."""
    return Matter.objects.select_related("case").latest("id")


def at(play, visitor, path=""):
    with clock.turned_to(play.now):
        return visitor.page(path)


def press(play, visitor, action, **data):
    play.now += timedelta(minutes=1)
    with clock.turned_to(play.now):
        return visitor.press(action, **data)

"""Why something was not sent is said in the reader's language, with what was answered."""

import pytest
from django.utils.translation import override

from xieli.notifications.causes import CAUSES, explained
from xieli.notifications.channels import channels
from xieli.notifications.robots.service import Service

SERVICES = [one for one in channels().values() if isinstance(one, Service)]


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.code)
def test_whatever_a_service_is_known_to_answer_is_explained(service):
    field = "code" if service.code == "feishu" else "errcode"
    for number in [*service.limited, *service.refused]:
        verdict = service.judge(200, {field: number, "errmsg": "sorry", "msg": "sorry"})
        with override("zh-hans"):
            said = explained(verdict.detail)
        assert said.endswith(f"({number} sorry)") and not said.isascii(), said


def test_every_cause_is_said_in_both_languages():
    for stored, meaning in CAUSES.items():
        with override("en"):
            assert str(meaning).isascii(), meaning
        with override("zh-hans"):
            assert explained(stored) == str(meaning) and not str(meaning).isascii()


def test_what_nobody_knows_is_shown_as_it_was_said():
    assert explained("OddError: 7") == "OddError: 7" and explained("") == ""

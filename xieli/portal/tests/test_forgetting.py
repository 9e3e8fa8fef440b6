"""A customer whose data are erased leaves no words, pictures or short messages behind."""

import pytest

from xieli.customers.merging import erase
from xieli.matters.models import Attachment, Comment, Matter
from xieli.notifications.models import SmsMessage
from xieli.portal.tests.customers import the_case

pytestmark = pytest.mark.django_db


def bytes_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_messages_pictures_and_short_messages_of_the_customer_go(
    cast, visitor, charger, photo, tmp_path, django_capture_on_commit_callbacks
):
    visitor.report(charger, photos=[photo()])
    visitor.press("comment", text="我叫陈大明")
    assert bytes_in(tmp_path)
    with django_capture_on_commit_callbacks(execute=True):
        erase(the_case().customer, None, "客户要求")
    assert not SmsMessage.objects.exists()
    assert not Attachment.objects.exists()
    assert bytes_in(tmp_path) == []
    assert "陈大明" not in Comment.objects.get().text
    assert visitor.get(visitor.link).status_code == 404


def test_bytes_that_somebody_else_uses_stay(
    cast, visitor, charger, photo, tmp_path, django_capture_on_commit_callbacks
):
    visitor.report(charger, photos=[photo()])
    visitor.report(charger, key="key-2", phone="19900005678", photos=[photo()])
    first = Matter.objects.earliest("id")
    with django_capture_on_commit_callbacks(execute=True):
        erase(first.customer, None, "客户要求")
    assert Attachment.objects.count() == 1
    assert len(bytes_in(tmp_path)) == 1

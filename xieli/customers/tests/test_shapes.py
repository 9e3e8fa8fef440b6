"""One normal form for each number, so that a look-up always meets."""

import pytest

from xieli.customers.shapes import mask_phone, member_number, phone_number, plate_number


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("19900000001", "19900000001"),
        ("+86 199-0000-0001", "19900000001"),
        ("0086 199 0000 0001", "19900000001"),
        ("0518-8500 1234", "051885001234"),
        ("（0518）85001234", "051885001234"),
        ("400-800-1234", "4008001234"),
        ("199****0001", "199****0001"),
        ("１９９００００００01", "19900000001"),
        ("+86－199－0000－0001", "19900000001"),
        ("86 199 0000 0001", "19900000001"),
        ("tel:+8619900000001", "19900000001"),
        ("\u202d199 0000 0001\u202c", "19900000001"),
        ("019900000001", "19900000001"),
        ("010-8500 1234", "01085001234"),
        ("", ""),
    ],
)
def test_phone_is_kept_as_bare_digits(typed: str, kept: str) -> None:
    assert phone_number(typed) == kept


@pytest.mark.parametrize(
    "typed", ["12345", "29900000001", "199000000011", "一二三", "+1 202 555 0100", "1٩٩00000001"]
)
def test_what_is_no_chinese_phone_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="电话号码不对"):
        phone_number(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("云a·d12345", "云AD12345"),
        ("云A 12345", "云A12345"),
        ("云AD12345", "云AD12345"),
        ("云A1234学", "云A1234学"),
        ("云ＡＤ１２３４５", "云AD12345"),
        ("云A\u200b‧D12345", "云AD12345"),
    ],
)
def test_plate_is_kept_without_dots_in_large_letters(typed: str, kept: str) -> None:
    assert plate_number(typed) == kept


@pytest.mark.parametrize("typed", ["A12345", "云112345", "云AD1234567"])
def test_what_is_no_plate_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="车牌号不对"):
        plate_number(typed)


def test_member_number_ignores_spaces_and_size_of_letters() -> None:
    assert member_number(" m 0001a ") == "M0001A"


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("19900000001", "199****0001"), ("051885001234", "051*****1234"), ("10086", "***86"), ("", "")],
)
def test_mask_shows_first_three_and_last_four(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown

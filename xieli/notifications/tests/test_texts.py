from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from xieli.core import clock
from xieli.notifications.texts import LONGEST_TITLE, msgid_of, of_matter, render, storable_params


def test_a_lazy_text_is_stored_as_its_msgid_whatever_language_is_active():
    with override("en"):
        assert msgid_of(_("新的待办")) == "新的待办"


def test_a_text_is_put_into_words_in_the_language_of_the_reader():
    with override("en"):
        assert render("新的待办", {}) == "New work item"
    with override("zh-hans"):
        assert render("新的待办", {}) == "新的待办"


def test_a_parameter_that_is_itself_a_text_is_translated_too():
    params = storable_params({"kind": _("新的待办")})
    with override("en"):
        assert render("%(kind)s", params) == "New work item"


def test_a_moment_is_shown_as_the_wall_clock_in_china_shows_it():
    params = storable_params({"due": clock.at(2026, 9, 1, 17, 30)})
    assert render("%(due)s 前", params) == "9月1日 17:30 前"


def test_a_missing_parameter_shows_its_name_and_breaks_nothing():
    assert render("%(number)s 已到期", {"other": 1}) == "number 已到期"


def test_a_percent_sign_without_parameters_is_left_alone():
    assert render("完成 80%", {}) == "完成 80%"


def test_a_moment_is_written_as_the_readers_language_writes_it():
    params = storable_params({"due": clock.at(2026, 9, 1, 17, 30)})
    with override("en"):
        assert render("%(due)s", params) == "1 Sep 17:30"


def test_a_text_with_a_context_keeps_it():
    params = storable_params({"act": pgettext_lazy("act", "裁定")})
    assert params == {"act": {"t": "裁定", "c": "act"}}
    with override("en"):
        assert "裁" not in render("%(act)s", params)


def test_a_matter_is_named_by_number_and_title_and_a_long_title_is_cut():
    params = {"matter": of_matter("XZ-2026-0001", "字" * 100)}
    with override("en"):
        assert render("%(matter)s", params) == f"XZ-2026-0001 “{'字' * (LONGEST_TITLE - 1)}…”"
    assert render("%(matter)s", {"matter": of_matter(None, "查日志")}) == "查日志"

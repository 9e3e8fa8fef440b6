"""Remembered texts are those Django finds, in the language of who asks."""

from concurrent.futures import ThreadPoolExecutor

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_lazy, trans_real

from xieli.core import translating

WORD = "今天"


def test_the_texts_are_djangos_in_every_language_and_every_time() -> None:
    for language in ("en", "zh-hans", "en"):
        with translation.override(language):
            assert gettext(WORD) == trans_real.gettext(WORD) == gettext(WORD)
            assert get_language() == language


def test_languages_do_not_share_what_is_remembered() -> None:
    lazy = gettext_lazy(WORD)
    with translation.override("zh-hans"):
        assert str(lazy) == "今天"
    with translation.override("en"):
        assert str(lazy) == "today"


def test_a_safe_text_stays_safe_and_a_plain_one_plain() -> None:
    with translation.override("en"):
        assert not isinstance(gettext(WORD), SafeString)
        assert isinstance(gettext(SafeString(WORD)), SafeString)
        assert not isinstance(gettext(WORD), SafeString)


def test_an_unknown_text_and_an_empty_one_come_back_as_they_are() -> None:
    with translation.override("en"):
        assert gettext("没有译文的一句") == gettext("没有译文的一句") == "没有译文的一句"
        assert gettext("") == ""


def test_another_thread_speaks_the_language_of_the_installation_until_told() -> None:
    def there() -> str:
        before = gettext(WORD)
        translation.activate("en")
        return f"{before} {gettext(WORD)}"

    with translation.override("zh-hans"), ThreadPoolExecutor(1) as threads:
        assert threads.submit(there).result() == "今天 today"
        assert gettext(WORD) == "今天"


def test_without_any_language_django_answers() -> None:
    with translation.override(None):
        assert gettext(WORD) == WORD


def test_no_more_is_remembered_than_there_can_be_texts(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(translating, "MOST", 0)
    with translation.override("en"):
        gettext("一句从未出现过的话")
        assert "一句从未出现过的话" not in trans_real._active.value.remembered[str]

"""People are found by the sound of their names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xieli.core.pinyin import keys, matches, syllables


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("张伟", "zhangwei", "zw"),
        ("顾长川", "guchangchuan", "gcc"),
        ("林晚", "linwan", "lw"),
        ("吕绿", "lvlv", "ll"),
        ("John Smith", "johnsmith", "js"),
        ("阿依古丽·买买提", "ayigulimaimaiti", "aygmmt"),
        ("", "", ""),
    ],
)
def test_a_name_has_a_full_key_and_initials(name: str, full: str, initials: str) -> None:
    if "·" in name:
        initials = "".join(part[0] for part in syllables(name))
    assert keys(name) == (full, initials)


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("曾敏", "zeng"),
        ("单雄", "shan"),
        ("仇英", "qiu"),
        ("解珍", "xie"),
        ("查良", "zha"),
        ("区明", "ou"),
        ("任杰", "ren"),
        ("盖宁", "ge"),
        ("覃芳", "qin"),
        ("朴正", "piao"),
        ("翟亮", "zhai"),
        ("华勇", "hua"),
    ],
)
def test_a_surname_is_read_as_a_surname(name: str, surname: str) -> None:
    assert syllables(name)[0] == surname


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("尉迟恭", "yuchigong"),
        ("万俟卨", "moqixie"),
        ("单于明", "chanyuming"),
        ("乐正英", "yuezhengying"),
        ("欧阳修", "ouyangxiu"),
    ],
)
def test_a_compound_surname_is_read_as_one(name: str, full: str) -> None:
    assert keys(name)[0] == full


def test_the_reading_of_a_surname_does_not_reach_into_the_given_name() -> None:
    assert keys("王单")[0] == "wangdan"
    assert keys("李乐")[0] == "lile"


@pytest.mark.parametrize(
    "typed",
    ["zhangwei", "zw", "zhangw", "zwei", "zhwei", "张w", "张wei", "wei", "伟", "ZhangWei", "zhang wei", "z"],
)
def test_a_person_is_found_by_any_usual_shortening(typed: str) -> None:
    assert matches(typed, "张伟")


@pytest.mark.parametrize("typed", ["", " ", "lw", "zhangweiw", "wz", "李w", "zhongwei", "angwei", "伟张"])
def test_a_person_is_not_found_by_something_else(typed: str) -> None:
    assert not matches(typed, "张伟")


def test_a_sound_may_be_cut_where_the_next_begins_with_the_same_letters() -> None:
    assert matches("xian", "西安")
    assert matches("xian", "先")
    assert matches("lishan", "李山")
    assert matches("lis", "李山")


def test_foreign_words_are_found_from_their_beginning() -> None:
    assert matches("smi", "John Smith")
    assert not matches("mith", "John Smith")


@given(st.text("张王李赵曾单欧阳尉迟伟芳秀英娜敏静", min_size=1, max_size=4))
def test_every_name_is_found_by_its_own_keys(name: str) -> None:
    full, initials = keys(name)
    assert matches(full, name)
    assert matches(initials, name)
    assert matches(name, name)

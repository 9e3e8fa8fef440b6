from hypothesis import given
from hypothesis import strategies as st

from xieli.notifications import live

TOPICS = st.sets(st.text(min_size=1, max_size=80), max_size=300)


@given(TOPICS)
def test_hints_arrive_whole_and_each_fits_into_one_notify(topics):
    payloads = live.payloads(topics)
    assert {topic for payload in payloads for topic in live.topics_in(payload)} == topics
    assert all(len(payload.encode()) < 8000 for payload in payloads)


def test_a_hint_that_is_none_of_ours_is_ignored():
    assert live.topics_in("rubbish") == []
    assert live.topics_in('{"a": 1}') == []
    assert live.topics_in('["a", 1]') == ["a"]


def test_nobody_hears_of_a_topic_that_is_not_declared():
    assert live.watchers_of("secret:1", {1, 2}) == set()
    assert live.watchers_of("person", {1}) == set()


def test_a_person_hears_only_of_himself():
    assert live.watchers_of("person:2", {1, 2, 3}) == {2}
    assert live.watchers_of("person:x", {1, 2, 3}) == set()


def test_a_declared_topic_is_heard_by_those_its_owner_allows(monkeypatch):
    monkeypatch.setattr(live, "_topics", dict(live._topics))
    live.topic("matter", lambda people, key: people & {7} if key == "abc" else set())
    assert live.watchers_of("matter:abc", {7, 8}) == {7}
    assert live.watchers_of("matter:abd", {7, 8}) == set()

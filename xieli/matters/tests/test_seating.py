"""Who sits in a round, and who may know: rules resolved to people, the next superior for empty seats, audiences."""

from typing import Any

import pytest

from xieli.matters import holders, policy, predicates
from xieli.matters.actors import SYSTEM, Actor
from xieli.matters.commands.opening import need_of
from xieli.matters.commands.seating import seat_at
from xieli.matters.commands.tallying import tally
from xieli.matters.errors import NoHolder
from xieli.matters.holders import NOBODY, Place
from xieli.matters.models import Matter
from xieli.matters.scene import Scene

from .scenes import MONDAY, accepted, do, open_item, sign_by, signing, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]


class TestSeats:
    def test_nobody_decides_on_their_own_matter(self, cast: Any) -> None:
        sign_by(cast, "all", "linwan", "qianwenbo")
        assert open_item(signing(cast), cast.zhoumin).step == "sign"

    def test_the_superior_who_sits_there_already_needs_no_second_seat(self, cast: Any) -> None:
        sign_by(cast, "all", "linwan", "zhoumin")
        assert signing(cast).items.filter(closed_at=None).count() == 1

    def test_only_the_general_manager_has_nobody_above(self, cast: Any) -> None:
        scene = Scene.load(submitted(cast, by="luchengyuan"), MONDAY)
        chair = seat_at(scene, Place(cast.ld, cast.luchengyuan), "approve", "sign")
        assert (chair.person, chair.substituted) == (cast.luchengyuan, "own_matter")

    def test_what_is_handled_may_be_a_departments_and_what_is_decided_may_not(self, cast: Any) -> None:
        scene = Scene.load(submitted(cast), MONDAY)
        assert seat_at(scene, Place(cast.fi), "handle", "x").person is None
        assert seat_at(scene, Place(cast.fi), "approve", "x").person == cast.qianwenbo

    def test_a_step_nobody_can_take_is_refused_and_nothing_moves(self, cast: Any, monkeypatch: Any) -> None:
        from dataclasses import replace

        from xieli.matters import registry

        matter = accepted(cast)
        toy = registry.get("toy")
        owed = toy.states["waiting"].owed
        assert owed is not None
        nowhere = replace(owed, who=holders.queue("nothing"))  # type: ignore[arg-type]
        registry.add(
            replace(toy, states={**toy.states, "waiting": replace(toy.states["waiting"], owed=nowhere)})
        )
        monkeypatch.setattr("xieli.organisation.queries.head_of", lambda department: None)
        with pytest.raises(NoHolder):
            do(matter, "ask", cast.fangqiming)
        matter.refresh_from_db()
        assert matter.state == "working"


class TestRules:
    @pytest.mark.parametrize(
        ("rule", "who"),
        [
            (holders.initiator, "linwan"),
            (holders.head_of("finance"), "qianwenbo"),
            (holders.head_of(holders.field("lead")), "tangyue"),
            (holders.executive_of(holders.field("lead")), "hanliren"),
            (holders.superior_of(holders.initiator), "zhoumin"),
            (holders.general_manager, "luchengyuan"),
        ],
    )
    def test_a_rule_finds_its_person(self, cast: Any, rule: holders.Who, who: str) -> None:
        place = rule.resolve(Scene.load(submitted(cast), MONDAY))
        assert place.person == getattr(cast, who)

    def test_queues_and_departments_are_nobodys_in_particular(self, cast: Any) -> None:
        scene = Scene.load(submitted(cast), MONDAY)
        assert holders.queue("pmo").resolve(scene) == Place(cast.pmo)
        assert holders.initiator_department.resolve(scene) == Place(cast.cs)
        assert holders.queue("nothing").resolve(scene) == NOBODY

    @pytest.mark.parametrize(
        ("rule", "yes", "no"),
        [
            (predicates.initiator, "linwan", "zhoumin"),
            (predicates.initiator_department, "zhaoxiaotang", "fangqiming"),
            (predicates.initiator_head, "zhoumin", "linwan"),
            (predicates.lead_head, "tangyue", "fangqiming"),
            (predicates.lead_member, "yezhen", "linwan"),
            (predicates.duty("pmo", "hr"), "wujia", "linwan"),
            (predicates.did("submit"), "linwan", "tangyue"),
            (predicates.anyone & ~predicates.initiator, "tangyue", "linwan"),
            (predicates.initiator | predicates.lead_head, "tangyue", "yezhen"),
            (predicates.who(holders.head_of("finance")), "qianwenbo", "bailu"),
            (predicates.who(holders.queue("finance")), "bailu", "linwan"),
        ],
    )
    def test_a_predicate_holds_for_who_it_names(self, cast: Any, rule: Any, yes: str, no: str) -> None:
        scene = Scene.load(submitted(cast), MONDAY)
        assert rule.holds(scene, Actor.of(getattr(cast, yes)))
        assert not rule.holds(scene, Actor.of(getattr(cast, no)))
        assert not rule.holds(scene, SYSTEM) or rule.name.startswith("~")

    def test_facts_are_the_procedures_then_the_details_then_the_matters(self, cast: Any) -> None:
        scene = Scene.load(submitted(cast), MONDAY)
        actor = Actor.of(cast.linwan)
        assert predicates.is_("amount", 5, 6).holds(scene, actor) and not predicates.is_("amount", 7).holds(
            scene, actor
        )


class TestAudience:
    @pytest.mark.parametrize(
        ("classification", "may", "may_not"),
        [
            ("company", {"linwan", "guchangchuan", "fangqiming"}, set()),
            ("internal", {"linwan", "zhaoxiaotang", "fangqiming", "suwanqing"}, {"guchangchuan", "bailu"}),
            ("secret", {"linwan", "zhoumin"}, {"zhaoxiaotang", "guchangchuan", "fangqiming"}),
            ("confidential", {"linwan"}, {"zhoumin", "fangqiming"}),
        ],
    )
    def test_who_may_see_follows_from_the_classification(
        self, cast: Any, classification: str, may: set[str], may_not: set[str]
    ) -> None:
        matter = submitted(cast)
        do(matter, "classify", cast.linwan, classification=classification)
        visible = {
            one
            for one in may | may_not
            if Matter.objects.visible_to(getattr(cast, one)).filter(pk=matter.pk).exists()
        }
        assert visible == may

    def test_administrators_read_nothing(self, cast: Any) -> None:
        submitted(cast)
        assert not Matter.objects.visible_to(None).exists()

    def test_tokens_are_the_company_oneself_departments_the_circle_of_heads_and_headships(
        self, cast: Any
    ) -> None:
        assert policy.tokens(cast.tangyue) == [
            0,
            -cast.tangyue.pk,
            cast.rd.pk,
            policy.HEADS,
            policy.HEAD + cast.rd.pk,
        ]
        assert policy.tokens(cast.linwan) == [0, -cast.linwan.pk, cast.cs.pk]

    def test_who_gets_the_ball_may_see_from_then_on(self, cast: Any) -> None:
        matter = accepted(cast)
        do(matter, "claim", cast.fangqiming)
        do(matter, "classify", cast.linwan, classification="confidential")
        assert -cast.yezhen.pk not in matter.audience
        do(matter, "reassign", cast.fangqiming, person=str(cast.yezhen.uid))
        assert -cast.yezhen.pk in matter.audience


@pytest.mark.parametrize(
    ("mode", "share", "seats", "need"),
    [
        ("all", 1, 3, 3),
        ("order", 1, 3, 3),
        ("any", 1, 3, 1),
        ("share", 0.5, 3, 2),
        ("share", 0.28, 25, 7),  # 7.000000000000001 as floats have it
        ("share", 0.1, 3, 1),
    ],
)
def test_how_many_must_agree(mode: str, share: float, seats: int, need: int) -> None:
    assert need_of(mode, share, seats) == need


@pytest.mark.parametrize(
    ("mode", "need", "veto", "verdicts", "decision"),
    [
        ("all", 3, False, "aa ", None),
        ("all", 3, False, "aaa", "passed"),
        ("all", 3, False, "r  ", "refused"),
        ("all", 3, False, "aan", "passed"),
        ("all", 3, False, "nnn", "refused"),
        ("any", 1, False, "r  ", None),
        ("any", 1, False, "ra ", "passed"),
        ("any", 1, False, "rrr", "refused"),
        ("any", 1, True, "r  ", "refused"),
        ("any", 1, False, "nnn", "refused"),
        ("share", 2, False, "a r", None),
        ("share", 2, False, "aa ", "passed"),
        ("share", 2, False, "arr", "refused"),
        ("share", 2, False, "nn ", "refused"),
        ("order", 2, False, "a ", None),
        ("order", 2, False, "aa", "passed"),
        ("one", 1, False, "a", "passed"),
    ],
)
def test_a_round_is_decided_when_its_need_is_met_or_can_no_longer_be(
    mode: str, need: int, veto: bool, verdicts: str, decision: str | None
) -> None:
    words = {"a": "approve", "r": "refuse", "n": "abstain", " ": ""}
    assert tally(mode, need, veto, [words[one] for one in verdicts]) == decision

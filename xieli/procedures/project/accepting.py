"""Lines of an acceptance: which department judges which criterion, in which round, and what they said (4.1.d)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from xieli.matters.holders import Place, Who, department
from xieli.matters.models import Event, Matter
from xieli.matters.predicates import predicate
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department, Person

from .models import AcceptanceItem, Baseline, Evidence, Judgement, Member, PlanTask, ProjectDetails, Verdict
from .plan import Criterion

ROUND_BEGINS = ("organise", "ask_again")


class Line(NamedTuple):
    """One criterion, judged by one department (id)."""

    criterion: str
    department: int


def criteria_of(scene: Scene) -> list[dict[str, Any]]:
    """As frozen when acceptance was asked for; before that, as in the baseline in force."""
    if scene.details.criteria:
        return list(scene.details.criteria)
    base = Baseline.objects.filter(project=scene.matter.parent).order_by("-no").first()
    return [frozen(one) for one in base.plan.criteria] if base is not None else []


def frozen(criterion: Criterion) -> dict[str, Any]:
    """A criterion as the acceptance keeps it."""
    return {**vars(criterion), "departments": list(criterion.departments)}


def lines(criteria: Iterable[dict[str, Any]]) -> list[Line]:
    """Every line there is, in the order of the criteria."""
    return [Line(one["code"], pk) for one in criteria for pk in one["departments"]]


def asked(acceptance: Matter, criteria: Iterable[dict[str, Any]], round: int) -> list[Line]:
    """What a round asks about: the first about everything; a later one about what failed last and what has other
    evidence since."""
    everything = lines(criteria)
    if round <= 1:
        return everything
    said: dict[Line, str] = {}
    for one in Judgement.objects.filter(acceptance=acceptance, round__lt=round):
        said[Line(one.criterion, one.department_id)] = one.verdict
    changed = set(
        Evidence.objects.filter(acceptance=acceptance, round=round).values_list("criterion", flat=True)
    )
    return [
        line
        for line in everything
        if said.get(line, Verdict.FAIL) == Verdict.FAIL or line.criterion in changed
    ]


def evidence_of(acceptance: Matter) -> dict[str, str]:
    """What proves each criterion now."""
    if acceptance._state.adding:
        return {}
    return dict(Evidence.objects.filter(acceptance=acceptance).values_list("criterion", "text"))


def team_of(project: int) -> set[int]:
    """Ids of the people whose own work it is: the leader, the members, whoever the plan names."""
    leader = ProjectDetails.objects.filter(pk=project).values_list("leader_id", flat=True)
    members = Member.objects.filter(project=project).values_list("person_id", flat=True)
    named = PlanTask.objects.filter(project=project, dropped=False).values_list("person_id", flat=True)
    return {one for one in leader.union(members, named) if one is not None}


def _judges(scene: Scene) -> list[Place]:
    """One seat for each department asked: its head, or the next above who did not work on the project."""
    project = scene.matter.parent_id
    if project is None:
        return []
    own = team_of(project)
    asked_of = dict.fromkeys(
        line.department for line in asked(scene.matter, scene.details.criteria, scene.details.round)
    )
    found = [department(pk) for pk in asked_of]
    return [Place(one, _outside(organisation.head_of(one), own)) for one in found if one is not None]


def _outside(person: Person | None, own: set[int]) -> Person | None:
    """The next above who did not work on it; above the general manager, the head of who supervises."""
    seen: set[int] = set()
    while person is not None and person.pk in own and person.pk not in seen:
        seen.add(person.pk)
        person = organisation.superior_of(person)
    if person is None or person.pk in own:
        watching = organisation.department_with_duty("supervision")
        return organisation.head_of(watching) if watching is not None else None
    return person


judges = Who("judges", _judges)


@predicate("on_the_team")
def on_the_team(scene: Scene, actor: Any) -> bool:
    """Somebody whose own work is judged: nobody judges their own."""
    project = scene.matter.parent_id
    return actor.person is not None and project is not None and actor.person.pk in team_of(project)


def signed(acceptance: Matter) -> dict[int, Event]:
    """Who of the acceptance group has signed in this round (by person), and in which line of the ledger."""
    if acceptance._state.adding:
        return {}
    found: dict[int, Event] = {}
    rows = Event.objects.filter(matter=acceptance, action__in=("sign_acceptance", *ROUND_BEGINS))
    for one in rows.prefetch_related("texts").order_by("-seq"):
        if one.action in ROUND_BEGINS:
            break
        if one.actor_id is not None:
            found[one.actor_id] = one
    return found


@predicate("owes_signature")
def owes_signature(scene: Scene, actor: Any) -> bool:
    """Somebody of the acceptance group who has not signed in this round."""
    if actor.person is None or actor.person.pk not in {row["person"] for row in scene.details.group}:
        return False
    return actor.person.pk not in signed(scene.matter)


def _leader(scene: Scene) -> list[Place]:
    details = ProjectDetails.objects.filter(pk=scene.matter.parent_id).first()
    person = organisation.person_by_id(details.leader_id) if details and details.leader_id else None
    return [Place(person.department, person)] if person is not None else []


leader_of_project = Who("leader_of_project", _leader)


@dataclass
class Cell:
    """A line of the matrix: who judges, and round → what they said."""

    department: Department | None
    said: dict[int, Judgement] = field(default_factory=dict)
    items: list[AcceptanceItem] = field(default_factory=list)
    open: bool = False

    @property
    def last(self) -> Judgement | None:
        """The word that holds."""
        return self.said[max(self.said)] if self.said else None


@dataclass
class Row:
    """A criterion with the evidence of each round and a cell for each department."""

    criterion: dict[str, Any]
    evidence: dict[int, str]
    cells: list[Cell]


@dataclass
class Matrix:
    """Criterion × department × evidence × rounds, and what came of it."""

    rows: list[Row]
    rounds: list[int]
    others: list[AcceptanceItem]


def matrix(acceptance: Matter, details: Any, reader: Person) -> Matrix:
    """The whole of it in three queries, whatever its size; of the items only what the reader may know of."""
    cells = {line: Cell(department(line.department)) for line in lines(details.criteria)}
    for one in Judgement.objects.filter(acceptance=acceptance).select_related("person"):
        cells[Line(one.criterion, one.department_id)].said[one.round] = one
    seen = Matter.objects.visible_to(reader).filter(parent=acceptance)
    others: list[AcceptanceItem] = []
    for item in AcceptanceItem.objects.filter(matter__in=seen).select_related("matter__rectification__owner"):
        line = Line(item.criterion, item.department_id or 0)
        (cells[line].items if line in cells else others).append(item)
    proofs: dict[str, dict[int, str]] = {}
    for proof in Evidence.objects.filter(acceptance=acceptance):
        proofs.setdefault(proof.criterion, {})[proof.round] = proof.text
    if acceptance.state == "judging":
        _mark(cells, details, proofs)
    rows = [
        Row(one, proofs.get(one["code"], {}), [cells[Line(one["code"], pk)] for pk in one["departments"]])
        for one in details.criteria
    ]
    return Matrix(rows, list(range(1, details.round + 1)), others)


def _mark(cells: dict[Line, Cell], details: Any, proofs: dict[str, dict[int, str]]) -> None:
    """Which lines still wait for a word in the round that runs."""
    for line, cell in cells.items():
        before = [one.verdict for no, one in cell.said.items() if no < details.round]
        failed = not before or before[-1] == Verdict.FAIL
        cell.open = details.round not in cell.said and (
            failed or details.round in proofs.get(line.criterion, {})
        )

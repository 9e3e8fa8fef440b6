"""The organisation as a tree for the chart."""

from collections import Counter
from dataclasses import dataclass, field

from xieli.organisation import queries, snapshot
from xieli.organisation.models import Department, Person, Team


@dataclass
class Node:
    """A department in the chart: who leads it, how many work in it and below, what hangs on it."""

    department: Department
    head: Person | None
    executive: Person | None
    people: int
    teams: list[tuple[Team, int]] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    @property
    def everybody(self) -> int:
        """People here and in all departments below."""
        return self.people + sum(child.everybody for child in self.children)


def chart() -> list[Node]:
    """The top departments with all below them, in the company's order; departments out of use are left out."""
    now = snapshot.current()
    nodes = {row.id: _node(row, now) for row in queries.departments()}
    tops: list[Node] = []
    for node in nodes.values():
        above = nodes.get(node.department.parent_id or 0)
        (above.children if above else tops).append(node)
    return tops


def _node(row: Department, now: snapshot.Snapshot) -> Node:
    sizes = Counter(now.team_of.values())
    teams = [(one, sizes[one.id]) for _, one in sorted(now.teams.items()) if one.department_id == row.id]
    head, executive = (now.people.get(one or 0) for one in (row.head_id, row.executive_id))
    return Node(row, head, executive, len(now.on(queries.today()).members.get(row.id, ())), teams)

"""Random plans for property tests: sound ones, with phases, milestones, all kinds of links, leads and lags."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from xieli.procedures.project.plan import (
    LINKS,
    ROLES,
    BudgetLine,
    Criterion,
    Dependency,
    Plan,
    Responsibility,
    Task,
)

# From the week before the National Day holiday with its shifted working days to the end of the Spring Festival.
DAYS = st.dates(date(2025, 9, 20), date(2026, 3, 10))
TEXTS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S"), include_characters=" "), max_size=12
).map(str.strip)
NAMES = TEXTS.filter(bool)
IDS = st.none() | st.integers(1, 6)


@st.composite
def plans(draw: DrawFn, most: int = 12) -> Plan:
    """A sound plan of up to `most` lines of work under up to three phases."""
    count = draw(st.integers(1, most))
    phases = [f"P{place}" for place in range(draw(st.integers(0, min(3, count))))]
    tasks = [draw(_work(f"T{place}", phases)) for place in range(count)]
    used = {task.parent for task in tasks}
    heads = [
        Task(code, draw(NAMES), kind="phase", not_before=draw(st.none() | DAYS))
        for code in phases
        if code in used
    ]
    return Plan(
        start=draw(DAYS),
        tasks=tuple(draw(st.permutations([*heads, *tasks]))),
        dependencies=tuple(draw(links([task.code for task in tasks]))),
        budget=tuple(draw(st.lists(_budget(), max_size=3))),
        criteria=tuple(draw(_criteria())),
        responsibilities=tuple(draw(_responsibilities())),
    )


def links(codes: list[str]) -> SearchStrategy[list[Dependency]]:
    """Dependencies that only go forwards in the list of codes, one for a pair."""
    pairs = [(before, after) for place, after in enumerate(codes) for before in codes[:place]]
    if not pairs:
        return st.just([])
    one = st.builds(
        lambda pair, kind, lag: Dependency(*pair, kind, lag),
        st.sampled_from(pairs),
        st.sampled_from(LINKS),
        st.integers(-5, 10),
    )
    return st.lists(one, max_size=2 * len(codes), unique_by=lambda link: (link.before, link.after))


@st.composite
def _work(draw: DrawFn, code: str, phases: list[str]) -> Task:
    kind = draw(st.sampled_from(("task", "task", "task", "milestone")))
    return Task(
        code,
        draw(NAMES),
        draw(st.sampled_from(["", *phases])),
        kind,
        draw(st.integers(1, 30)) if kind == "task" else 0,
        draw(st.none() | DAYS),
        draw(IDS),
        draw(IDS),
        draw(st.integers(0, 100)),
        draw(TEXTS),
    )


def _budget() -> SearchStrategy[BudgetLine]:
    amounts = st.decimals(Decimal(0), Decimal(10_000_000), places=2)
    return st.builds(BudgetLine, NAMES, amounts, TEXTS)


def _criteria() -> SearchStrategy[list[Criterion]]:
    departments = st.lists(st.integers(1, 6), max_size=3, unique=True).map(tuple)
    one = st.builds(Criterion, st.integers(1, 99).map(lambda n: f"C{n}"), NAMES, TEXTS, TEXTS, departments)
    return st.lists(one, max_size=3, unique_by=lambda criterion: criterion.code)


def _responsibilities() -> SearchStrategy[list[Responsibility]]:
    one = st.builds(Responsibility, st.integers(1, 6), NAMES, st.sampled_from(ROLES))
    return st.lists(one, max_size=4, unique_by=lambda line: line.area)


def big_plan(count: int, dependencies: int, seed: int = 1) -> Plan:
    """A plan of `count` lines of work in phases of about 40, linked forwards at random."""
    chance = Random(seed)
    tasks: list[Task] = []
    for place in range(count):
        if place % 40 == 0:
            tasks.append(Task(f"P{place // 40}", f"阶段 {place // 40}", kind="phase"))
        days = 0 if place % 20 == 19 else chance.randint(1, 15)
        kind = "task" if days else "milestone"
        before = date(2026, 3, 2) + timedelta(chance.randint(0, 200)) if chance.random() < 0.1 else None
        tasks.append(
            Task(
                f"T{place}",
                f"任务 {place}",
                f"P{place // 40}",
                kind,
                days,
                before,
                chance.randint(1, 9),
                chance.randint(1, 60),
                days,
            )
        )
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < dependencies:
        after = chance.randrange(1, count)
        pairs.add((max(0, after - chance.randint(1, 60)), after))
    made = [
        Dependency(f"T{a}", f"T{b}", chance.choice(LINKS), chance.randint(-2, 4))
        for a, b in sorted(pairs)
        if a != b
    ]
    return Plan(date(2026, 3, 2), tuple(tasks), tuple(made))

"""A million matters in minutes: histories made by the engine, multiplied by SQL over people, departments and times.

Copies keep every row a real matter has (rounds, seats, items, clocks, events, words). Only the copying is bulk.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.backends.utils import CursorWrapper

from xieli.accounts.models import Account
from xieli.cli.bench import bulk
from xieli.cli.simulation import company, furnishing, network
from xieli.cli.simulation.living import Volume, live
from xieli.core import clock, pinyin
from xieli.matters.models import Matter
from xieli.organisation import snapshot
from xieli.organisation.models import Appointment, Department, Person, Post

PEOPLE, DEPARTMENTS, CUSTOMERS = 1000, 50, 5000
TEMPLATE_DAYS = 24
OPEN_SHARE = 0.10
STRIDE = 100_000  # room for the templates' own keys in every table

# Tables in the order of their references, each with the columns that hold keys of copied rows.
TABLES: dict[str, tuple[str, ...]] = {
    "matters_matter": ("id", "parent_id"),
    "service_casedetails": ("matter_id", "duplicate_of_id"),
    "collaboration_collaborationdetails": ("matter_id",),
    "matters_round": ("id", "matter_id", "back_to_id"),
    "matters_seat": ("id", "round_id"),
    "matters_workitem": ("id", "matter_id", "round_id", "seat_id", "previous_id"),
    "matters_clock": ("id", "matter_id", "item_id"),
    "matters_event": ("id", "matter_id"),
    "matters_eventtext": ("id", "event_id"),
}
COPIED = ("service", "collaboration")  # the procedures whose details are among these tables
_PEOPLE = (
    "person_id",
    "initiator_id",
    "deputy_id",
    "sender_id",
    "closed_by_id",
    "actor_id",
    "decided_by_id",
    "handler_id",
)
_DEPARTMENTS = ("department_id", "lead_department_id", "initiator_department_id", "sender_department_id")
_ARRAYS = ("audience", "departments", "people", "assisting")
_GENERATED = ("uid", "words")

_FUNCTIONS = f"""
create or replace function pg_temp.person(n bigint, k int) returns bigint immutable language sql as
$$ select (n - 1 + k * 37) % {PEOPLE} + 1 $$;
create or replace function pg_temp.department(n bigint, k int) returns bigint immutable language sql as
$$ select (n - 1 + k * 11) % {DEPARTMENTS} + 1 $$;
create or replace function pg_temp.tokens(a int[], k int, name text) returns int[] immutable language sql as
$$ select coalesce(array_agg(case when x = 0 then 0 when name = 'people' then pg_temp.person(x, k)::int
     when x < 0 then -pg_temp.person(-x, k)::int else pg_temp.department(x, k)::int end), '{{}}') from unnest(a) x $$;
"""


@dataclass(frozen=True)
class Templates:
    """The matters the engine made: keys of closed and of open ones."""

    closed: list[int]
    open: list[int]


def seed(matters: int, tell: Callable[[str, int], None]) -> None:
    """Fill the database up to about `matters` matters, a tenth of them open; one that holds fewer is grown."""
    rng = random.Random(1)
    if not Matter.objects.exists():
        _company(rng)
        _live(rng, tell)
    templates = _templates()
    with connection.cursor() as cursor:
        _set_apart(cursor, [*templates.closed, *templates.open])
    with connection.cursor() as cursor, bulk.undefended(cursor, TABLES):
        cursor.execute("set synchronous_commit = off")
        cursor.execute(_FUNCTIONS)
        copy = _copies(cursor)
        wanted = {"closed": int(matters * (1 - OPEN_SHARE)), "open": int(matters * OPEN_SHARE)}
        for kind, keys in (("closed", templates.closed), ("open", templates.open)):
            made = Matter.objects.filter(closed_at__isnull=kind == "open").count()
            while made < wanted[kind]:
                count = min(100, -(-(wanted[kind] - made) // len(keys)))
                _multiply(cursor, keys, copy + 1, copy + count, past=kind == "closed")
                copy, made = copy + count, made + count * len(keys)
                tell(f"{kind} matters", made)
        for table in TABLES:
            _next_key(cursor, table)
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    tell("keys, indexes and statistics", 0)


def _copies(cursor: CursorWrapper) -> int:
    """How often the templates were copied by now."""
    cursor.execute(f"select max(id) / {STRIDE} from matters_matter")
    return int(cursor.fetchone()[0])


def _company(rng: random.Random) -> None:
    """The demo company grown to 1,000 people, in 50 departments."""
    company.build(rng, PEOPLE - (DEPARTMENTS - len(company.COMPANY)))
    network.build(rng, CUSTOMERS)
    furnishing.furnish(clock.local(clock.now()).date())
    parts = Department.objects.bulk_create(
        Department(code=f"S{n:02d}", name=f"第{n}分部", short_name=f"{n}分部")
        for n in range(len(company.COMPANY) + 1, DEPARTMENTS + 1)
    )
    posts = Post.objects.bulk_create(
        Post(department=part, name="专员", post_class="staff", duties=[]) for part in parts
    )
    lacking = PEOPLE - Person.objects.count()
    people = [_member(n, parts[n % len(parts)]) for n in range(max(lacking, len(parts)))]
    Person.objects.bulk_create(people)
    Appointment.objects.bulk_create(
        Appointment(person=person, post=posts[n % len(posts)], primary=True, from_date=company.JOINED)
        for n, person in enumerate(people)
    )
    Account.objects.bulk_create(
        Account(username=f"bench{person.pk}", person=person, password="!") for person in Person.objects.all()
    )
    snapshot.refresh()


def _member(n: int, department: Department) -> Person:
    full, initials = pinyin.keys("王伟")
    return Person(
        number=f"BC{n:04d}",
        name=f"王伟{n}",
        pinyin=full,
        initials=initials,
        department=department,
        joined_on=date(2022, 1, 1),
    )


def _live(rng: random.Random, tell: Callable[[str, int], None]) -> None:
    end = clock.now()
    live(end - timedelta(days=TEMPLATE_DAYS), end, Volume(9, 6), rng, lambda now: None)
    tell("histories made by the engine", Matter.objects.count())


def _templates() -> Templates:
    """What is copied: matters that stand alone, with all the rows that make them whole."""
    made = Matter.objects.filter(id__lt=STRIDE, parent=None, procedure__in=COPIED).order_by("id")
    rows = list(made.values_list("id", "closed_at"))
    return Templates([pk for pk, closed in rows if closed], [pk for pk, closed in rows if not closed])


def _set_apart(cursor: CursorWrapper, keys: list[int]) -> None:
    """The templates' rows in tables of their own, which stay small however much is copied from them."""
    for table in TABLES:
        cursor.execute(
            f"create temp table template_{table} as select t.* from {table} t where {_belongs(table)}", [keys]
        )


def _multiply(cursor: CursorWrapper, keys: list[int], first: int, last: int, *, past: bool) -> None:
    """Copies number `first` to `last` of the templates; closed ones spread over three years, open ones over a day."""
    shift = "-(k %% 1095) * interval '1 day'" if past else "(k %% 48 - 24) * interval '30 min'"
    for table, references in TABLES.items():
        columns = [name for name in _columns(cursor, table) if name not in _GENERATED]
        values = ", ".join(
            _value(name, kind, references, shift) for name, kind in _typed(cursor, table, columns)
        )
        names = ", ".join(f'"{name}"' for name in columns)
        source = f"template_{table} t, generate_series(%s, %s) k where {_belongs(table)}"
        cursor.execute(f"insert into {table} ({names}) select {values} from {source}", [first, last, keys])


def _belongs(table: str) -> str:
    """Which rows of a table hang on the chosen templates."""
    if table == "matters_matter":
        return "t.id = any(%s)"
    if table == "matters_seat":
        return "t.round_id in (select id from template_matters_round where matter_id = any(%s))"
    if table == "matters_eventtext":
        return "t.event_id in (select id from template_matters_event where matter_id = any(%s))"
    return "t.matter_id = any(%s)"


def _value(name: str, kind: str, references: tuple[str, ...], shift: str) -> str:
    column = f't."{name}"'
    if name in references:
        return f"{column} + k::bigint * {STRIDE}"
    if name == "number":
        return f"{column} || '-' || k"
    if name in _PEOPLE:
        return f"pg_temp.person({column}, k)"
    if name in _DEPARTMENTS:
        return f"pg_temp.department({column}, k)"
    if name in _ARRAYS:
        return f"pg_temp.tokens({column}, k, '{name}')"
    if kind.startswith("timestamp"):
        return f"{column} + {shift}"
    return column


def _columns(cursor: CursorWrapper, table: str) -> list[str]:
    return [name for name, _ in _all_columns(cursor, table)]


def _typed(cursor: CursorWrapper, table: str, names: list[str]) -> list[tuple[str, str]]:
    return [(name, kind) for name, kind in _all_columns(cursor, table) if name in names]


def _all_columns(cursor: CursorWrapper, table: str) -> list[tuple[str, str]]:
    cursor.execute(
        """select column_name, data_type from information_schema.columns
           where table_name = %s and table_schema = 'public' order by ordinal_position""",
        [table],
    )
    return list(cursor.fetchall())


def _next_key(cursor: CursorWrapper, table: str) -> None:
    if "id" in TABLES[table]:
        cursor.execute(
            f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))"
        )

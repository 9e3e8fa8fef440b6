"""Habits of the house that no tool checks."""

import ast
import re
import sys
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.house import LONGEST, PACKAGE, ROOT, sources

WRITTEN = ("xieli/**/*.py", "xieli/**/*.html", "xieli/**/*.sql", "tests/**/*.py", "tools/**/*.py")
BY_HAND = (*WRITTEN, "frontend/src/**/*", "frontend/css/**/*", "frontend/*.mjs", "dev", "conftest.py")
NOT_BY_HAND = {"migrations", "node_modules", "__pycache__", "dist"}


def files(*patterns: str) -> list[object]:
    return [
        path
        for pattern in patterns
        for path in ROOT.glob(pattern)
        if path.is_file() and not NOT_BY_HAND & set(path.parts)
    ]


def lines_matching(pattern: str, glob: str = "*.py", but: tuple[str, ...] = ()) -> list[str]:
    """Where the product's code matches, except in files named in `but`."""
    found = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sources(glob)
        if str(path.relative_to(PACKAGE)) not in but
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if found.search(line)
    ]


def test_no_file_is_longer_than_one_sitting():
    long = {
        str(path.relative_to(ROOT)): n
        for path in files(*BY_HAND)
        if (n := len(path.read_bytes().splitlines())) > LONGEST
    }
    assert long == {}


def test_time_comes_from_the_one_clock():
    asked = lines_matching(
        r"\btimezone\.now\(|\bdatetime\.now\(|\bdate\.today\(|\butcnow\(", but=("core/clock.py",)
    )
    assert asked == []


# Official forms are Chinese whoever prints them, and so is the title a matter is given for all its readers.
CHINESE_FOR_ALL = (
    "documents/word.py",
    "procedures/service/effects.py",
    "procedures/project/effects/governing.py",
    *(f"procedures/project/{name}.py" for name in (
        "acceptance_report", "application_form", "archive", "archive_tables", "change_form", "notice", "receipts",
    )),
)  # fmt: skip


def test_marks_between_words_follow_the_readers_language():
    """、 and ： belong to Chinese sentences; what is joined or labelled goes through core.marks."""
    bare = [
        line
        for line in lines_matching(
            r"""["'][、，；]["']\.join|\}[：；、]\{|_\(["'][、，；：]["']\)|join:.、""", but=CHINESE_FOR_ALL
        )
        if not re.search(r"/(documents|simulation\w*|testing)(/|\.py:)|cli/", line)
    ]
    assert bare == []


def test_nothing_happens_by_signal():
    assert lines_matching(r"django\.(db\.models|dispatch|core)[\w.]*\bsignals?\b|@receiver\b") == []


def test_only_the_engine_writes_the_ledger():
    written = lines_matching(
        r"\bEvent(?:Text)?\.objects\.(?:create|bulk_create|get_or_create|update_or_create)\(|\bEvent\([a-z]"
    )
    assert [line for line in written if not line.startswith("xieli/matters/")] == []


def test_each_language_is_read_from_its_own_place():
    """User-visible Chinese stands in code and templates, English in catalogues: no msgid is English prose."""
    english = lines_matching(r"""(?<![\w.])_\(["'][A-Za-z]{3,} [a-z]{2,} """)
    assert english == []


@pytest.mark.parametrize("word", [f"{ROOT}/", "/home/", "/Users/", "file:///"])
def test_no_address_of_somebodys_machine_is_kept(word: str):
    requirements = [path for path in (ROOT / "requirements").iterdir() if path.is_file()]
    others = [
        ROOT / "frontend" / "package-lock.json",
        ROOT / "pyproject.toml",
        ROOT / "dev",
        ROOT / "README.md",
    ]
    documents = list((ROOT / "docs").rglob("*.md"))
    kept = [
        path
        for path in [*requirements, *others, *documents, *sources("*.py")]
        if word in path.read_text("utf-8")
    ]
    assert kept == []


def test_requirements_record_no_index_and_every_hash():
    for name in ("base", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        assert "index-url" not in text
        assert "http" not in text
        pins = re.findall(r"^[a-z0-9][^\n]*==[^\n]*(?:\n[ ].*)*", text, re.MULTILINE)
        assert pins
        assert all("--hash=sha256:" in pin for pin in pins)


def imported_by_the_product() -> set[str]:
    """The libraries that the product's code imports when it runs."""
    found: set[str] = set()
    for path in sources("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
                node.body = []
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {name.name.split(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"xieli"}


def test_every_library_the_product_imports_is_among_its_pinned_requirements():
    pinned = set(re.findall(r"^([\w-]+)==", (ROOT / "requirements" / "base.txt").read_text(), re.MULTILINE))
    providers = packages_distributions()
    names = {
        library: {name.lower().replace("_", "-") for name in providers.get(library, [])}
        for library in imported_by_the_product()
    }
    assert {library for library, distributions in names.items() if not distributions & pinned} == set()


def test_texts_are_marked_by_the_names_the_catalogues_look_for():
    """Under another name a text is never collected, and English readers get it in Chinese."""
    assert lines_matching(r"translation import .*gettext\w* as (?!(_|_g|lazy)(,|$))") == []

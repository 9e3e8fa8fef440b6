"""项目档案: the file of a project, all that hangs on it; its index, and one ZIP of what a reader may know of."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.backends.postgresql.psycopg_any import Range
from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.documents import archive as documents
from xieli.documents.models import Document
from xieli.matters import ledger, official, registry
from xieli.matters.details import plain_values
from xieli.matters.models import Attachment, Comment, Event, Matter
from xieli.matters.scene import Scene
from xieli.matters.web.names import action_label, state_label
from xieli.organisation.models import Person

from .archive_tables import tables, when
from .models import Baseline, Judgement, ProjectArchive

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class Dated(ZipFile):
    """A ZIP whose entries all carry one date: the same file gives the same bytes whenever it is taken."""

    def __init__(self, out: IO[bytes], at: datetime) -> None:
        super().__init__(out, "w", ZIP_DEFLATED)
        self.at = clock.local(at).timetuple()[:6]

    def put(self, name: str, data: str | bytes, *, packed: bool = True) -> None:
        """One entry; what is packed already is stored as it is."""
        entry = ZipInfo(name, self.at)
        self.writestr(entry, data, compress_type=ZIP_DEFLATED if packed else ZIP_STORED)


def tree(project: Matter) -> list[Matter]:
    """The project and everything opened under it, level by level. Drafts are their authors' own affair."""
    found, level = [project], [project]
    while level:
        below = Matter.objects.filter(parent__in=level, head_seq__gt=0).order_by("opened_at", "pk")
        level = list(below)
        found += level
    return found


def index(matters: Sequence[Matter]) -> dict[str, Any]:
    """What the file holds: each matter with the end of its ledger, each document of it by its digest."""
    files: dict[int, list[Attachment]] = {}
    for one in Attachment.objects.filter(matter__in=matters, deleted_at=None).order_by("at", "pk"):
        files.setdefault(one.matter_id or 0, []).append(one)
    issued: dict[int, list[Document]] = {}
    for paper in Document.objects.filter(matter__in=[one.pk for one in matters]).order_by("pk"):
        issued.setdefault(paper.matter, []).append(paper)
    uids = {one.pk: str(one.uid) for one in matters}
    return {
        "project": matters[0].number,
        "title": matters[0].title,
        "matters": [
            {
                "uid": uids[one.pk], "number": one.number, "procedure": one.procedure, "title": one.title,
                "state": one.state, "classification": one.classification, "parent": uids.get(one.parent_id or 0),
                "opened_at": one.opened_at.isoformat(),
                "closed_at": one.closed_at.isoformat() if one.closed_at else None,
                "lines": one.head_seq, "ledger": one.head_hash,
                "documents": [
                    {"number": paper.number, "label": paper.label, "sha256": paper.content_hash}
                    for paper in issued.get(one.pk, [])
                ],
                "files": [
                    {"name": file.name, "sha256": file.sha256, "size": file.size} for file in files.get(one.pk, [])
                ],
            }
            for one in matters
        ],
        "baselines": [
            {"no": one.no, "sha256": ledger.sha256(ledger.canonical(one.values))}
            for one in Baseline.objects.filter(project=matters[0])
        ],
        "judgements": Judgement.objects.filter(acceptance__in=matters).count(),
    }  # fmt: skip


def digest(found: dict[str, Any]) -> str:
    """Of the index, in the ledger's own canonical writing."""
    return ledger.sha256(ledger.canonical(found))


def write(out: IO[bytes], kept: ProjectArchive, visible: Sequence[Matter]) -> None:
    """The ZIP for a reader who may know of `visible`: an index, then a folder for each matter, then the tables."""
    known = {str(one.uid) for one in visible}
    entries = [one for one in kept.index["matters"] if one["uid"] in known]
    shown = {**kept.index, "matters": entries, "sha256_of_whole_index": kept.sha256}
    with Dated(out, kept.at) as archive:
        archive.put(_("目录.json"), _json(shown))
        archive.put(_("目录.csv"), _csv(_contents(entries)))
        for place, matter in enumerate(visible):
            folder = f"{place:03d} {_safe(matter.reference)} {_safe(matter.title)}".strip()
            _matter(archive, folder, matter)
            _forms(archive, folder, Scene.load(matter, kept.at), kept.by)
        for name, rows in tables(kept.project, visible):
            archive.put(name, _csv(rows))
        for baseline in Baseline.objects.filter(project=kept.project):
            name = _("计划基线 %(no)s.json") % {"no": baseline.no}
            archive.put(name, _json(baseline.values))


def _contents(entries: Iterable[dict[str, Any]]) -> Iterator[list[Any]]:
    yield [
        _("编号"),
        _("流程"),
        _("标题"),
        _("状态"),
        _("办结时间"),
        _("流水行数"),
        _("流水末行哈希"),
        _("附件"),
    ]
    for one in entries:
        procedure = registry.get(one["procedure"])
        state = procedure.states[procedure.moved.get(one["state"], one["state"])]
        files = "；".join(f"{file['name']} {file['sha256']}" for file in one["files"])
        closed = when(datetime.fromisoformat(one["closed_at"])) if one["closed_at"] else ""
        yield [
            one["number"],
            procedure.name,
            one["title"],
            state.label,
            closed,
            one["lines"],
            one["ledger"],
            files,
        ]


def _matter(archive: Dated, folder: str, matter: Matter) -> None:
    """Its form, its ledger with the words, its discussion and its files."""
    details = plain_values(Scene.load(matter, clock.now()).details)
    archive.put(f"{folder}/{_('事项')}.json", _json({**plain_values(matter), "details": details}))
    archive.put(f"{folder}/{_('流水')}.csv", _csv(_ledger(matter)))
    comments = Comment.objects.filter(matter=matter, deleted_at=None).select_related("author").order_by("at")
    said = [[when(one.at), one.author.name if one.author else "", one.text] for one in comments]
    if said:
        archive.put(f"{folder}/{_('讨论')}.csv", _csv([[_("时间"), _("人员"), _("内容")], *said]))
    for paper in Document.objects.filter(matter=matter.pk).order_by("pk"):
        archive.put(f"{folder}/{_('文书')}/{_safe(paper.number)}.pdf", documents.final_pdf_of(paper))
    for no, file in enumerate(
        Attachment.objects.filter(matter=matter, deleted_at=None).order_by("at", "pk"), 1
    ):
        place = Path(settings.MEDIA_ROOT) / file.path
        if place.exists():  # what was lost shows by its digest in the index
            name = f"{folder}/{_('附件')}/{no:02d} {_safe(file.name)}"
            archive.put(name, place.read_bytes(), packed=False)


def _forms(archive: Dated, folder: str, scene: Scene, by: Person | None) -> None:
    """Forms that are only printed, for people to read: as on the day of the archive, for who put it there."""
    place = _("表单")
    for name, form in scene.procedure.documents.items():
        if not form.series and by is not None:
            pdf = official.printed(scene, name, by, "pdf")
            archive.put(f"{folder}/{place}/{_safe(str(form.label))}.pdf", pdf, packed=False)


def _ledger(matter: Matter) -> Iterator[list[Any]]:
    yield [_("序号"), _("时间"), _("操作"), _("人员"), _("从"), _("到"), _("内容"), _("哈希")]
    rows = (
        Event.objects.filter(matter=matter).select_related("actor").prefetch_related("texts").order_by("seq")
    )
    procedure = registry.get(matter.procedure)
    for one in rows:
        words = "；".join(text.text for text in one.texts.all() if text.text)
        who = one.actor.name if one.actor else one.actor_kind
        states = [state_label(procedure, state) if state else "" for state in (one.from_state, one.to_state)]
        yield [one.seq, when(one.at), action_label(procedure, one.action), who, *states, words, one.hash]


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        """A span of time (of a shared resource lent to the project) as its two ends."""
        return [o.lower, o.upper] if isinstance(o, Range) else super().default(o)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, cls=_Encoder)


def _csv(rows: Iterable[list[Any]]) -> bytes:
    """For Excel as for programs: with a byte order mark, and nothing that Excel would run as a formula."""
    out = io.StringIO()
    csv.writer(out).writerows([[_harmless(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: Any) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[+-]?\d+(\.\d+)?", text) is not None


def _safe(name: str) -> str:
    return _UNSAFE.sub("_", name)[:80].rstrip(". ")

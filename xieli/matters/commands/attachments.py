"""Files: stored once by the sha256 of their bytes, only if they are what they say; attached by an act."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, NoReturn
from uuid import UUID, uuid5

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.core import store as kept
from xieli.matters.errors import ActionError, Invalid
from xieli.matters.models import Attachment, Matter
from xieli.organisation.models import Person

from .act import Act

UNUSED = timedelta(hours=1)
KEPT = timedelta(days=14)  # with the panel of an act; the browser keeps its words as long
_BROUGHT = UUID("6d1f3a52-6d52-4d0c-9a43-0f3f5be1c7a4")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\]")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = "application/vnd.openxmlformats-officedocument."
# Extension → (media type, how its bytes begin). Pictures are decoded, zips opened, text decoded besides.
KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "webp": ("image/webp", (b"RIFF",)),
    "gif": ("image/gif", (b"GIF87a", b"GIF89a")),
    "pdf": ("application/pdf", (b"%PDF-",)),
    "docx": (_OFFICE + "wordprocessingml.document", (_ZIP,)),
    "xlsx": (_OFFICE + "spreadsheetml.sheet", (_ZIP,)),
    "pptx": (_OFFICE + "presentationml.presentation", (_ZIP,)),
    "zip": ("application/zip", (_ZIP,)),
    "doc": ("application/msword", (_OLE,)),
    "xls": ("application/vnd.ms-excel", (_OLE,)),
    "ppt": ("application/vnd.ms-powerpoint", (_OLE,)),
    "txt": ("text/plain", ()),
    "csv": ("text/csv", ()),
    "log": ("text/plain", ()),
    "mp4": ("video/mp4", ()),
    "mp3": ("audio/mpeg", (b"ID3", b"\xff\xfb", b"\xff\xf3")),
    "wav": ("audio/wav", (b"RIFF",)),
}
_FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}
_LARGEST_PICTURE = 50_000_000  # pixels; more is an attempt to fill the memory


def store(
    file: "UploadedFile[bytes]", *, by: Person | None, matter: Matter | None = None, by_customer: bool = False
) -> Attachment:
    """Keep a file. Pictures are written anew without what the camera said about place and owner.

    Raises Invalid (field `file`) for what is empty, too large, of an unknown kind or not what its name says.
    """
    name = _UNSAFE.sub("_", file.name or "")[-200:] or _("未命名")
    extension = name.rpartition(".")[2].lower()
    if not file.size:
        _refuse(_("“%(name)s”是空文件。") % {"name": name})
    if file.size > settings.LARGEST_UPLOAD:
        limit = settings.LARGEST_UPLOAD // 1024 // 1024
        _refuse(_("“%(name)s”超过 %(limit)s MB。") % {"name": name, "limit": limit})
    if extension not in KINDS:
        _refuse(_("不支持“%(name)s”这类文件。请上传图片、PDF、Office 文档、文本或压缩包。") % {"name": name})
    content = file.read()
    if not _is_really(extension, content):
        _refuse(_("“%(name)s”的内容与扩展名不符，请核对后再上传。") % {"name": name})
    if extension in _FORMATS:
        content = _plain_picture(content, extension, name)
    return Attachment.objects.create(
        matter=matter,
        name=name,
        media_type=KINDS[extension][0],
        size=len(content),
        sha256=kept.keep(content),
        step=matter.state if matter is not None else "",
        uploaded_by=by,
        by_customer=by_customer,
        for_customer=by_customer,
        at=clock.now(),
    )


def _refuse(sentence: str) -> NoReturn:
    raise Invalid({"file": [sentence]})


def _is_really(extension: str, content: bytes) -> bool:
    """Whether the bytes begin, and decode, as the name promises."""
    begins = KINDS[extension][1]
    if begins and not content.startswith(begins):
        return False
    match extension:
        case "docx" | "xlsx" | "pptx" | "zip":
            return _is_archive(content, office=extension != "zip")
        case "txt" | "csv" | "log":
            return b"\x00" not in content and _decodes(content)
        case "mp4":
            return content[4:8] == b"ftyp"
        case "webp" | "wav":
            return content[8:12] == (b"WEBP" if extension == "webp" else b"WAVE")
    return True


def _is_archive(content: bytes, *, office: bool) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except Exception:  # what a broken archive makes the library raise has no common base either
        return False
    return not office or ("[Content_Types].xml" in names and not any("vbaProject" in one for one in names))


def _decodes(content: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _plain_picture(content: bytes, extension: str, name: str) -> bytes:
    """The picture upright and nothing else: no EXIF, no place, no thumbnail, no bytes after the end."""
    from PIL import Image, ImageOps  # when there is a picture, not at every start

    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content), formats=[_FORMATS[extension]]) as picture:
            if picture.width * picture.height > _LARGEST_PICTURE:
                _refuse(_("“%(name)s”的像素过多，请缩小后再上传。") % {"name": name})
            upright = ImageOps.exif_transpose(picture)
            upright.info.clear()
            upright.save(out, _FORMATS[extension], **({"quality": 88} if extension != "png" else {}))
    except Invalid:
        raise
    except Exception:  # what a broken picture makes the library raise has no common base
        _refuse(_("“%(name)s”不是完好的图片。") % {"name": name})
    return out.getvalue()


def brought(files: "Iterable[UploadedFile[bytes]]", key: str, by: Person) -> list[str]:
    """Keep the files a form brings with its act; their uids go into the act's `attachments`.

    The same file under the same key is the same upload, so that a form sent again still acts once. Raises Invalid.
    """
    uids = []
    for file in files:
        kept = store(file, by=by)
        uid = uuid5(_BROUGHT, f"{by.pk} {key} {kept.sha256}")
        if Attachment.objects.filter(uid=uid).exists():
            kept.delete()
        else:
            Attachment.objects.filter(pk=kept.pk).update(uid=uid)
        uids.append(str(uid))
    return uids


def uploads(data: Mapping[str, Any]) -> list[str]:
    """The files an act brings: `attachments`, uids of what was uploaded before."""
    getlist = getattr(data, "getlist", None)
    found = getlist("attachments") if getlist else data.get("attachments") or []
    return [found] if isinstance(found, str) else [str(one) for one in found]


def attach(act: Act, uids: Iterable[str]) -> None:
    """Make uploaded files part of an act: the ledger holds their names and digests. Raises ActionError."""
    wanted = [_uid(one) for one in dict.fromkeys(uids) if one]
    if act.first and act.matter.draft:  # what its author took out of the draft again is swept
        Attachment.objects.filter(matter=act.matter, seq=None).exclude(uid__in=wanted).update(matter=None)
    if not wanted:
        return
    own = Q(uploaded_by=act.actor.person) if act.actor.person else Q(by_customer=True, uploaded_by=None)
    rows = Attachment.objects.filter(own, unclaimed(act.matter if act.first else None), uid__in=wanted)
    found = list(rows.select_for_update().order_by("pk"))
    if len(found) != len(wanted):
        raise ActionError(_("有附件已失效，请重新上传。"))
    Attachment.objects.filter(pk__in=[one.pk for one in found]).update(
        matter=act.matter, step=act.matter.state, seq=act.seq, kept_in=None, kept_for=""
    )
    act.journal["attachments"] = [[str(one.uid), one.name, one.sha256] for one in found]


def free(uids: Iterable[str], by: Person, draft: Matter | None = None) -> list[Attachment]:
    """Those of one's uploads that no act has taken yet, a draft's own among them; what is no uid is nothing."""
    wanted = []
    for one in uids:
        with suppress(ActionError):
            wanted.append(_uid(one))
    return list(Attachment.objects.filter(unclaimed(draft), uploaded_by=by, uid__in=wanted).order_by("pk"))


def unclaimed(draft: Matter | None) -> Q:
    """Taken by no act: with no matter yet, or kept with the draft itself."""
    return Q(deleted_at=None) & (Q(matter=None) | Q(matter=draft, seq=None))


def keep_with(matter: Matter, act: str, by: Person, uids: Iterable[str]) -> list[Attachment]:
    """These of one's uploads wait in the panel of an act until it is sent; what waited there and is not named, goes."""
    kept = free(uids, by)
    pks = [one.pk for one in kept]
    waiting_with(matter, act, by).exclude(pk__in=pks).update(kept_in=None, kept_for="")
    Attachment.objects.filter(unclaimed(None), pk__in=pks).update(kept_in=matter, kept_for=act)
    return kept


def waiting_with(matter: Matter, act: str, by: Person) -> "QuerySet[Attachment]":
    """What this person chose in the panel of an act and has not sent, in the order it came."""
    rows = Attachment.objects.filter(unclaimed(None), kept_in=matter, kept_for=act, uploaded_by=by)
    return rows.order_by("pk")


def _uid(text: str) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise ActionError(_("有附件已失效，请重新上传。")) from None


def sweep(now: datetime | None = None) -> int:
    """Remove what was uploaded over an hour ago and belongs to nothing, no draft or panel, and stray bytes (I10)."""
    moment = now or clock.now()
    removed, _by_model = unused(moment).delete()
    for place in kept.strays(moment - UNUSED):
        place.unlink(missing_ok=True)
    return removed


def unused(now: datetime) -> "QuerySet[Attachment]":
    """What belongs to nothing and waits nowhere any more."""
    left = Q(kept_in=None, at__lt=now - UNUSED) | Q(at__lt=now - KEPT)
    return Attachment.objects.filter(left, matter=None)


def digests() -> Iterable[str]:
    """What attachments still refer to."""
    return Attachment.objects.values_list("sha256", flat=True)

"""Files: extension, first bytes and decoder agree; stored once by digest; attached by an act; nothing is left over."""

import hashlib
import io
import os
import stat
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from xieli.core import clock, store
from xieli.matters.actors import Actor
from xieli.matters.commands import attachments, open_matter, perform
from xieli.matters.errors import ActionError, Invalid
from xieli.matters.models import Attachment, Event
from xieli.matters.verify.surroundings import look_at_files

from .scenes import MONDAY, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def picture(kind: str = "JPEG", *, place: bool = False) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    if place:
        exif[0x010F] = "secret camera"
        exif[0x0112] = 6  # lies on its side
    Image.new("RGB", (40, 20), "teal").save(out, kind, exif=exif)
    return out.getvalue()


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


def stored(cast: Any, name: str, content: bytes) -> Attachment:
    with clock.turned_to(MONDAY):
        return attachments.store(SimpleUploadedFile(name, content), by=cast.linwan)


def test_bytes_lie_under_their_digest_and_only_once(cast: Any) -> None:
    one, other = stored(cast, "a.txt", "日志".encode()), stored(cast, "b.txt", "日志".encode())
    assert one.sha256 == other.sha256 == hashlib.sha256("日志".encode()).hexdigest()
    assert store.path_of(one.sha256).read_bytes() == "日志".encode()


def test_a_picture_is_written_anew_upright_and_tells_nothing_of_its_camera(cast: Any) -> None:
    kept = stored(cast, "现场.jpg", picture(place=True))
    content = store.path_of(kept.sha256).read_bytes()
    with Image.open(io.BytesIO(content)) as image:
        assert image.size == (20, 40) and not image.getexif()
    assert b"secret camera" not in content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", picture("PNG")),
        ("a.webp", picture("WEBP")),
        ("a.gif", picture("GIF")),
        ("a.pdf", b"%PDF-1.7\n..."),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml")),
        ("a.zip", archive("x.txt")),
        ("国标.txt", "编码".encode("gb18030")),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"),
        ("a.mp4", b"\x00\x00\x00\x18ftypmp42"),
    ],
)
def test_what_is_what_it_says_is_kept(cast: Any, name: str, content: bytes) -> None:
    assert stored(cast, name, content).name == name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", b"<html><script>"),
        ("a.jpg", b"\xff\xd8\xff and nothing more"),
        ("a.png", picture("JPEG")),
        ("a.pdf", picture("JPEG")),
        ("a.docx", archive("x.txt")),
        ("a.xlsx", archive("[Content_Types].xml", "xl/vbaProject.bin")),
        ("a.zip", b"PK\x03\x04 broken"),
        ("a.txt", b"\x00\x01\x02"),
        ("a.exe", b"MZ"),
        ("a.svg", b"<svg onload=alert(1)>"),
        ("a.html", b"<p>"),
        ("noextension", b"text"),
        ("empty.txt", b""),
    ],
)
def test_what_is_not_what_it_says_is_refused(cast: Any, name: str, content: bytes) -> None:
    with pytest.raises(Invalid) as wrong:
        stored(cast, name, content)
    assert list(wrong.value.errors) == ["file"]
    assert not Attachment.objects.exists()


def test_a_picture_broken_in_what_the_camera_wrote_is_refused(cast: Any) -> None:
    whole = picture("WEBP", place=True)
    broken = whole.replace(b"MM\x00*\x00\x00\x00\x08", b"MMT*\x00\x00\x00\x08")  # the library: SyntaxError
    assert broken != whole
    with pytest.raises(Invalid) as wrong:
        stored(cast, "a.webp", broken)
    assert wrong.value.errors == {"file": ["“a.webp”不是完好的图片。"]}


def test_an_archive_of_a_kind_nobody_can_open_is_refused(cast: Any) -> None:
    whole = archive("a.txt")
    at = whole.index(b"PK\x01\x02") + 6  # the version needed to open it: the library has not got so far
    with pytest.raises(Invalid) as wrong:
        stored(cast, "a.zip", whole[:at] + b"\xff" + whole[at + 1 :])
    assert wrong.value.errors == {"file": ["“a.zip”的内容与扩展名不符，请核对后再上传。"]}


def test_what_is_too_large_is_refused(cast: Any, settings: Any) -> None:
    settings.LARGEST_UPLOAD = 10
    with pytest.raises(Invalid):
        stored(cast, "a.txt", b"eleven bytes")


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(cast: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(attachments, "_LARGEST_PICTURE", 100)
    with pytest.raises(Invalid, match="更正"):
        stored(cast, "a.png", picture("PNG"))


def test_names_carry_no_paths(cast: Any) -> None:
    assert stored(cast, "..\\..\\etc\\a.txt", b"x").name == ".._.._etc_a.txt"


def test_an_act_takes_its_files_along_and_the_ledger_holds_their_digests(cast: Any) -> None:
    kept = stored(cast, "a.txt", b"x")
    data = {
        "title": "查日志",
        "amount": 1,
        "lead_department": str(cast.rd.uid),
        "attachments": [str(kept.uid)],
    }
    matter = open_matter("toy", Actor.of(cast.linwan), "submit", data, now=MONDAY)
    kept.refresh_from_db()
    assert kept.matter == matter
    assert Event.objects.get(matter=matter).facts["attachments"] == [[str(kept.uid), "a.txt", kept.sha256]]


@pytest.mark.parametrize("whose", ["another", "unknown", "nonsense"])
def test_an_act_takes_only_ones_own_unused_files(cast: Any, whose: str) -> None:
    matter = submitted(cast)
    uid = {
        "another": str(stored(cast, "a.txt", b"x").uid),
        "unknown": "01890000-0000-7000-8000-000000000000",
        "nonsense": "../etc/passwd",
    }[whose]
    with pytest.raises(ActionError, match="重新上传"):
        perform(matter, "accept", Actor.of(cast.fangqiming), {"attachments": [uid]}, now=MONDAY)
    matter.refresh_from_db()
    assert matter.state == "sent"


def test_what_nobody_used_for_an_hour_is_swept_and_what_is_used_stays(cast: Any) -> None:
    used, unused = stored(cast, "a.txt", b"used"), stored(cast, "b.txt", b"unused")
    perform(submitted(cast), "copy", Actor.of(cast.linwan), _copy(cast, used), now=MONDAY)
    later = clock.now() + timedelta(hours=2)
    assert {one.subject for one in look_at_files(None, later)} == {str(unused.uid)}  # type: ignore[arg-type]
    assert attachments.sweep(later) == 1
    assert store.path_of(used.sha256).exists() and not store.path_of(unused.sha256).exists()


def test_a_sweep_under_way_spares_what_is_kept_again_meanwhile(cast: Any) -> None:
    """Its row may not be committed yet, or was not there when the sweep asked who knows it."""
    kept = stored(cast, "a.txt", b"again")
    old = clock.now() - timedelta(days=1)
    os.utime(store.path_of(kept.sha256), (old.timestamp(), old.timestamp()))
    kept.delete()
    assert [place.name for place in store.strays(clock.now() - timedelta(hours=1))] == [kept.sha256]
    store.keep(b"again")
    assert list(store.strays(clock.now() - timedelta(hours=1))) == []


def test_a_file_gone_while_the_sweep_looks_stops_nothing(monkeypatch: pytest.MonkeyPatch, cast: Any) -> None:
    store.keep(b"a")
    vanished = store.path_of("ab" * 32)
    monkeypatch.setattr(Path, "glob", lambda *_given: [vanished])
    assert list(store.strays(clock.now())) == []


def test_bytes_are_on_the_disk_before_anything_names_them(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    flush, name = os.fsync, Path.replace

    def flushed(descriptor: int) -> None:
        order.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "bytes")
        flush(descriptor)

    def named(path: Path, target: Path) -> Path:
        order.append("name")
        return name(path, target)

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(Path, "replace", named)
    assert store.read(store.keep(b"kept")) == b"kept"
    assert order == ["bytes", "name", "folder"]


def _copy(cast: Any, file: Attachment) -> dict[str, Any]:
    return {"people": [str(cast.zhoumin.uid)], "attachments": str(file.uid)}


def test_verify_reports_bytes_that_are_missing_or_changed_and_files_nobody_knows(cast: Any) -> None:
    missing, changed = stored(cast, "a.txt", b"missing"), stored(cast, "b.txt", b"changed")
    Attachment.objects.update(matter=submitted(cast))
    store.path_of(missing.sha256).unlink()
    store.path_of(changed.sha256).write_bytes(b"other")
    stray = store.path_of("ab" * 32)
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"stray")
    found = {one.subject: one.what for one in look_at_files(None, clock.now() + timedelta(hours=2))}  # type: ignore[arg-type]
    assert set(found) == {str(missing.uid), str(changed.uid), "ab" * 32}


def test_a_form_sent_again_with_its_photographs_acts_once(cast: Any) -> None:
    def bring(key: str) -> list[str]:
        with clock.turned_to(MONDAY):
            return attachments.brought([SimpleUploadedFile("a.jpg", picture())], key, cast.linwan)

    assert bring("one") == bring("one")
    assert bring("one") != bring("two")
    assert Attachment.objects.count() == 2
    assert [one.name for one in attachments.free([*bring("one"), "nonsense"], cast.linwan)] == ["a.jpg"]
    assert attachments.free(bring("one"), cast.bailu) == []


def test_files_chosen_in_a_panel_wait_there_for_who_chose_them_until_it_is_sent(
    cast: Any, client_of: Any, turn_clock: Any
) -> None:
    turn_clock(MONDAY)
    matter = submitted(cast)
    client, address = client_of(cast.fangqiming), f"/m/{matter.uid}/act/accept/"
    answer = client.post(
        f"{address}files/", {"key": "k1", "files": SimpleUploadedFile("proof.txt", b"proof")}
    )
    [file] = Attachment.objects.all()
    assert str(file.uid) in answer.json()["files"] and not answer.json()["wrong"]
    turn_clock(MONDAY + timedelta(days=13))
    assert attachments.sweep() == 0
    assert list(attachments.waiting_with(matter, "accept", cast.fangqiming)) == [file]
    assert not attachments.waiting_with(matter, "accept", cast.linwan) and not matter.attachments.exists()
    assert not list(look_at_files(None, clock.now()))  # type: ignore[arg-type]
    perform(matter, "accept", Actor.of(cast.fangqiming), {"attachments": [str(file.uid)]}, now=MONDAY)
    assert matter.attachments.get().seq and not attachments.waiting_with(matter, "accept", cast.fangqiming)


def test_files_taken_out_of_a_panel_or_forgotten_in_it_are_swept(
    cast: Any, client_of: Any, turn_clock: Any
) -> None:
    turn_clock(MONDAY)
    matter = submitted(cast)
    client, address = client_of(cast.fangqiming), f"/m/{matter.uid}/act/accept/files/"
    client.post(address, {"key": "k1", "files": SimpleUploadedFile("a.txt", b"a")})
    client.post(
        address, {"key": "k1", "files": SimpleUploadedFile("b.txt", b"b")}
    )  # a.txt is not named any more
    assert [one.name for one in attachments.waiting_with(matter, "accept", cast.fangqiming)] == ["b.txt"]
    turn_clock(MONDAY + timedelta(hours=2))
    assert attachments.sweep() == 1
    turn_clock(MONDAY + timedelta(days=15))
    assert attachments.sweep() == 1


def test_a_file_that_may_not_be_kept_says_so_and_keeps_the_others(cast: Any, client_of: Any) -> None:
    matter = submitted(cast)
    address = f"/m/{matter.uid}/act/accept/files/"
    files = [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.exe", b"b")]
    answer = client_of(cast.fangqiming).post(address, {"key": "k1", "files": files}).json()
    assert "a.txt" in answer["files"] and "b.exe" in answer["wrong"]

"""What is read in the bytes of a mail, whatever condition it is in."""

import time
from email.message import EmailMessage

import pytest

from xieli.core import clock
from xieli.notifications.mailbox import addressing
from xieli.notifications.mailbox.reading import read

NOW = clock.at(2026, 9, 7, 9)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def mail(text="同意。", **headers):
    found = EmailMessage()
    found["From"], found["To"] = "林晚 <LinWan@Example.cn>", "reply+x@xieli.cn"
    found["Message-ID"] = "<1@example.cn>"
    for name, value in headers.items():
        found[name.replace("_", "-")] = value
    found.set_content(text)
    return found


@pytest.fixture
def box(settings):
    settings.IMAP_HOST, settings.REPLY_ADDRESS = "imap.example.cn", "reply@xieli.cn"


def test_sender_addresses_and_words_are_read():
    found = read(mail(Cc="a@b.cn, C <D@e.cn>").as_bytes())
    assert (found.sender, found.message_id, found.text) == ("linwan@example.cn", "<1@example.cn>", "同意。")
    assert set(found.addresses) == {"reply+x@xieli.cn", "a@b.cn", "d@e.cn"}
    assert not found.automatic


def test_what_is_declared_gb2312_is_read_as_what_it_is():
    raw = (
        b'From: a@b.cn\r\nContent-Type: text/plain; charset="gb2312"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
        + "镕喆同意。".encode("gb18030")
    )
    assert read(raw).text == "镕喆同意。"


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
        {"List_Id": "<a.b>"},
        {"Subject": "自动回复: 出差"},
        {"Subject": "Automatic reply: away"},
    ],
)
def test_machines_are_known_by_what_they_say(headers):
    assert read(mail(**headers).as_bytes()).automatic


def test_a_person_may_say_so():
    assert not read(mail(Auto_Submitted="no").as_bytes()).automatic


def test_files_are_found_and_the_logo_of_a_signature_is_none():
    message = mail()
    message.add_alternative("<p>同意。</p><img src='cid:logo'>", subtype="html")
    page = message.get_payload()[1]
    page.add_related(PNG, "image", "png", cid="<logo>", filename="logo.png", disposition="inline")
    message.add_attachment(b"one,two\n", maintype="text", subtype="csv", filename="清单.csv")
    message.add_attachment(b"BEGIN", maintype="text", subtype="calendar", filename="invite.ics")
    found = read(message.as_bytes())
    assert [(one.name, one.content) for one in found.files] == [("清单.csv", b"one,two\n")]
    assert found.text == "同意。"


@pytest.mark.parametrize(
    "raw",
    [b"", b"\xff\xfe\x00", b"From: =?x?b?!!?=\r\nTo: <<>>\r\nContent-Type: text/plain; charset=nope\r\n\r\n\xff",
     b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n", b"From: a@b\r\nSubject: " + b"x" * 9000],
)  # fmt: skip
def test_a_broken_mail_is_read_as_far_as_it_goes(raw):
    assert read(raw).message_id.startswith("sha256:")


@pytest.mark.usefixtures("box")
def test_a_reply_address_says_for_whom_and_on_what_in_any_case_of_letters():
    with clock.turned_to(NOW):
        made = addressing.address(2**40, 2**31)
        assert len(made.partition("@")[0]) <= 64
        for shape in (made, made.upper()):
            ticket = addressing.ticket_of(["a@b.cn", shape])
            assert (ticket.matter, ticket.person, ticket.expired) == (2**40, 2**31, False)
    with clock.turned_to(NOW + addressing.VALID):
        assert not addressing.ticket_of([made]).expired
    with clock.turned_to(clock.at(2026, 10, 8, 0)):
        assert addressing.ticket_of([made]).expired


@pytest.mark.usefixtures("box")
def test_nobody_makes_or_changes_a_ticket(settings):
    made = addressing.address(7, 8)
    name, _, host = made.partition("@")
    for place in (8, 12, 20, 30, 50):
        other = "a" if name[place] != "a" else "b"
        with pytest.raises(addressing.Forged):
            addressing.ticket_of([f"{name[:place]}{other}{name[place + 1 :]}@{host}"])
    assert addressing.ticket_of([f"{name}@elsewhere.cn", "reply@xieli.cn", "reply+short@xieli.cn"]) is None
    former = settings.SECRET_KEY
    settings.SECRET_KEY = "n" * 60
    with pytest.raises(addressing.Forged):
        addressing.ticket_of([made])
    settings.SECRET_KEY_FALLBACKS = [former]
    assert addressing.ticket_of([made]).matter == 7


@pytest.mark.usefixtures("box")
def test_the_ticket_stands_where_the_star_is(settings):
    settings.REPLY_ADDRESS = "*@reply.xieli.cn"
    made = addressing.address(7, 8)
    assert made.endswith("@reply.xieli.cn") and len(made.partition("@")[0]) == 48
    assert addressing.ticket_of([made]).person == 8
    assert addressing.mailbox() == "reply@reply.xieli.cn"


def test_what_no_text_of_the_database_can_hold_is_left_out():
    raw = b"From: a@b.cn\r\nSubject: a\x00b\r\nMessage-ID: <a\x00\xff@b.cn>\r\n\r\n\x00yes"
    found = read(raw)
    for text in (found.subject, found.message_id, found.text):
        assert "\x00" not in text
        text.encode()


def test_a_header_nobody_writes_is_not_taken_apart():
    began = time.process_time()
    found = read(b"From: a@b.cn\r\nTo: " + b"(" * 3_000_000 + b"\r\nCc: c@d.cn\r\n\r\nyes")
    assert (found.sender, found.addresses, found.text) == ("a@b.cn", ("c@d.cn",), "yes")
    assert time.process_time() - began < 5

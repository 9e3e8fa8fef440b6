"""The new words of a reply, without what it quotes.

First our own line in the letter, then what mail programs of China write above a quotation, then the library, which
knows the other languages (decision 0153). Rather too much is kept than a word of the writer lost. A letter may come
from anybody: no pattern here takes more time than grows with its length, and the library, whose time grows with the
third power, is asked about short texts only.
"""

import re

from django.utils.translation import gettext_noop
from lxml import html
from mailparser_reply import EmailReplyParser

# Stands above the words of every letter that may be answered, in the reader's language.
LINE = gettext_noop("—— 回复请写在这一行以上 ——")
_LINE = re.compile(
    r"^.*(?:—— 回复请写在这一行以上 ——|—— Write your reply above this line ——).*$", re.MULTILINE
)

_QUOTED, _GAP = r"^[ \t>]*", r"[^\S\n]{0,4}"
_BEGINNINGS = re.compile(
    "|".join(
        (
            # QQ, Foxmail, DingTalk, Outlook: a ruler with a heading, or a ruler before the sender
            _QUOTED + r"-{3,}\s*(?:原始邮件|转发邮件|回复的?原邮件|Original(?: Message)?|原邮件)\s*-{3,}",
            _QUOTED + r"(?:[-_]{10,}[ \t]*\n(?:[ \t]*\n){0,2}[ \t>]*)?"
            rf"(?:发{_GAP}件{_GAP}人|From){_GAP}[：:][^\n]*\n"
            r"(?=(?:[^\n]*\n){0,2}?[ \t>]*"
            rf"(?:发送时间|发送日期|日{_GAP}期|时{_GAP}间|Sent|Date){_GAP}[：:])",
            # 163, Apple, Gmail, Thunderbird: a sentence
            _QUOTED + r"(?:[^\n]{0,120}<[^\n<>]+@[^\n<>]+>[ \t]*\n)?"
            r"(?:在|于)\s*20\d\d[^\n]{0,160}(?:\n[^\n]{0,120})?写道\s*[：:]\s*$",
            _QUOTED + r"[^\n]{0,120}于\s*20\d\d[^\n]{0,60}(?:\n[^\n]{0,60})?写道\s*[：:]\s*$",
            _QUOTED + r"At\s+20\d\d-[^\n]{0,160}wrote:\s*$",
            _QUOTED + r"On\s[^\n]{0,160}(?:\n[^\n]{0,160})?wrote:[ \t]*$",
        )
    ),
    re.MULTILINE,
)
_SIGNED = re.compile(
    r"\n[ \t]*(?:发自(?:我的|网易|企业微信|腾讯企业邮)[^\n]{0,40}|Sent from my [^\n]{0,40}|来自\s?钉钉[^\n]{0,40})\s*\Z"
)
_PARSER = EmailReplyParser(languages=["zh", "en"])
_SHORT = 2_000  # characters
_DROPPED = "//blockquote | //style | //script | //head | //*[contains(@class, 'gmail_quote')]"


def fresh(text: str) -> str:
    """What the writer added, in plain text; empty when nothing was."""
    plain = text.replace("\r\n", "\n").replace("\xa0", " ").replace("&nbsp;", " ")
    for pattern in (_LINE, _BEGINNINGS):
        if found := pattern.search(plain):
            plain = plain[: found.start()]
    if found := _BEGINNINGS.search(plain):
        plain = plain[: found.start()]
    plain = _SIGNED.sub("", f"\n{plain.rstrip()}")
    if len(plain) <= _SHORT:
        plain = _PARSER.parse_reply(plain) or ""
    return plain.strip()


def plain_of(source: str) -> str:
    """The words of an HTML letter, blocks as lines, quotations left out."""
    if not source.strip():
        return ""
    tree = html.document_fromstring(source)
    for node in tree.xpath(_DROPPED):
        node.drop_tree()
    for node in tree.xpath("//br | //p | //div | //tr | //li"):
        node.tail = "\n" + (node.tail or "")
    lines = (" ".join(line.split()) for line in str(tree.text_content()).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

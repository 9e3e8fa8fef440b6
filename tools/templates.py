"""Templates: one form (djade), and the rules that keep the strict content policy and the layers true."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# What the policy of scripts and styles would block in the browser is found here, before anybody sees a broken page.
FORBIDDEN = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=.application/json)", re.IGNORECASE),
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an inline handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a javascript: link": re.compile(r"(?:href|src|action)\s*=\s*[\"']\s*javascript:", re.IGNORECASE),
    "an address outside": re.compile(r"(?:src|srcset)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE),
    "text marked safe": re.compile(r"\|\s*safe\b|{%\s*autoescape off"),
    "an evaluated attribute of htmx": re.compile(
        r"\bhx-(?:on|vals|headers)[\w:-]*\s*=\s*[\"'](?:js|javascript):"
    ),
    "a form that posts without csrf_token": re.compile(
        r"<form(?=[^>]*(?:method\s*=\s*[\"']post|hx-post))[^>]*>(?!(?:(?!</form).)*(?:csrf_token|<c-))",
        re.IGNORECASE | re.DOTALL,
    ),
}
# Mail is not a page: its styles must be inline, and no policy applies.
TRANSLATED = re.compile(r"{%\s*blocktranslate.*?endblocktranslate\s*%}|{%.*?%}|{{.*?}}", re.DOTALL)
CHINESE = re.compile("[\u3001-\u301f\u4e00-\u9fff\uff00-\uff60]+")
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.DOTALL)
NOT_A_PAGE = ("mail", "email")
NOT_TRANSLATED = ("styleguide.html",)  # for those who build the product


def pages() -> list[Path]:
    """Every template of the product."""
    return sorted(path for path in (ROOT / "xieli").rglob("templates/**/*.html") if path.is_file())


def complaints(name: str, source: str) -> Iterator[str]:
    """What is wrong with one template, one sentence each."""
    text = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), source)
    for what, pattern in FORBIDDEN.items():
        for match in pattern.finditer(text):
            yield f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {what}"
    if name.endswith(NOT_TRANSLATED):
        return
    bare = TRANSLATED.sub(lambda match: "\n" * match[0].count("\n"), text)
    for match in CHINESE.finditer(bare.replace("简体中文", "")):  # a language is called by its own name
        line = bare.count("\n", 0, match.start()) + 1
        yield f"{name}:{line}: “{match[0]}” is Chinese on English pages too (translate, or the tag mark)"


def main(command: str) -> int:
    """`check` fails on complaints and on another form; `fix` gives the form."""
    files = pages()
    if not files:
        return 0
    option = ["--check"] if command == "check" else []
    djade = Path(sys.executable).with_name("djade")
    status = subprocess.run([djade, *option, "--target-version", "5.2", *files], check=False).returncode
    if command == "fix":
        return 0
    found = [
        complaint
        for path in files
        if not any(part in NOT_A_PAGE for part in path.parts)
        for complaint in complaints(str(path.relative_to(ROOT)), path.read_text("utf-8"))
    ]
    print("\n".join(found))
    return 1 if found or status else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""Cutting Chinese text into what an index can hold, and what somebody typed into a query of it.

The index side runs in the database (`xieli_bigrams`, functions.sql); `bigrams` is its twin in Python.
"""

import re
from unicodedata import normalize

LONGEST_TEXT = 20_000
LONGEST_CODE = 32
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(f"([{_HAN}]+)|([a-z0-9\u00df-\u024f\u0400-\u04ff]+)")
_DIGIT = re.compile("[0-9]")
MOST_TERMS = 12


def plain(text: str) -> str:
    """Text as it is compared: full-width letters and digits made narrow, small letters."""
    return normalize("NFKC", text.replace("\x00", " ")).lower()


def bigrams(text: str) -> set[str]:
    """What the index holds of a text: pairs of Chinese characters, words, and every end of a code."""
    found: set[str] = set()
    for han, word in _RUN.findall(plain(text)[:LONGEST_TEXT]):
        if han:
            found.update(han[i : i + 2] for i in range(len(han)))
        elif _DIGIT.search(word):
            found.update(word[i : i + LONGEST_CODE] for i in range(min(len(word), LONGEST_CODE)))
        else:
            found.add(word[:LONGEST_CODE])
    return found


def terms(typed: str) -> list[str]:
    """The parts of what somebody typed, each of which must be found as it stands; punctuation alone is none."""
    parts = [part for part in plain(typed).split() if _RUN.search(part)]
    return list(dict.fromkeys(parts))[:MOST_TERMS]


def query(typed: str) -> str:
    """A raw tsquery that every text holding all the typed parts meets; "" where nothing can be searched for.

    It also lets through texts that hold the pieces apart from each other: compare with `terms` afterwards.
    """
    pieces = {piece: None for term in terms(typed) for piece in _pieces(term)}
    return " & ".join(pieces)


def scattered(term: str) -> bool:
    """Whether a text can hold a term's pieces without the term: then it must be compared, too."""
    return len(_pieces(term)) > 1 or len(term) > LONGEST_CODE


def _pieces(term: str) -> list[str]:
    pieces = []
    for han, word in _RUN.findall(term):
        if len(han) > 1:
            pieces += [f"'{han[i : i + 2]}'" for i in range(len(han) - 1)]
        else:  # a word may go on after what was typed, and so may a single character
            pieces.append(f"'{(han or word)[:LONGEST_CODE]}':*")
    return pieces

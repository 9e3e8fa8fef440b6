"""What arguments of commands may be, so that a wrong one is told in a sentence before anything begins."""

from argparse import ArgumentTypeError
from collections.abc import Callable, Collection
from pathlib import Path


def at_least(least: int, most: int | None = None) -> Callable[[str], int]:
    """A whole number within these bounds."""

    def number(text: str) -> int:
        value = int(text)
        if value < least or (most is not None and value > most):
            raise ArgumentTypeError(
                f"{value} is not {f'between {least} and {most}' if most else f'{least} or more'}"
            )
        return value

    number.__name__ = "number"  # argparse says: invalid number value
    return number


def one_of(names: Collection[str]) -> Callable[[str], str]:
    """One of these names, in whatever case (`choices` refuses that nothing is given)."""

    def name(text: str) -> str:
        if text.upper() not in names:
            raise ArgumentTypeError(f"there is no {text}; choose from {' '.join(names)}")
        return text.upper()

    return name


def existing_file(text: str) -> Path:
    """The path of a file that is there."""
    path = Path(text)
    if not path.is_file():
        raise ArgumentTypeError(f"{path} is not there")
    return path

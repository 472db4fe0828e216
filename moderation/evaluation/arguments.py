"""What `evaluate` and `calibrate` ask for in the same words: rows, and what judges them."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import Any

from moderation.evaluation.rows import Selection


def add_shared_arguments(parser: ArgumentParser) -> None:
    """Add which rows to take, and by which policy and for which site they are judged."""
    parser.add_argument("--policy", type=Path, help="TOML file; else the site's or the default")
    parser.add_argument("--site", help="slug: its policy, names and phrases")
    parser.add_argument("--split", help="only rows of this split, like valid")
    parser.add_argument("--limit", type=at_least(1), help="only a sample of so many rows")
    parser.add_argument("--seed", type=at_least(0), default=0, help="of all chance")


def selection_of(options: dict[str, Any]) -> Selection:
    return Selection(tuple(options["data"]), options["split"], options["limit"], options["seed"])


def at_least(least: int) -> Callable[[str], int]:
    """Return an argument's type: whole numbers from `least` on."""

    def read(text: str) -> int:
        if not (text.isdecimal() and int(text) >= least):
            raise ArgumentTypeError(f"{text} is no whole number from {least} on")
        return int(text)

    return read


def share(text: str) -> float:
    """Return the number above 0 and below 1 that the argument is."""
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not 0 < number < 1:  # true for NaN too
        raise ArgumentTypeError(f"{text} is no share between 0 and 1, like 0.05")
    return number

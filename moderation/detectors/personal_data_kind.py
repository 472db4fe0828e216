"""A kind of personal datum: how it is written, what it weighs, and what must hold of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """`value` is what the datum weighs when nothing around says more; 0.5 is the bar.

    The pattern reads lower case. Its last group is the datum, or the whole match where it has
    none; a group `name` must be written with a capital by the author.
    """

    why: str
    pattern: re.Pattern[str]
    value: float
    holds: Callable[[str], bool] = bool
    # The words around cannot make an account number harmless, nor a home worse than it is.
    may_be_official: bool = True


def kind(
    why: str,
    pattern: str,
    value: float,
    holds: Callable[[str], bool] = bool,
    *,
    may_be_official: bool = True,
) -> Kind:
    return Kind(why, re.compile(pattern), value, holds, may_be_official)

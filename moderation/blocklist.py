"""What may stand in a site's blocklist, and what is wrong with a line that may not."""

import re
import unicodedata
from collections.abc import Callable, Iterable

MOST_PHRASES = 20_000
LONGEST_PHRASE = 200
FEWEST_LETTERS = 2
# After so many the file is another kind of file.
_MOST_PROBLEMS = 20

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_AROUND_HOST = re.compile(r"^(?:https?://)?(?:\*\.|www\.)?|[/.]+$")


class BlocklistRefused(Exception):
    """Lines that cannot be used; `problems` says what is wrong with each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def checked_phrases(lines: Iterable[str]) -> list[str]:
    """Return the phrases in order, one a line, blank lines left out, those alike but for case and
    blanks merged. Raises BlocklistRefused.
    """
    return _checked(lines, _phrase, most=MOST_PHRASES)


def checked_domains(lines: Iterable[str]) -> list[str]:
    """Return the hosts in lower case and ASCII; `https://`, `www.` and `*.` before one say nothing.
    Raises BlocklistRefused.
    """
    return _checked(lines, _domain, most=MOST_PHRASES)


def _checked(lines: Iterable[str], check: Callable[[str], str], *, most: int) -> list[str]:
    kept: dict[str, str] = {}
    problems: list[str] = []
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                checked = check(line.strip())
                kept.setdefault(checked.casefold(), checked)
        except ValueError as error:
            problems.append(f"Line {number}: {error}")
    if len(kept) > most:
        problems.append(f"{len(kept)} lines; {most} is the most.")
    if problems:
        left = len(problems) - _MOST_PROBLEMS
        raise BlocklistRefused(
            [*problems[:_MOST_PROBLEMS], *([f"And {left} more."] if left > 0 else [])]
        )
    return list(kept.values())


def _phrase(line: str) -> str:
    phrase = " ".join(unicodedata.normalize("NFC", line).split())
    if len(phrase) > LONGEST_PHRASE:
        raise ValueError(f"{len(phrase)} characters; {LONGEST_PHRASE} is the most.")
    if not phrase.isprintable():
        raise ValueError("it has characters that cannot be seen.")
    if sum(not c.isspace() for c in phrase) < FEWEST_LETTERS:
        raise ValueError(f"“{phrase}” is too short: a single letter would be found everywhere.")
    return phrase


def _domain(line: str) -> str:
    host = _AROUND_HOST.sub("", line.lower())
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        host = ""
    if _HOST.fullmatch(host) is None:
        raise ValueError(f"“{line[:60]}” is no host like example.org.")
    return host

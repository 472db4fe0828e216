"""A text to its blocks: headings and paragraphs, each one line, with the line where it begins."""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.ingest.parsed import ArticleUnreadable

# "Join the Discussion!" on a line of its own, or with the invitation after its mark.
DISCUSSION_HEADING = re.compile(
    r"[\W_]*join (?:the|our) (?:discussion|conversation|debate)(?:\s*[!.:…]|[\W_]*$)", re.IGNORECASE
)

_LINE_END = re.compile(r"\r\n|[\r\n\u2028\u2029]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_INVISIBLE = str.maketrans("", "", "\ufeff\u200b\u2060\u00ad")
_RULE = re.compile(r"[-_=*~•·\s]{3,}")

# Mail programs and editors wrap at 60 to 100 columns; a longer line is a paragraph of its own.
_NARROWEST, _WIDEST = 40, 120
# Lines wrapped by hand end before the margin; no English word but a few is longer than this.
_SLACK = 12
_CLOSED = ".!?:…)”\"'\u2019"


@dataclass(frozen=True, slots=True)
class Block:
    """One heading or paragraph without line ends; `line` counts from 1."""

    line: int
    text: str


def read_blocks(text: str) -> list[Block]:
    """Return the blocks in order. Raises ArticleUnreadable for what is no text.

    A blank line ends a block. So does every line end, unless the lines were wrapped: the next word
    would not have fitted on the line (seen over the whole file), or it begins in lower case.
    """
    lines = [_clean(line) for line in _printable_lines(text)]
    runs = list(_runs(lines))
    width = _wrapped_at([[line for _, line in run] for run in runs])
    return [
        block
        for place, run in enumerate(runs)
        for block in _blocks_of(run, width, is_first=place == 0)
    ]


def _printable_lines(text: str) -> Iterator[str]:
    for number, line in enumerate(_LINE_END.split(text), start=1):
        found = _UNPRINTABLE.search(line)
        if found:
            raise ArticleUnreadable(number, f"character U+{ord(found[0]):04X} is no text")
        yield line


def _clean(line: str) -> str:
    """Return the line in NFC with single spaces; a ruler of dashes or stars becomes empty."""
    text = " ".join(unicodedata.normalize("NFC", line).translate(_INVISIBLE).split())
    return "" if _RULE.fullmatch(text) else text


def _runs(lines: Sequence[str]) -> Iterator[list[tuple[int, str]]]:
    """Yield the stretches between blank lines, each line with its number."""
    run: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        if line:
            run.append((number, line))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _wrapped_at(runs: Sequence[Sequence[str]]) -> int:
    """Return the column at which the file's lines were wrapped, 0 if they were not."""
    if any(len(line) > _WIDEST and " " in line for run in runs for line in run):
        return 0
    pairs = [pair for run in runs for pair in itertools.pairwise(run)]
    width = max((len(line) for line, _ in pairs), default=0)
    full = sum(_is_full(line, following, width - _SLACK) for line, following in pairs)
    # The longest line is full by definition, so it proves nothing.
    proven = full > 1 and full - 1 >= 0.6 * (len(pairs) - 1)
    return width if width >= _NARROWEST and proven else 0


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line would have crossed that column."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width


def _blocks_of(run: list[tuple[int, str]], width: int, *, is_first: bool) -> Iterator[Block]:
    start, text = run[0]
    for place, (number, following) in enumerate(run[1:]):
        if _goes_on(run[place][1], following, width, is_headline=is_first and place == 0):
            text = f"{text} {following}"
        else:
            yield Block(start, text)
            start, text = number, following
    yield Block(start, text)


def _goes_on(line: str, following: str, width: int, *, is_headline: bool) -> bool:
    """Whether the following line continues the paragraph of this one."""
    if DISCUSSION_HEADING.match(line) or DISCUSSION_HEADING.match(following):
        return False
    # A deck may stand right below its headline, so there the margin has to be met exactly.
    if width and _is_full(line, following, width if is_headline else width - _SLACK):
        return True
    in_mid_sentence = following[0].islower() and line[-1] not in _CLOSED
    return in_mid_sentence and not is_headline and not following.startswith("by ")

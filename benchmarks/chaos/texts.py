"""What is posted: ordinary comments, some that kill whoever reads them, some that score NaN."""

import hashlib
import random
import re
from dataclasses import dataclass

from benchmarks.texts import comments
from discussion.body import clean_body

PLAIN, POISON, NAN = "plain", "poison", "nan"
# What the stub of a scorer obeys (tests/stub_scorer.py).
COMMANDS = {POISON: "STUB:CRASH", NAN: "STUB:NAN"}
ONE_IN = {POISON: 1_000, NAN: 200}
# A run of a few hundred comments has some of them, too.
AT_LEAST = 2
# What a hostile text says beside its command: words in plain letters alone. A text whose signs have
# to be undone is read in lower case, and the stub would see no command.
PLAIN_WORD = re.compile(r"(?<!\S)[A-Za-z]{2,}(?!\S)")
SHARE_OF_EDITS = 0.05
SHARE_OF_NAN_EDITS = 0.1


@dataclass(frozen=True, slots=True)
class Text:
    """A comment to post, and what its author will change it to; empty for nothing."""

    number: int
    kind: str
    body: str
    edit: str
    edit_kind: str

    @property
    def key(self) -> str:
        return f"chaos-{self.number}"


def texts(count: int, *, seed: int) -> list[Text]:
    """Return so many texts, the same ones for the same seed."""
    drawn = random.Random(seed)
    bodies = comments(count, seed=seed)
    kinds = _kinds(drawn, count)
    return [_text(drawn, n, kinds.get(n, PLAIN), body) for n, body in enumerate(bodies)]


def digest(text: str) -> str:
    """Name a text in the logs, which hold no text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _kinds(drawn: random.Random, count: int) -> dict[int, str]:
    """Draw which are hostile. In the first half: the last one to be tried three times is not what
    the run waits for.
    """
    wanted = [kind for kind, one in ONE_IN.items() for _ in range(max(AT_LEAST, count // one))]
    places = drawn.sample(range(max(count // 2, len(wanted))), len(wanted))
    return dict(zip(places, wanted, strict=True))


def _text(drawn: random.Random, number: int, kind: str, body: str) -> Text:
    edit = edit_kind = ""
    if drawn.random() < SHARE_OF_EDITS and kind == PLAIN:
        edit_kind = NAN if drawn.random() < SHARE_OF_NAN_EDITS else PLAIN
        edit = _written(number, edit_kind, f"{body} I said it better the second time")
    return Text(number, kind, _written(number, kind, body), edit, edit_kind)


def _written(number: int, kind: str, body: str) -> str:
    if kind in COMMANDS:
        body = " ".join([COMMANDS[kind], *PLAIN_WORD.findall(body), f"number {number}"])
    return clean_body(body)

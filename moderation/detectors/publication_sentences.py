"""The sentences of a comment, prepared: who is named in them, and what is masked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from moderation.detectors.publication_reach import Stretch, addresses_publication, has_rival
from moderation.detectors.publication_target import Targets
from moderation.text import Views, sentences

# Stands for each letter of a name: a name's own letters are no insult ("Die Zeitung").
MASK = "\ua66e"
# "Shut. This. Site. Down."
_STACCATO = re.compile(r"(?:(?<=\s)|^)\w+[.!](?: \w+[.!]){2,}(?=\s|$)")
_STOP_INSIDE = re.compile(r"[.!](?= )")
_NAME_OF_ANOTHER = re.compile(rf"(?<!like )(?<=[^\W{MASK}] )[A-Z][^\W{MASK}]\w+")
_QUOTED = re.compile(
    r"\b(?:said|says|called|calls?|calling|wrote|claims?)\b[^\"“”.]*([\"“][^\"”]*[\"”])"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` is folded, its names and quotations masked; `named` are the targets in it."""

    start: int
    text: str
    named: tuple[Stretch, ...]
    has_rival: bool
    addresses: bool


def joined(seen: Views) -> Views:
    """Read a run of one-word sentences as one, by leaving out its stops."""
    stops = {
        run.start() + stop.start()
        for run in _STACCATO.finditer(seen.folded)
        for stop in _STOP_INSIDE.finditer(run[0])
    }
    if not stops:
        return seen
    kept = [index for index in range(len(seen.folded)) if index not in stops]
    folded = "".join(seen.folded[index] for index in kept)
    return replace(seen, folded=folded, offsets=[seen.offsets[index] for index in kept])


def read_sentences(seen: Views, targets: Targets) -> Iterator[Sentence]:
    for start, end in sentences(seen.folded):
        text, named = seen.folded[start:end], targets.find(seen, start, end)
        spans = [(target.start - start, target.end - start) for target in named]
        cased = "".join(seen.plain[i] for i in seen.offsets[start:end])
        for (left, right), target in zip(spans, named, strict=True):
            if target.is_name:
                mask = MASK * (right - left)
                text = text[:left] + mask + text[right:]
                cased = cased[:left] + mask + cased[right:]
        text = _QUOTED.sub(lambda m: m[0].replace(m[1], " " * len(m[1])), text)
        others = not cased.isupper() and bool(_NAME_OF_ANOTHER.search(cased))
        yield Sentence(
            start,
            text,
            tuple(spans),
            has_rival(text, has_names=others),
            addresses_publication(text),
        )

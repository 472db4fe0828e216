"""`attack_on_publication`: contempt or a call for harm, aimed at the publication or its people.

Two things must meet in one clause: a target (who "the publication" is at this site) and hostility.
Either alone is free speech: criticism of the publication, or anger at somebody else. Words that
show that the clause is hostile to another (it reports, exposes, quotes, denies) take the aim away;
where no hostile word is found, the scorer's view of the clause counts, at a discount. A sentence
beside one that names the target may go on about it: "They are liars.", "You make me sick."
"""

import re
import string
from dataclasses import dataclass, replace
from math import nan
from pathlib import Path

from moderation.detectors import (
    publication_aim,
    publication_reach,
    publication_sentences,
    publication_target,
    publication_words,
    word_file,
)
from moderation.detectors.base import Finding, Material, Span, make_producer
from moderation.detectors.publication_aim import (
    FURTHEST,
    TURNS,
    Mark,
    aimed_words,
    calls_around,
    is_disputed,
    is_of_others,
)
from moderation.detectors.publication_reach import (
    YOU,
    Stretch,
    goes_on_about,
    is_bare_insult,
    reach,
)
from moderation.detectors.publication_sentences import MASK, Sentence, joined, read_sentences
from moderation.detectors.publication_target import targets_of
from moderation.detectors.publication_words import HOSTILITY_FILE
from moderation.scoring.base import Scorer

# Sentences between the name and what is still said to it.
_NEAR = 2
# With an aim the value starts here: the bar of 0.5 is passed whatever the scorer says.
_AIMED = 0.6
_UNAIMED, _FOLLOWING, _UNCERTAIN, _DENIAL, _TOXICITY = 1.0, 0.7, 0.3, 0.4, 0.85
_NAME = re.compile(f"{MASK}+")
_PRONOUN = re.compile(
    r"\b(?:he|she|they|it)\b(?= (?:should|deserves?|ought|must|belongs?|needs?|is|are)\b)"
)
_THEIRS = re.compile(r"(?:its|their)\b")
_CONCLUDES = re.compile(r"\W*(?:that|this|such|it)(?:['\u2019]s| is| are| was)\b")


@dataclass(frozen=True, slots=True)
class _Hostility:
    value: float = 0.0
    marks: tuple[Mark, ...] = ()


class AttackOnPublication:
    attributes: tuple[str, ...] = ("attack_on_publication",)
    producer = make_producer(
        "publication",
        "2",
        *(
            Path(str(module.__file__))
            for module in (
                publication_aim,
                publication_reach,
                publication_sentences,
                publication_target,
                publication_words,
                word_file,
            )
        ),
        Path(__file__),
        HOSTILITY_FILE,
    )

    def detect(self, material: Material) -> list[Finding]:
        """Return the most hostile sentence's value; 0.5 parts attack from criticism.

        At 0.6 and above an aim was found; within that, the scorer's view of the clause grades.
        Raises ValueError where the scorer gives no number in [0, 1]: it must not pass for 0.
        """
        seen = joined(material.views)
        read = list(read_sentences(seen, targets_of(material.site)))
        worst, worst_start = _Hostility(), 0
        for index, sentence in enumerate(read):
            found = _judge(sentence, read, index, material.scorer)
            if found.value > worst.value:
                worst, worst_start = found, sentence.start
        spans = tuple(
            Span(*seen.original_span(worst_start + a, worst_start + b), why)
            for a, b, why in worst.marks
        )
        return [Finding(self.attributes[0], worst.value, self.producer, spans)]


def _judge(sentence: Sentence, read: list[Sentence], index: int, scorer: Scorer) -> _Hostility:
    """Judge one sentence by itself and by those around it."""
    text, named = sentence.text, _named(sentence, read[max(0, index - 1) : index])
    doubt = _UNAIMED
    if not named:
        around = read[max(0, index - _NEAR) : index + 2]
        if not any(other.named or other.addresses for other in around):
            return _Hostility()
        if _goes_on(text, read, index):
            doubt, named = _FOLLOWING, [_first_word(text)]
        elif not YOU.search(text):
            return _Hostility()
        else:
            doubt = _UNCERTAIN
    elif not sentence.has_rival:
        named += [m.span() for m in _PRONOUN.finditer(text, named[0][1])]
    found = _weigh(text, named, doubt, scorer)
    after = " ".join(other.text for other in read[index + 1 : index + 2])
    return replace(found, value=found.value * _DENIAL) if is_disputed(text, after) else found


def _named(sentence: Sentence, before: list[Sentence]) -> list[Stretch]:
    """Return the targets of a sentence. "Its editors" after talk of others are those others'."""
    others = any(s.has_rival and not s.named for s in before)
    return [
        span for span in sentence.named if not (others and _THEIRS.match(sentence.text, span[0]))
    ]


def _goes_on(text: str, read: list[Sentence], index: int) -> bool:
    """Tell whether a sentence without a target means the one beside it."""
    if _is_followed(read[:index]):
        return goes_on_about(text)
    after = read[index + 1 : index + 2]
    if any(s.named and _CONCLUDES.match(s.text) for s in after):
        return len(text) <= FURTHEST
    return (
        is_bare_insult(text)
        and not text.startswith(("what", "such"))
        and any(s.named and not TURNS.search(s.text) for s in after)
    )


def _is_followed(before: list[Sentence]) -> bool:
    """Tell whether the last sentences leave the target as the one whom "they" can mean."""
    for sentence in reversed(before[-_NEAR:]):
        if sentence.has_rival:
            return False
        if sentence.named:
            return True
    return False


def _first_word(text: str) -> Stretch:
    return 0, len(text) - len(text.lstrip(string.punctuation + " ").lstrip(string.ascii_letters))


def _weigh(text: str, named: list[Stretch], doubt: float, scorer: Scorer) -> _Hostility:
    reached = reach(text, named)
    if not reached:
        return _Hostility()
    aims = [*named, *(m.span() for a, b in reached for m in YOU.finditer(text, a, b))]
    marks = [mark for clause in reached for mark in aimed_words(text, clause, aims)]
    marks += calls_around(text, aims)
    score = _score(scorer, text, reached)
    if marks:
        value = _AIMED + (1 - _AIMED) * score
    else:
        turned = any(TURNS.search(text, a, b) for a, b in reached) or all(
            is_of_others(text, aim) for aim in aims
        )
        value = (min(_UNCERTAIN, doubt) if turned else doubt) * score
    targets = {(start, end, "target") for start, end in aims}
    return _Hostility(value, tuple(sorted(targets.union(marks))))


def _score(scorer: Scorer, text: str, clauses: list[Stretch]) -> float:
    """Return how insulting the clauses are. Toxicity alone reacts to war, so it counts less.

    Names are read as "you": a scorer has its own opinion of names.
    """
    said = " ".join(text[a:b] for a, b in clauses).strip(" ,;:()\u2013—")
    said = _NAME.sub("you", said)
    scores = scorer.score([f"you are {said}" if is_bare_insult(text) else said])[0]
    insult, toxicity = scores.get("insult", nan), scores.get("toxicity", nan)
    # Each by itself: a NaN gets lost in max().
    if not (0.0 <= insult <= 1.0 and 0.0 <= toxicity <= 1.0):
        raise ValueError("The scorer gave no probability for a sentence; see its signals.")
    return max(insult, _TOXICITY * toxicity)

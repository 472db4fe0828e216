"""What an author is told about a rejection: words for each clause, which moderators change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.models import PolicyVersion
from moderation.models import ReasoningTemplate
from moderation.why import ClauseText, clause_texts


@dataclass(frozen=True, slots=True)
class Words:
    """A reasoning to start from; `key` names it in a form."""

    key: str
    clause: str
    title: str
    text: str


def words_for(policy: PolicyVersion) -> list[Words]:
    """Return the words to start from, in the order of the policy's clauses: one query.

    A clause has the site's own templates, or else the prepared reasoning; the first is meant where
    nobody chooses.
    """
    own: dict[str, list[Words]] = {}
    for row in ReasoningTemplate.objects.filter(site=policy.site_id):
        own.setdefault(row.clause, []).append(
            Words(str(row.pk), row.clause, row.title, row.text.strip())
        )
    return [
        words
        for clause in clause_texts(policy)
        for words in own.get(clause.id) or [_prepared(clause)]
    ]


def prepared_reasoning(clause: ClauseText) -> str:
    """Return the text for a clause without templates."""
    return (
        f"We removed your comment under “{clause.title}” of our comment policy. "
        "If you think that this is wrong, you can appeal: another person will look at it."
    )


def chosen_reasoning(said: str, clause_id: str, key: str, known: Sequence[Words]) -> str:
    """Return what was said; words that were left as they were become those of the choice.

    So the form works without a script: choosing another clause or template cannot send the wrong
    words.
    """
    ready = [words for words in known if words.clause == clause_id]
    text = _plain(said)
    untouched = text in {_plain(words.text) for words in known} or (not text and key)
    if not (ready and untouched):
        return said.strip()
    return (_named(ready, key) or _same(ready, text) or ready[0]).text


def _prepared(clause: ClauseText) -> Words:
    return Words(f"prepared-{clause.id}", clause.id, "standard words", prepared_reasoning(clause))


def _named(words: Iterable[Words], key: str) -> Words | None:
    return next((each for each in words if each.key == key), None)


def _same(words: Iterable[Words], text: str) -> Words | None:
    return next((each for each in words if _plain(each.text) == text), None)


def _plain(text: str) -> str:
    # A browser sends line breaks of its own kind.
    return " ".join(text.split())

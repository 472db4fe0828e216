"""The worker's side of asking: a text judged at once, for somebody who waits."""

import logging
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from time import monotonic

from articles.models import Article, Site
from moderation.asking import channel
from moderation.asking.channel import Message, Taken
from moderation.cited import marked_by_machine
from moderation.detectors.base import Finding
from moderation.detectors.language import UNKNOWN, language_of
from moderation.dry_run import DryRun
from moderation.judge import Judge
from moderation.policy.engine import FAULT
from moderation.policy.types import Mode
from moderation.reading import public_text, reading
from moderation.site_profile import profile_of
from moderation.text import sentences

log = logging.getLogger(__name__)

# Looking for the words that drove the scorer takes as long again as thirty texts. Where little time
# is left, an outcome without them is worth more than none.
MARKING_SECONDS = 0.7
# With less left than this an answer is sent as far as it is.
LAST_SECONDS = 0.2
MOST_PARTS = 20
# The code (ISO 639-2) of a language that nobody can tell.
UNDETERMINED = "und"


def answer_next(judge: Callable[[], Judge]) -> None:
    """Wait a little for a question and answer it, while nobody else of this process reads.

    Somebody always gets told: what cannot be judged is answered with nothing. Raises RedisError.
    """
    taken = channel.take()
    if taken is None:
        return
    began = monotonic()
    answer: Message = {}
    try:
        with reading():
            if taken.seconds_left > 0:
                answer = ANSWERS[taken.question["kind"]](taken, judge())
    except Exception:
        # Whatever it was: the asker is told at once, and this listener is wanted for the next one.
        log.exception("question not answered")
    channel.reply(taken.id, answer)
    seconds = round(monotonic() - began, 3)
    log.info("answered", extra={"kind": taken.question["kind"], "seconds": seconds})


def check_draft(taken: Taken, judge: Judge) -> Message:
    """Return what would become of the text below its article by itself, without whose it is; and
    where it meets which clauses.
    """
    asked = taken.question
    article = Article.objects.select_related("site__policy").get(pk=asked["article"])
    version = article.site.published_policy
    run = DryRun.of(article.site, judge, marks=taken.seconds_left > MARKING_SECONDS)
    run = replace(run, mode=Mode(article.moderation_now))
    findings, verdict = run.verdict(asked["text"], public_text(asked["parent"]))
    met = {clause.id: clause for clause in run.policy.clauses}
    return {
        "outcome": verdict.outcome,
        "clauses": [
            {"id": id_, "title": met[id_].title, "wording": met[id_].wording}
            for id_ in verdict.clauses
        ],
        "passages": marked_by_machine(findings, version, verdict.clauses),
    }


def score_text(taken: Taken, judge: Judge) -> Message:
    """Return the scorer's values for the text and for its parts, and the language that it is in;
    nothing where the scorer gave no sound numbers.
    """
    asked = taken.question
    text = asked["text"]
    site = Site.objects.get(pk=asked["site"])
    findings = judge.findings(text, profile_of(site))
    scores = _scores(findings, judge)
    if FAULT in scores:
        return {}
    return {
        "scores": scores,
        "spans": _parts(taken, judge) if asked["spans"] else [(0, len(text), scores)],
        "detected": [_language(findings, judge)],
        "known": sorted(judge.scorer.languages),
    }


def _scores(findings: Iterable[Finding], judge: Judge) -> dict[str, float]:
    return {f.attribute: f.value for f in findings if f.producer == judge.scorer.producer}


def _parts(taken: Taken, judge: Judge) -> list[tuple[int, int, dict[str, float]]]:
    """Return the scores of each sentence, of a long text of runs of them; of the first ones only,
    where time runs out.
    """
    found = sentences(taken.question["text"])
    step = math.ceil(len(found) / MOST_PARTS)
    parts: list[tuple[int, int, dict[str, float]]] = []
    for at in range(0, len(found), step):
        if parts and taken.seconds_left < LAST_SECONDS:
            break
        start, end = found[at][0], found[at : at + step][-1][1]
        scores = _scores(judge.scored(taken.question["text"][start:end]), judge)
        if FAULT not in scores:
            parts.append((start, end, scores))
    return parts


def _language(findings: Iterable[Finding], judge: Judge) -> str:
    """Return the text's language. What is too short to tell counts as one that the scorer reads, as
    it does when a comment is judged.
    """
    said = (f.spans for f in findings if f.attribute == "unknown_language")
    spans = [(span.start, span.end, span.why) for span in next(said, ())]
    language = language_of(spans)
    if language != UNKNOWN:
        return language
    known = sorted(judge.scorer.languages)
    return known[0] if len(known) == 1 else UNDETERMINED


ANSWERS: Mapping[str, Callable[[Taken, Judge], Message]] = {
    "check": check_draft,
    "scores": score_text,
}

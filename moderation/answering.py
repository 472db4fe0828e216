"""The worker's side of asking: a text judged at once, for somebody who waits."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from time import monotonic

from articles.models import Article
from moderation.asking import channel
from moderation.asking.channel import Message, Taken
from moderation.cited import marked_by_machine
from moderation.dry_run import DryRun
from moderation.judge import Judge
from moderation.policy.types import Mode
from moderation.reading import public_text, reading

log = logging.getLogger(__name__)

# Looking for the words that drove the scorer takes as long again as thirty texts. Where little time
# is left, an outcome without them is worth more than none.
MARKING_SECONDS = 0.7


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
    log.info("answered", extra={"kind": taken.question["kind"], "seconds": monotonic() - began})


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


ANSWERS: Mapping[str, Callable[[Taken, Judge], Message]] = {"check": check_draft}

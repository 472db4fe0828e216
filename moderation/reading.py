"""Reading one text with everything that there is, under the limit of time for one text."""

import faulthandler
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from articles.models import Site
from discussion.models import Comment, Revision
from moderation.detectors.base import Finding
from moderation.judge import Judge
from moderation.marking import marked
from moderation.policy.load import readable_policy
from moderation.policy.types import Mode
from moderation.site_profile import profile_of
from moderation.turns import Turns

_turns = Turns()


@contextmanager
def reading() -> Iterator[None]:
    """One text at a time in a process, each under the limit of time for one text.

    A text on which the model hangs ends the process after TEXT_SECONDS, for a timer in Python would
    not fire while a C loop runs, and that limit is the process's.
    """
    with _turns.taken():
        faulthandler.dump_traceback_later(settings.TEXT_SECONDS, exit=True)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def read_text(revision: Revision, site: Site, mode: Mode, judge: Judge) -> list[Finding]:
    """Return the findings about the text, marked where `mode` and the site's policy hold it. What
    the site's own service thinks, if it has one, is for the caller to ask (external.opinion).

    Outside any transaction, since it is slow. The caller has counted the attempt before. Raises
    ScorerUnavailable.
    """
    with reading():
        answered = public_text(revision.comment.parent_id)
        findings = judge.findings(revision.text, profile_of(site), answered)
        policy = readable_policy(site.published_policy)
        return marked(judge, revision.text, findings, policy, mode)


def public_text(comment_id: int | None) -> str | None:
    """Return what readers see of the comment that another one answers."""
    if comment_id is None:
        return None
    answered = Comment.objects.filter(pk=comment_id)
    return answered.values_list("public_revision__text", flat=True).first()

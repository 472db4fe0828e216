"""Reading one text with everything that there is, under the limit of time for one text."""

import faulthandler

from django.conf import settings

from articles.models import Site
from discussion.models import Comment, Revision
from moderation.detectors.base import Finding
from moderation.judge import Judge
from moderation.marking import marked
from moderation.policy.load import readable_policy
from moderation.policy.types import Mode
from moderation.site_profile import profile_of


def read_text(revision: Revision, site: Site, mode: Mode, judge: Judge) -> list[Finding]:
    """Return the findings about the text, marked where `mode` and the site's policy hold it.

    Outside any transaction, since it is slow, and one at a time in a process: a text on which the
    model hangs ends the process after TEXT_SECONDS, for a timer in Python would not fire while a C
    loop runs. The caller has counted the attempt before. Raises ScorerUnavailable.
    """
    faulthandler.dump_traceback_later(settings.TEXT_SECONDS, exit=True)
    try:
        findings = judge.findings(revision.text, profile_of(site), _answered(revision.comment))
        policy = readable_policy(site.published_policy)
        return marked(judge, revision.text, findings, policy, mode)
    finally:
        faulthandler.cancel_dump_traceback_later()


def _answered(comment: Comment) -> str | None:
    """Return what readers see of the comment that this one answers."""
    if comment.parent_id is None:
        return None
    answered = Comment.objects.filter(pk=comment.parent_id)
    return answered.values_list("public_revision__text", flat=True).get()

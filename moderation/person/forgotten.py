"""What moderation erases: words. What was decided, and that somebody complained, stays counted."""

from django.db.models import Q, QuerySet

from discussion.models import Author, Comment
from moderation.models import (
    Appeal,
    Escalation,
    Job,
    Notice,
    Report,
    Sanction,
    SecondLook,
    Signal,
    TextFingerprint,
    TextRepeat,
)

# A job's parameters that are words to an author.
SAID_IN_JOBS = ("reasoning",)


def forget_comment(comment: Comment) -> None:
    """Erase where in the text something was found, and what anybody said about it.

    The values of the signals stay: they are numbers, and with them every decision can still be
    replayed.
    """
    Signal.objects.filter(decision__comment=comment).exclude(spans=[]).update(spans=[])
    Report.objects.filter(comment=comment).update(text="")
    Notice.objects.filter(comment=comment).update(explanation="")
    Appeal.objects.filter(comment=comment).update(words="", reasoning="", private_note="")
    SecondLook.objects.filter(decision__comment=comment).update(note="")
    # Sealed evidence that nobody needs any more; its digest stays, of what it was.
    Escalation.objects.filter(comment=comment).update(
        evidence={}, reason="", reference="", lifted_because=""
    )
    TextFingerprint.objects.filter(comment=comment).delete()
    TextRepeat.objects.filter(Q(comment=comment) | Q(of=comment)).delete()


def forget_author(author: Author) -> None:
    """Erase what they said elsewhere, and what was said about them without a comment."""
    forget_in_evidence(author)
    Report.objects.filter(reporter=author).update(text="")
    notices_by(author).update(explanation="", name="", email="", due_at=None)
    Sanction.objects.filter(author=author).update(reason="", private_note="", lifted_because="")
    for job in Job.objects.filter(author=author):
        job.params = {
            name: "" if name in SAID_IN_JOBS else value for name, value in job.params.items()
        }
        job.save(update_fields=["params"])
    TextFingerprint.objects.filter(author=author).delete()


def cases_with(author: Author) -> QuerySet[Escalation]:
    """Return the cases against others whose evidence has complaints of the author's."""
    complained = Q(comment__reports__reporter=author) | Q(comment__notices__in=notices_by(author))
    return Escalation.objects.filter(complained).distinct()


def notices_by(author: Author) -> QuerySet[Notice]:
    """Return the notices that came from the author's address: nobody signs in to give one."""
    notices = Notice.objects.filter(site=author.site_id, email__iexact=author.email)
    return notices if author.email else notices.none()


def forget_in_evidence(author: Author) -> None:
    """Take their complaints out of the evidence against others, where it need not be kept."""
    reports = Report.objects.filter(reporter=author).values_list("public_id", flat=True)
    theirs = {*map(str, reports), *notices_by(author).values_list("reference", flat=True)}
    for case in cases_with(author).filter(lifted_at__isnull=False):
        complaints = case.evidence.get("complaints", {})
        for said in (*complaints.get("reports", ()), *complaints.get("notices", ())):
            if said.get("id", said.get("reference")) in theirs:
                said.update(dict.fromkeys(said.keys() & {"text", "explanation"}, ""))
        case.save(update_fields=["evidence"])

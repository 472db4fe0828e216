"""Each thing that a rule can be about: which rows are over, and what goes of them."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models import OutboxEvent, Site
from discussion.models import DecisionText, Notification, WebhookDelivery
from moderation.evidence.legal_hold import comments_on_hold
from moderation.models import Appeal, Notice, Report, RetentionRule, Sanction, SecondLook
from moderation.retention.comments import RejectedComments, WithdrawnComments
from moderation.retention.expiry import Expiring, Expiry, gone, without

What = RetentionRule.What


def _off_hold(rows: QuerySet[Any], site: Site, comment: str = "comment") -> QuerySet[Any]:
    return rows.exclude(**{f"{comment}__in": comments_on_hold(site).values("pk")})


def _reports(site: Site, before: datetime) -> QuerySet[Report]:
    rows = Report.objects.filter(site=site, settled_at__lt=before).exclude(text="")
    return _off_hold(rows, site)


def _notices(site: Site, before: datetime) -> QuerySet[Notice]:
    """Not while a mail about one is still to be sent."""
    rows = Notice.objects.filter(site=site, settled_at__lt=before, due_at=None)
    return _off_hold(rows.exclude(explanation="", name="", email=""), site)


def _appeals(site: Site, before: datetime) -> QuerySet[Appeal]:
    rows = Appeal.objects.filter(site=site, decided_at__lt=before)
    return _off_hold(rows.exclude(words="", reasoning="", private_note=""), site)


def _notes_of_decisions(site: Site, before: datetime) -> QuerySet[DecisionText]:
    """With the reasoning beside it, which the statement has too: one hash covers both."""
    rows = DecisionText.objects.filter(decision__site=site, decision__created_at__lt=before)
    return _off_hold(rows.exclude(private_note=""), site, "decision__comment")


def _notes_of_appeals(site: Site, before: datetime) -> QuerySet[Appeal]:
    rows = Appeal.objects.filter(site=site, decided_at__lt=before).exclude(private_note="")
    return _off_hold(rows, site)


def _notes_of_sanctions(site: Site, before: datetime) -> QuerySet[Sanction]:
    rows = Sanction.objects.filter(site=site, created_at__lt=before)
    noted = rows.exclude(private_note="")
    return noted.filter(Q(comment=None) | ~Q(comment__in=comments_on_hold(site).values("pk")))


def _notes_of_second_looks(site: Site, before: datetime) -> QuerySet[SecondLook]:
    rows = SecondLook.objects.filter(site=site, judged_at__lt=before).exclude(note="")
    return _off_hold(rows, site, "decision__comment")


def _notifications(site: Site, before: datetime) -> QuerySet[Notification]:
    return Notification.objects.filter(author__site=site, ended_at__lt=before)


def _events(site: Site, before: datetime) -> QuerySet[OutboxEvent]:
    """What no receiver of the site waits for any more."""
    waiting = WebhookDelivery.objects.filter(event=OuterRef("pk"), ended_at=None)
    over = OutboxEvent.objects.filter(site=site, created_at__lt=before)
    return over.filter(~Exists(waiting), fanned_out_at__isnull=False)


EXPIRIES: dict[What, tuple[Expiring, ...]] = {
    What.REJECTED: (RejectedComments(),),
    What.WITHDRAWN: (WithdrawnComments(),),
    What.REPORTS: (Expiry(Report, _reports, without(text="")),),
    What.NOTICES: (Expiry(Notice, _notices, without(explanation="", name="", email="")),),
    What.APPEALS: (Expiry(Appeal, _appeals, without(words="", reasoning="", private_note="")),),
    What.NOTES: (
        Expiry(DecisionText, _notes_of_decisions, gone),
        Expiry(Appeal, _notes_of_appeals, without(private_note="")),
        Expiry(Sanction, _notes_of_sanctions, without(private_note="")),
        Expiry(SecondLook, _notes_of_second_looks, without(note="")),
    ),
    What.NOTIFICATIONS: (Expiry(Notification, _notifications, gone),),
    What.EVENTS: (Expiry(OutboxEvent, _events, gone),),
}

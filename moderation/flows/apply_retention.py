"""What is over by a site's rules goes, or is only counted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from articles import audit
from articles.models import Site
from moderation.models import RetentionRule
from moderation.retention.kinds import EXPIRIES, What


@dataclass(frozen=True, slots=True)
class Over:
    """A rule, and how many rows were over by it."""

    rule: RetentionRule
    number: int


def count_over(site: Site) -> Iterator[Over]:
    """Yield for each rule how much would go now; nothing is changed."""
    for rule in RetentionRule.objects.filter(site=site):
        before = timezone.now() - timedelta(days=rule.days)
        number = sum(
            len(batch)
            for expiry in EXPIRIES[What(rule.what)]
            for batch in expiry.batches(site, before)
        )
        yield Over(rule, number)


def apply_retention(site: Site) -> list[Over]:
    """Let go of what is over by each rule, a batch at a time; the site's audit has the figures.

    What is on legal hold stays. Safe to run twice, at once, and to be killed: what was taken is
    over no more.
    """
    taken = [Over(rule, _taken(site, rule)) for rule in RetentionRule.objects.filter(site=site)]
    counts = {over.rule.what: over.number for over in taken if over.number}
    if counts:
        with transaction.atomic():
            locked = Site.objects.select_for_update(no_key=True).get(pk=site.pk)
            audit.append_event(
                locked,
                site_id=site.pk,
                kind="retention.applied",
                actor="machine:retention",
                data=counts,
            )
    return taken


def _taken(site: Site, rule: RetentionRule) -> int:
    before = timezone.now() - timedelta(days=rule.days)
    return sum(
        expiry.take(batch)
        for expiry in EXPIRIES[What(rule.what)]
        for batch in expiry.batches(site, before)
    )

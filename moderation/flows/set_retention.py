"""How long a site keeps something is set, changed, or left open again."""

from django.db import IntegrityError, transaction

from articles import audit
from articles.models import Site
from discussion.models import User
from moderation.errors import NotAllowed, RuleTaken
from moderation.models import RetentionRule
from moderation.roles import Act, may


def set_retention(rule: RetentionRule, *, user: User) -> None:
    """Store the rule, a new one or a changed one, and in the site's audit that it was.

    Nothing goes before the next daily run. Raises NotAllowed (at the site that it has, or had),
    RuleTaken when the site has another rule about the same.
    """
    _require(user, rule)
    try:
        with transaction.atomic():
            site = _locked(rule)
            rule.save()
            _audit(site, rule, user, days=rule.days)
    except IntegrityError as error:  # retention_rule_once
        raise RuleTaken from error


def drop_retention(rule: RetentionRule, *, user: User) -> None:
    """Delete the rule: from now on all is kept. Raises NotAllowed."""
    _require(user, rule)
    with transaction.atomic():
        _audit(_locked(rule), rule, user, days=None)
        rule.delete()


def _require(user: User, rule: RetentionRule) -> None:
    stored = RetentionRule.objects.filter(pk=rule.pk).values_list("site_id", flat=True)
    if not all(may(user, Act.RUN_DESK, pk) for pk in {rule.site_id, *stored}):
        raise NotAllowed


def _locked(rule: RetentionRule) -> Site:
    return Site.objects.select_for_update(no_key=True).get(pk=rule.site_id)


def _audit(site: Site, rule: RetentionRule, user: User, *, days: int | None) -> None:
    data = {"what": rule.what, "days": days}
    audit.append_event(
        site, site_id=site.pk, kind="retention.set", actor=f"user:{user.pk}", data=data
    )

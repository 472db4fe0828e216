"""Words for authors that moderators can start from are written, changed and dropped."""

from django.db import IntegrityError, transaction

from articles import audit
from articles.models import Site
from discussion.models import User
from moderation.errors import NotAllowed, ReasonRequired, TemplateTaken, UnknownClause
from moderation.models import ReasoningTemplate
from moderation.roles import Act, may
from moderation.words import readable


def write_template(template: ReasoningTemplate, *, user: User) -> None:
    """Store the template, a new one or a changed one, and in the site's audit that it was.

    Raises NotAllowed (at the site that it has, or had), UnknownClause, ReasonRequired for no words,
    UnreadableWords, TemplateTaken when the clause has another of that title.
    """
    _require(user, template)
    if template.clause not in {clause["id"] for clause in template.site.published_policy.clauses}:
        raise UnknownClause
    template.text, template.title = readable(template.text), readable(template.title)
    if not (template.text and template.title):
        raise ReasonRequired("A template needs a title, and words for the author.")
    try:
        with transaction.atomic():
            site = _locked(template)
            template.save()
            _audit(site, template, "template.written", user)
    except IntegrityError as error:  # reasoning_template_once
        raise TemplateTaken from error


def drop_template(template: ReasoningTemplate, *, user: User) -> None:
    """Delete the template; what was said with it stays said. Raises NotAllowed."""
    _require(user, template)
    with transaction.atomic():
        _audit(_locked(template), template, "template.dropped", user)
        template.delete()


def _require(user: User, template: ReasoningTemplate) -> None:
    stored = ReasoningTemplate.objects.filter(pk=template.pk).values_list("site_id", flat=True)
    if not all(may(user, Act.RUN_DESK, pk) for pk in {template.site_id, *stored}):
        raise NotAllowed


def _locked(template: ReasoningTemplate) -> Site:
    return Site.objects.select_for_update(no_key=True).get(pk=template.site_id)


def _audit(site: Site, template: ReasoningTemplate, kind: str, user: User) -> None:
    data = {"template": template.pk, "clause": template.clause}
    audit.append_event(site, site_id=site.pk, kind=kind, actor=f"user:{user.pk}", data=data)

"""What every page of the desk shows around itself."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse

from moderation.admin.scoped import sites_for
from moderation.admin.undo import last_step
from moderation.roles import Act

register = template.Library()

# Name of the page, and what somebody must be allowed at some site to find it of use.
PAGES = [
    ("Queue", "moderation_reviewitem_changelist", Act.SEE),
    ("Appeals", "moderation_appeal_changelist", Act.SEE),
    ("Second looks", "desk-second-look", Act.DECIDE),
    ("Comments", "discussion_comment_changelist", Act.SEE),
    ("Authors", "discussion_author_changelist", Act.SEE),
    ("Articles", "articles_article_changelist", Act.SEE),
    ("Jobs", "moderation_job_changelist", Act.RUN_JOBS),
    ("Cases", "moderation_escalation_changelist", Act.ESCALATE),
    ("Alerts", "moderation_alert_changelist", Act.RUN_DESK),
    ("Policies", "articles_policyversion_changelist", Act.SEE),
    ("Figures", "desk-figures", Act.SEE),
    ("Settings", "moderation_desksettings_changelist", Act.RUN_DESK),
    ("My desk", "desk-me", Act.SEE),
]


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the desk; `here` when the address asked for is it or below it."""

    name: str
    url: str
    here: bool


@register.inclusion_tag("desk/nav.html", takes_context=True)
def desk_nav(context: dict[str, Any]) -> dict[str, Any]:
    """The ways to the pages that the user may see."""
    request: HttpRequest = context["request"]
    allowed = [(n, reverse(f"admin:{page}")) for n, page, act in PAGES if sites_for(request, act)]
    return {"places": [Place(name, url, request.path.startswith(url)) for name, url in allowed]}


@register.inclusion_tag("desk/undo.html", takes_context=True)
def desk_undo(context: dict[str, Any]) -> dict[str, Any]:
    """What was done last, with the way back."""
    request: HttpRequest = context["request"]
    return {"step": last_step(request), "csrf_token": context.get("csrf_token")}

"""Every call by which staff change something, with the acts (moderation/roles.py) it needs."""

from dataclasses import dataclass, field
from typing import Any

from discussion.models import WebhookEndpoint
from moderation.models import Alert, Appeal, Escalation, ReasoningTemplate, ReviewItem, SecondLook
from moderation.roles import Act
from tests.matrix.kinds import ids, rows
from tests.matrix.rows import RichSite


@dataclass(frozen=True, slots=True)
class Call:
    """What is sent. It is done when something of the site is another than before."""

    acts: tuple[Act, ...]
    method: str
    path: str
    said: dict[str, Any] = field(default_factory=dict)
    version: int = 0

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.said}"


def calls(rich: RichSite) -> list[Call]:
    """Return all of them, on what the site has."""
    return [*_api(rich), *_cases(rich), *_authors(rich), *_running(rich), *_apart(rich)]


def _apart(rich: RichSite) -> list[Call]:
    """In the discussion itself, and what the operator alone sets up."""
    site, article = rich.site, f"/{rich.site.slug}/articles/{rich.article.slug}/"
    key = {"site": site.pk, "name": "CMS", "scopes": ["analyze"]}
    return [
        Call((Act.ANSWER,), "POST", f"{article}comments/", {"body": "A word from us."}),
        Call((Act.SET_UP,), "POST", "/admin/articles/sitekey/add/", key),
    ]


def _api(rich: RichSite) -> list[Call]:
    api = "/api/v1/moderation/"
    held, author = f"{api}comments/{rich.held.public_id}/", rich.held.author.public_id
    public, seen = f"{api}comments/{rich.published.public_id}/", rich.held.version
    decide = (Act.DECIDE,)
    publish = {"action": "publish"}
    bulk = {"comment_id": str(rich.held.public_id), "version": seen, **publish}
    measures, why = f"{api}authors/{author}/sanctions/", {"reason": "It is rude."}
    upheld = {"action": "uphold", "reasoning": "It is rude."}
    again = {"kind": "rejudge", "site": rich.site.slug, "waiting": True}
    of_author = {"kind": "redecide_public", "author_id": str(author)}
    clause = {"clause": "hateful-language"}
    return [
        Call(decide, "POST", f"{held}decisions/", publish, seen),
        Call(decide, "POST", f"{held}change-request/", {"words": "Leave it out."}, seen),
        Call(decide, "POST", f"{api}bulk-decisions/", {"decisions": [bulk]}),
        Call(decide, "PUT", f"{held}claim/"),
        Call(decide, "PUT", f"{public}featured/"),
        Call(decide, "PUT", f"{public}lock/"),
        Call((Act.RUN_DESK,), "PUT", f"{api}articles/{rich.article.public_id}/slow-mode/",
             {"seconds": 60}),
        Call((Act.DECIDE_APPEALS,), "POST", f"{api}appeals/{rich.appeal.public_id}/decision/",
             upheld),
        Call((Act.HOLD_AUTHORS,), "POST", measures, {"kind": "warning", **why, **clause}),
        Call((Act.HOLD_AUTHORS,), "POST", measures, {"kind": "always_hold", **why, **clause}),
        Call((Act.RESTRICT_AUTHORS,), "POST", measures, {"kind": "ban", **why, **clause}),
        Call((Act.HOLD_AUTHORS,), "DELETE", f"{measures}?because=Nothing."),
        Call((Act.RUN_JOBS,), "POST", f"{api}jobs/", again),
        Call((Act.RUN_JOBS, Act.DECIDE), "POST", f"{api}jobs/", of_author),
        Call((Act.RUN_JOBS,), "POST", f"{api}jobs/{rich.job.public_id}/stop/"),
    ]  # fmt: skip


def _cases(rich: RichSite) -> list[Call]:
    """The pages about one comment, one appeal, one case."""
    decide, admin = (Act.DECIDE,), "/admin/moderation/"
    (item,) = rows(ReviewItem, rich.site).filter(comment=rich.held)
    ruling = {"version": rich.held.version, "outcome": "publish"}
    case, appeal = ids(Escalation)(rich)[0], ids(Appeal)(rich)[0]
    look = {"look": ids(SecondLook)(rich)[0], "answer": "publish"}
    bulk = {"action": "publish", "item": item.pk, f"version-{item.pk}": rich.held.version}
    public, held = f"/admin/comments/{rich.published.pk}/", f"/admin/comments/{rich.held.pk}/"
    given = {"to": "counsel", "reason": "A threat."}
    return [
        Call(decide, "POST", f"{admin}reviewitem/{item.pk}/change/", ruling),
        Call(decide, "POST", held, ruling),
        Call(decide, "POST", f"{admin}reviewitem/bulk/", {**bulk, "confirmed": "yes"}),
        Call(decide, "POST", f"{public}lock-thread/"),
        Call(decide, "POST", f"{public}feature/"),
        Call(decide, "POST", "/admin/second-look/", look),
        Call((Act.DECIDE_APPEALS,), "POST", f"{admin}appeal/{appeal}/change/",
             {"answer": "uphold", "reasoning": "It is rude."}),
        Call((Act.ESCALATE,), "POST", f"{public}escalate/", given),
        Call((Act.ESCALATE,), "POST", f"/admin/escalations/{case}/evidence/"),
        Call((Act.LIFT_ESCALATIONS,), "POST", f"{admin}escalation/{case}/change/",
             {"because": "It was none."}),
    ]  # fmt: skip


def _authors(rich: RichSite) -> list[Call]:
    author, measure = rich.held.author, {"reason": "It is rude.", "clause": "hateful-language"}
    at = f"/admin/authors/{author.pk}/"
    job = f"/admin/jobs/{rich.job.pk}/"
    return [
        Call((Act.HOLD_AUTHORS,), "POST", f"{at}sanctions/warning/", measure),
        Call((Act.RESTRICT_AUTHORS,), "POST", f"{at}sanctions/ban/", measure),
        Call((Act.HOLD_AUTHORS,), "POST", f"/admin/sanctions/{rich.measure.pk}/lift/",
             {"because": "It was none."}),
        Call((Act.FORGET_AUTHORS,), "POST", f"{at}forget/", {"confirm": author.subject}),
        Call((Act.RUN_JOBS, Act.DECIDE), "POST", f"{at}jobs/", {"what": "review"}),
        Call((Act.RUN_JOBS,), "POST", "/admin/jobs/rejudge/", {"waiting": "on"}),
        Call((Act.RUN_JOBS,), "POST", f"{job}stop/"),
    ]  # fmt: skip


def _running(rich: RichSite) -> list[Call]:
    """Measures on articles, webhooks, settings, policies."""
    desk, site = (Act.RUN_DESK,), rich.site
    article, hook = f"/admin/articles/{rich.article.pk}/", ids(WebhookEndpoint)(rich)[0]
    (template,) = ids(ReasoningTemplate)(rich)
    views, view = "/admin/moderation/reviewitem/views/", {"name": "Ours", "shared": site.slug}
    alerts = {"action": "tell_again", "_selected_action": ids(Alert)(rich)}
    hooked = {
        "site": site.pk,
        "name": "CMS",
        "url": "https://a.example/",
        "kinds": ["comment.held"],
    }
    settings = {"heat_comments": 9, "heat_held_share": 0.5, "heat_minutes": 5}
    settings |= {"second_look_share": 0.5, "queue_age_minutes": 9, "threat_at": 0.5, "seen": ""}
    policy = (Act.PUBLISH_POLICY,)
    return [
        Call(desk, "POST", f"{article}heat/", {"minutes": 30}),
        Call(desk, "POST", f"{article}slow/", {"seconds": 60}),
        Call(desk, "POST", f"{article}close/"),
        Call(desk, "POST", f"/admin/webhooks/{hook}/ping/"),
        Call(desk, "POST", f"/admin/webhooks/{hook}/off/"),
        Call(desk, "POST", f"/admin/webhooks/{hook}/secret/", {"hours": "24"}),
        Call(desk, "POST", "/admin/discussion/webhookendpoint/add/", hooked),
        Call(desk, "POST", "/admin/moderation/alert/", alerts),
        Call(desk, "POST", f"/admin/moderation/reasoningtemplate/{template}/delete/",
             {"post": "yes"}),
        Call(desk, "POST", views, view),
        Call(desk, "POST", f"/admin/settings/{site.pk}/secret/"),
        Call(policy, "POST", "/admin/policies/draft/", {"site": site.slug}),
    ]  # fmt: skip

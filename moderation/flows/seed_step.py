"""One thing that somebody did at the desk of the seeds, by the flow that does it in life."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from articles.models import Article
from discussion.errors import CommentGone
from discussion.models import Author, Comment, User
from moderation.flows.decide_appeal import decide_appeal
from moderation.flows.give_notice import Sender, give_notice
from moderation.flows.impose_sanction import Measure, impose_sanction
from moderation.flows.mark_comment import Mark, mark_comment
from moderation.flows.open_appeal import open_appeal
from moderation.flows.report_comment import report_comment
from moderation.flows.request_change import request_change
from moderation.flows.resolve_item import resolve_item
from moderation.models import Appeal, Sanction
from moderation.policy.types import Outcome

Step = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Scene:
    """Where it happens: people by user name, ids of comments by key."""

    article: Article
    staff: Mapping[str, User]
    comments: Mapping[str, int]

    def comment(self, step: Step) -> Comment:
        """Return the comment that the step is about, as it is now. Raises CommentGone."""
        related = ("article__site", "site__policy", "author__site__policy", "decision")
        if (pk := self.comments.get(step["comment"])) is None:
            raise CommentGone
        return Comment.objects.select_related(*related, "public_revision").get(pk=pk)

    def reader(self, step: Step) -> Author:
        return Author.objects.get(site=self.article.site_id, subject=step["by"])


def seed_step(scene: Scene, step: Step) -> None:
    """Do it. Raises the DomainError of the flow that refuses."""
    DOING[step["do"]](scene, step)


def _rule(outcome: Outcome) -> Callable[[Scene, Step], None]:
    def rule(scene: Scene, step: Step) -> None:
        comment = scene.comment(step)
        resolve_item(
            comment,
            seen_version=comment.version,
            outcome=outcome,
            moderator=scene.staff[step["by"]],
            clause=step.get("clause", ""),
            reasoning=step.get("reasoning", ""),
            private_note=step.get("note", ""),
        )

    return rule


def _ask_to_change(scene: Scene, step: Step) -> None:
    comment = scene.comment(step)
    request_change(
        comment,
        seen_version=comment.version,
        moderator=scene.staff[step["by"]],
        words=step["reasoning"],
    )


def _report(scene: Scene, step: Step) -> None:
    report_comment(
        scene.comment(step),
        reporter=scene.reader(step),
        reason=step["reason"],
        text=step.get("text", ""),
    )


def _notice(scene: Scene, step: Step) -> None:
    sender = Sender(step["by"], step["email"])
    give_notice(scene.comment(step), explanation=step["text"], sender=sender, good_faith=True)


def _appeal(scene: Scene, step: Step) -> None:
    comment = scene.comment(step)
    open_appeal(comment, author=comment.author, words=step["text"])


def _overturn(scene: Scene, step: Step) -> None:
    appeal = Appeal.objects.get(comment=scene.comment(step), state=Appeal.State.OPEN)
    moderator = scene.staff[step["by"]]
    decide_appeal(appeal, moderator=moderator, overturn=True, reasoning=step["reasoning"])


def _sanction(kind: Sanction.Kind) -> Callable[[Scene, Step], None]:
    def impose(scene: Scene, step: Step) -> None:
        comment = scene.comment(step)
        measure = Measure(
            kind=kind,
            reason=step["reasoning"],
            clause=step["clause"],
            private_note=step.get("note", ""),
            comment=comment,
        )
        impose_sanction(comment.author, measure, moderator=scene.staff[step["by"]])

    return impose


def _mark(mark: Mark) -> Callable[[Scene, Step], None]:
    def put(scene: Scene, step: Step) -> None:
        mark_comment(scene.comment(step), mark, moderator=scene.staff[step["by"]])

    return put


DOING: Mapping[str, Callable[[Scene, Step], None]] = {
    "publish": _rule(Outcome.PUBLISH),
    "reject": _rule(Outcome.REJECT),
    "ask_to_change": _ask_to_change,
    "report": _report,
    "notice": _notice,
    "appeal": _appeal,
    "overturn": _overturn,
    "warn": _sanction(Sanction.Kind.WARNING),
    "always_hold": _sanction(Sanction.Kind.ALWAYS_HOLD),
    "feature": _mark(Mark.FEATURE),
    "lock": _mark(Mark.LOCK),
}

"""Everything that changes a comment's state, as the people and processes do it."""

from collections.abc import Callable
from dataclasses import dataclass

from discussion.body import clean_body
from discussion.flows.edit_comment import edit_comment
from discussion.flows.erase_comment import erase_comment
from discussion.flows.post_comment import post_comment
from discussion.flows.react import react
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import User
from moderation.flows.decide_appeal import decide_appeal
from moderation.flows.escalate_comment import escalate_comment
from moderation.flows.give_notice import Sender, give_notice
from moderation.flows.mark_comment import Mark, mark_comment
from moderation.flows.open_appeal import open_appeal
from moderation.flows.report_comment import report_comment
from moderation.flows.request_change import request_change
from moderation.flows.resolve_item import resolve_item
from moderation.flows.undo_decision import undo_decision
from moderation.models import Escalation
from moderation.policy.types import Outcome
from tests import factories
from tests.races.stage import Stage


@dataclass(frozen=True)
class Act:
    """`starts` are the states in which it may succeed. `guarded`: it names the version that was
    seen, so of two such acts exactly one succeeds.
    """

    name: str
    starts: frozenset[str]
    do: Callable[[Stage], object]
    guarded: bool = False


def _resolve(stage: Stage, moderator: User, outcome: Outcome) -> object:
    rejects = outcome == Outcome.REJECT
    return resolve_item(
        stage.comment,
        seen_version=stage.seen,
        outcome=outcome,
        moderator=moderator,
        clause="hateful-language" if rejects else "",
        reasoning="It abuses another reader." if rejects else "",
    )


def publish(stage: Stage) -> object:
    return _resolve(stage, stage.rosa, Outcome.PUBLISH)


def reject(stage: Stage) -> object:
    return _resolve(stage, stage.remy, Outcome.REJECT)


def hold(stage: Stage) -> object:
    return _resolve(stage, stage.remy, Outcome.HOLD)


def judge(stage: Stage) -> object:
    return factories.screen()


def edit(stage: Stage) -> object:
    return edit_comment(stage.comment, clean_body("A better text."))


def withdraw(stage: Stage) -> object:
    return withdraw_comment(stage.comment)


def reply(stage: Stage) -> object:
    comment = stage.comment
    return post_comment(
        author=stage.ben,
        article=comment.article,
        parent=comment,
        body=clean_body("I see it otherwise."),
    )


def undo(stage: Stage) -> object:
    decision = stage.comment.decision
    assert decision is not None  # these states have one
    return undo_decision(decision, moderator=stage.rosa)


def ask_for_a_change(stage: Stage) -> object:
    return request_change(
        stage.comment, seen_version=stage.seen, moderator=stage.remy, words="Without the insult."
    )


def report(stage: Stage) -> object:
    return report_comment(stage.comment, reporter=stage.ben, reason="hateful-language")


def notify(stage: Stage) -> object:
    sender = Sender(name="Cara", email="cara@example.org")
    return give_notice(stage.comment, explanation="A threat.", sender=sender, good_faith=True)


def appeal(stage: Stage) -> object:
    comment = stage.comment
    return open_appeal(comment, author=comment.author, words="It was meant otherwise.")


def overturn(stage: Stage) -> object:
    return _answer(stage, overturn=True)


def uphold(stage: Stage) -> object:
    return _answer(stage, overturn=False)


def _answer(stage: Stage, *, overturn: bool) -> object:
    appeal = stage.comment.appeals.get()
    return decide_appeal(appeal, moderator=stage.remy, overturn=overturn, reasoning="Read again.")


def lock(stage: Stage) -> object:
    return mark_comment(stage.comment, Mark.LOCK, moderator=stage.remy)


def feature(stage: Stage) -> object:
    return mark_comment(stage.comment, Mark.FEATURE, moderator=stage.remy)


def escalate(stage: Stage) -> object:
    return escalate_comment(
        stage.comment, to=Escalation.To.POLICE, reason="A threat.", user=stage.rosa
    )


def erase(stage: Stage) -> object:
    return erase_comment(stage.comment, actor="machine:retention")


def like(stage: Stage) -> object:
    return react(stage.comment, stage.ben, "like")


DECIDABLE = frozenset({"held", "published", "rejected", "appealed"})

ACTS = [
    Act("publish", DECIDABLE, publish, guarded=True),
    Act("reject", DECIDABLE, reject, guarded=True),
    Act("hold", DECIDABLE, hold, guarded=True),
    Act("judge", frozenset({"pending"}), judge),
    Act("edit", frozenset({"published"}), edit),
    Act("withdraw", frozenset({"pending", "held", "published"}), withdraw),
    Act("reply", frozenset({"published"}), reply),
    Act("undo", frozenset({"rejected"}), undo),
    Act("ask-for-a-change", DECIDABLE, ask_for_a_change, guarded=True),
    Act("report", frozenset({"published"}), report),
    Act("notify", frozenset({"published"}), notify),
    Act("appeal", frozenset({"held", "rejected"}), appeal),
    Act("overturn", frozenset({"appealed"}), overturn),
    Act("uphold", frozenset({"appealed"}), uphold),
    Act("lock", frozenset({"published"}), lock),
    Act("feature", frozenset({"published"}), feature),
    Act("escalate", frozenset({"held", "published"}), escalate),
    Act("erase", frozenset({"pending", "held", "published", "rejected"}), erase),
    Act("like", frozenset({"published"}), like),
]

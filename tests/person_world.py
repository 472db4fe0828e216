"""Ada, who left her words everywhere that a person can: made by the flows, and found by a word.

Every text of hers, about her or quoting her has MARK in it, and so have her name, her address and
her subject: `marked_columns()` finds each column of the database that says something of her.
"""

import contextlib
import zlib
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from articles.models import Article, Site
from discussion.flows.ask_for_copy import ask_for_copy
from discussion.flows.ask_to_be_forgotten import ask_to_be_forgotten
from discussion.flows.edit_comment import edit_comment
from discussion.flows.mute_author import mute_author
from discussion.flows.post_comment import post_comment
from discussion.flows.run_person_jobs import run_person_jobs
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.idempotency import RequestKey
from discussion.models import (
    Author,
    Comment,
    ImportedAuthor,
    ImportedComment,
    PersonJob,
    Statement,
    Topic,
    Unsubscription,
    User,
)
from moderation.flows.decide_appeal import decide_appeal
from moderation.flows.escalate_comment import escalate_comment
from moderation.flows.give_notice import Sender, give_notice
from moderation.flows.impose_sanction import Measure, impose_sanction
from moderation.flows.lift_escalation import lift_escalation
from moderation.flows.lift_sanction import lift_sanction
from moderation.flows.open_appeal import open_appeal
from moderation.flows.report_comment import report_comment
from moderation.flows.request_change import request_change
from moderation.flows.resolve_item import resolve_item
from moderation.flows.start_job import start_reject_waiting
from moderation.models import (
    Membership,
    Sanction,
    SecondLook,
    Signal,
    TextFingerprint,
    TextRepeat,
)
from moderation.policy.types import Outcome
from tests import factories

MARK = "zebrawort"


class World:
    """Ada with a past at a site, Ben beside her, Rosa and Remy at the desk."""

    def __init__(self) -> None:
        self.site: Site = factories.make_site()
        self.article: Article = factories.make_article(self.site)
        self.rosa: User = factories.make_moderator(self.site, "rosa")
        self.remy: User = factories.make_moderator(
            self.site, "remy", Membership.Role.SENIOR_MODERATOR
        )
        self.ada = Author.objects.create(
            site=self.site,
            subject=f"sub-{MARK}",
            display_name=f"Ada {MARK}",
            email=f"{MARK}@mail.example",
            badges=[MARK],
        )
        self.ben = factories.make_author(self.site, "Ben")
        self.bens = factories.published(self.article, "Ben's own words.", author="Ben")

    def live(self) -> None:
        """Let Ada do, and have done to her, all that there is."""
        self.public = self.says("in public", key=True)
        self.reply = factories.published(self.article, "I agree.", author="Ben", parent=self.public)
        self.complained_about()
        self.rejected = self.appealed()
        self.withdrawn = self.says("for a while")
        withdraw_comment(self.withdrawn)
        self.changed()
        self.second_look()
        self.case = self.escalated_and_lifted(self.says("to the police"))
        self.reported_others()
        self.sanctioned()
        self.known_again()
        self.came_from_elsewhere()
        mute_author(self.ada, self.ben)
        mute_author(self.ben, self.ada)
        Unsubscription.objects.create(author=self.ada, topic=Topic.REPLY)
        ask_for_copy(self.ada)
        run_person_jobs(worker="test")

    def says(self, words: str, *, key: bool = False, parent: Comment | None = None) -> Comment:
        """A published comment of Ada's."""
        caller = f"author:{self.ada.public_id}"
        comment = post_comment(
            author=self.ada,
            article=self.article,
            parent=parent,
            body=f"My {MARK} {words}.",
            key=RequestKey(self.site.pk, caller, f"{MARK}-1", "f" * 64) if key else None,
        ).comment
        factories.screen()
        return factories.fresh(comment)

    def complained_about(self) -> None:
        report_comment(self.public, reporter=self.ben, reason="other", text=f"Says {MARK}.")
        give_notice(
            self.public,
            explanation=f"“{MARK}” is a crime.",
            sender=Sender(name="Nora", email="nora@mail.example"),
            good_faith=True,
        )
        self.decide(self.public, Outcome.PUBLISH)

    def appealed(self) -> Comment:
        """A comment that was rejected, with an appeal that was answered."""
        comment = self.says("against somebody")
        self.decide(comment, Outcome.REJECT)
        appeal = open_appeal(
            factories.fresh(comment), author=self.ada, words=f"{MARK} is no insult."
        )
        decide_appeal(
            appeal,
            moderator=self.remy,
            overturn=False,
            reasoning=f"{MARK} is one.",
            private_note=f"She says {MARK} often.",
        )
        decisions = comment.decisions.all()
        for statement in Statement.objects.filter(decision__in=decisions):
            statement.facts = {**statement.facts, "passages": [MARK]}
            statement.save()
        Signal.objects.filter(decision__in=decisions).update(spans=[[3, 12, f"the word {MARK}"]])
        return comment

    def decide(self, comment: Comment, outcome: Outcome) -> None:
        comment = factories.fresh(comment)
        resolve_item(
            comment,
            seen_version=comment.version,
            outcome=outcome,
            moderator=self.rosa,
            clause="hateful-language" if outcome == Outcome.REJECT else "",
            reasoning=f"You wrote {MARK}.",
            private_note=f"{MARK} again.",
        )

    def changed(self) -> None:
        """A comment whose text Ada changed because a moderator asked."""
        comment = self.says("as it was")
        request_change(
            comment,
            seen_version=comment.version,
            moderator=self.rosa,
            words=f"Leave out the {MARK}.",
        )
        edit_comment(factories.fresh(comment), f"The {MARK} as it is.", request_id="")
        factories.screen()
        self.edited = comment

    def second_look(self) -> None:
        look = SecondLook.objects.create(
            site=self.site, decision=self.edited.decisions.latest("pk"), share=1.0
        )
        look.claimed_by, look.claimed_until = self.remy, timezone.now()
        look.judge, look.outcome, look.judged_at = self.remy, "publish", timezone.now()
        look.note = f"The {MARK} is fine."
        look.save()

    def escalated_and_lifted(self, comment: Comment) -> Comment:
        case = escalate_comment(
            comment, to="police", reason=f"{MARK}!", reference=MARK, user=self.remy
        )
        lift_escalation(case, because=f"Nothing in the {MARK}.", user=self.remy)
        return comment

    def came_from_elsewhere(self) -> None:
        """What an import keeps of a row for the next one, and for an export."""
        where = {"site": self.site, "source": "disqus"}
        ImportedAuthor.objects.create(**where, source_id=f"id-{MARK}", author=self.ada)
        told = [{"outcome": "publish", "reasoning": f"{MARK} is fine."}]
        ImportedComment.objects.create(
            **where,
            source_id="4711",
            comment=self.public,
            history=told,
            reactions=[{"author": f"id-{MARK}", "kind": "like"}],
        )

    def known_again(self) -> None:
        """What the detector of floods keeps of her texts, and of one that repeats them."""
        now = timezone.now()
        TextFingerprint.objects.create(
            site=self.site, author=self.ada, comment=self.public, value=1, created_at=now
        )
        TextRepeat.objects.create(comment=self.edited, of=self.public, created_at=now)

    def reported_others(self) -> None:
        """Ada's words about Ben, also in a case against him that is over."""
        report_comment(self.bens, reporter=self.ada, reason="other", text=f"He denies {MARK}.")
        give_notice(
            self.bens,
            explanation=f"He denies {MARK}, too.",
            sender=Sender(name=f"Ada {MARK}", email=f"{MARK}@mail.example"),
            good_faith=True,
        )
        self.escalated_and_lifted_of_ben()

    def escalated_and_lifted_of_ben(self) -> None:
        case = escalate_comment(
            factories.fresh(self.bens), to="counsel", reason="A case.", user=self.remy
        )
        lift_escalation(case, because="It was none.", user=self.remy)

    def sanctioned(self) -> None:
        measure = Measure(
            kind=Sanction.Kind.ALWAYS_HOLD,
            reason=f"Because of the {MARK}.",
            private_note=f"She writes {MARK} elsewhere, too.",
            comment=self.rejected,
        )
        sanction = impose_sanction(self.ada, measure, moderator=self.remy)
        lift_sanction(sanction, moderator=self.remy, because=f"No {MARK} since.")
        impose_sanction(self.ada, measure, moderator=self.remy)
        start_reject_waiting(
            self.ada, user=self.remy, clause="hateful-language", reasoning=f"No {MARK} here."
        )


def forget(author: Author, actor: str = "operator:test") -> PersonJob:
    """Ask for it, let the time of grace pass, and have it done."""
    job = ask_to_be_forgotten(author, actor=actor)
    make_due()
    run_person_jobs(worker="test")
    job.refresh_from_db()
    return job


def make_due() -> None:
    """Time passes: every open job is due."""
    PersonJob.objects.exclude(state="done").update(due_at=Now())


def text_columns() -> Iterator[tuple[type[models.Model], Any]]:
    """Every column of every table that can hold words."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, kinds):
                yield model, field


def marked_columns() -> set[str]:
    """The columns with MARK in some row, like `discussion.Revision.text`."""
    return {
        f"{model._meta.label}.{field.name}"
        for model, field in text_columns()
        if any(
            MARK in as_words(value)
            for value in model._default_manager.values_list(field.name, flat=True)
        )
    }


def as_words(value: Any) -> str:
    """A value as text in small letters; what is packed is unpacked."""
    if isinstance(value, bytes | memoryview):
        raw = bytes(value)
        with contextlib.suppress(zlib.error):
            raw = zlib.decompress(raw)
        return raw.decode("utf-8", "replace").lower()
    return str(value).lower()

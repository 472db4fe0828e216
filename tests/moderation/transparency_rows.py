"""Histories of a site, made by the flows that make them in life."""

from collections.abc import Sequence
from datetime import UTC, datetime

from articles.models import Article
from discussion.models import Comment, Decision, User
from moderation.models import Appeal, Notice, Report, Sanction, SecondLook
from moderation.policy.types import Outcome
from tests import factories


class History:
    """What may happen to one comment after another; each step is one character of a script."""

    def __init__(self, article: Article, rosa: User, remy: User) -> None:
        self.article, self.rosa, self.remy = article, rosa, remy
        self.comment: Comment | None = None
        self._number = 0

    def play(self, steps: Sequence[str]) -> None:
        """Do the steps; one that cannot be done now is left out."""
        for step in steps:
            self._number += 1
            act = getattr(self, step)
            if self.comment is not None or step in {"post", "abuse"}:
                act()

    def post(self) -> None:
        text = f"A fair point, number {self._number}."
        self.comment = factories.published(self.article, text, author=f"Ada{self._number}")

    def abuse(self) -> None:
        self.comment = factories.held(self.article, author=f"Mal{self._number}")

    def publish(self) -> None:
        factories.decide(self.comment, self.rosa, Outcome.PUBLISH)

    def reject(self) -> None:
        factories.decide(self.comment, self.rosa, Outcome.REJECT)

    def hold(self) -> None:
        factories.decide(self.comment, self.rosa, Outcome.HOLD)

    def report(self) -> None:
        self._complain(Report, reporter=self._reader(), reason="other", weight=0.5)

    def right_report(self) -> None:
        self._complain(
            Report, reporter=self._reader(), reason="other", weight=1, **self._settled(True)
        )

    def wrong_report(self) -> None:
        self._complain(
            Report, reporter=self._reader(), reason="other", weight=0, **self._settled(False)
        )

    def notice(self) -> None:
        self._complain(Notice, reference=f"N{self._number}", explanation="Illegal.")

    def right_notice(self) -> None:
        reference = f"N{self._number}"
        self._complain(Notice, reference=reference, explanation="x", **self._settled(True))

    def appeal(self) -> None:
        self._appeal(state="open")

    def upheld_appeal(self) -> None:
        self._appeal(state="upheld", decided_by=self.remy, decided_at=datetime.now(UTC))

    def overturned_appeal(self) -> None:
        self._appeal(state="overturned", decided_by=self.remy, decided_at=datetime.now(UTC))

    def moot_appeal(self) -> None:
        self._appeal(state="moot", decided_at=datetime.now(UTC))

    def warn(self) -> None:
        self._sanction()

    def lift(self) -> None:
        self._sanction(lifted_by=self.remy, lifted_at=datetime.now(UTC))

    def agree(self) -> None:
        self._look("publish")

    def disagree(self) -> None:
        self._look("reject")

    def _reader(self):
        return factories.author_at(self.article.site, f"Reader{self._number}")

    def _settled(self, upheld):
        return {"upheld": upheld, "settled_at": datetime.now(UTC), "decision": self._latest()}

    def _latest(self):
        return Decision.objects.filter(comment=self.comment).latest("pk")

    def _complain(self, model, **fields):
        row = model.objects.create(
            site=self.article.site,
            comment=self.comment,
            revision=self.comment.revisions.get(),
            **fields,
        )
        # Sent some time before, as it is in life.
        model.objects.filter(pk=row.pk).update(created_at=self.comment.created_at)

    def _appeal(self, **fields):
        decision = self._latest()
        if not hasattr(decision, "appeal"):
            appeal = Appeal.objects.create(
                site=self.article.site,
                comment=self.comment,
                decision=decision,
                author=self.comment.author,
                words="I meant it well.",
                **fields,
            )
            Appeal.objects.filter(pk=appeal.pk).update(created_at=self.comment.created_at)

    def _sanction(self, **fields):
        Sanction.objects.create(
            site=self.article.site,
            author=self.comment.author,
            kind="warning",
            reason="Mind your words.",
            imposed_by=self.rosa,
            **fields,
        )

    def _look(self, outcome):
        decision = self._latest()
        if not hasattr(decision, "second_look"):
            SecondLook.objects.create(
                site=self.article.site,
                decision=decision,
                share=0.02 if self._number % 2 else 0.5,
                judge=self.remy,
                outcome=outcome,
                judged_at=datetime.now(UTC),
            )


STEPS = [name for name in vars(History) if not name.startswith("_") and name not in {"play"}]

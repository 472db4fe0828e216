"""The life of a site, step by step as Hypothesis makes it up: readers, moderators and workers act,
on what they see now or saw before, and processes die. After each step everything has to hold.

One database session plays all of them, so that a life is repeated exactly; what threads do to each
other is asked in tests/races, what whole processes do by chaos.
"""

import copy
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar
from unittest.mock import patch

from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from articles.errors import DomainError
from articles.flows.draft_policy import draft_policy
from articles.flows.publish_policy import publish_policy
from articles.models import Article, Site
from discussion.api.page_cache import memory
from discussion.models import Comment, User
from moderation.flows.impose_sanction import Measure, impose_sanction
from moderation.flows.lift_sanction import lift_sanction
from moderation.flows.run_jobs import run_jobs
from moderation.flows.start_job import start_rejudge
from moderation.judge import Judge
from moderation.models import Appeal, Job, Membership, Sanction
from moderation.scoring.base import ScorerUnavailable
from moderation.screenings import Claim, claim_screenings
from tests import factories
from tests.lives.dying import Killed, dying
from tests.lives.invariants import INVARIANTS, Witness
from tests.lives.pages import Pages
from tests.person_world import forget
from tests.races.acts import ACTS, Act
from tests.races.stage import Stage, faults
from tests.stub_scorer import StubScorer

AUTHORS = st.sampled_from(["Ada", "Ben", "Mal"])
# What the scorer makes of a text: nothing, a clause, a number that is none, or trouble.
WORDS = st.sampled_from(
    ["Fair", "Fair", "idiot", "moron", "STUB:NAN", "STUB:1.5", "STUB:NO_LABEL", "STUB:BATCH_SHORT"]
)
RUDE = ("idiot", "moron")
# From "holds nearly everything" to "holds nothing"; the last two differ in what is rejected.
RULES = st.sampled_from(
    [{"hold_at": 0.005}, {"hold_at": 0.8}, {"hold_at": 0.999}, {"hold_at": 0.5, "reject_at": 0.9}]
)
GUARDED = [act for act in ACTS if act.guarded]
DEATHS = st.none() | st.integers(0, 45)


@dataclass(frozen=True)
class Seen(Stage):
    """The comment as somebody read it, however long ago."""

    row: Comment

    @property
    def comment(self) -> Comment:
        return copy.copy(self.row)


@contextmanager
def interrupted(at: int, meanwhile: Callable[[], None]) -> Iterator[None]:
    """Let other things happen in the middle of a judgement: before the first text is read, or
    between two, or when all are read and nothing is stored. There it looks at its lease.
    """
    renew, looks = Claim.renew_if_due, 0

    def look(claim: Claim) -> None:
        nonlocal looks
        looks += 1
        if looks == at:
            meanwhile()
        renew(claim)

    with patch.object(Claim, "renew_if_due", look):
        yield


@dataclass(frozen=True)
class World:
    """What stands before a life begins."""

    site: Site
    article: Article
    rosa: User
    remy: User

    @classmethod
    def make(cls) -> "World":
        site = factories.make_site()
        article = factories.make_article(site)
        rosa = factories.make_moderator(site, "rosa")
        remy = factories.make_moderator(site, "remy", Membership.Role.SENIOR_MODERATOR)
        factories.make_author(site, "Ben")
        return cls(site, article, rosa, remy)


class Life(RuleBasedStateMachine):
    """`happened` counts what did not end in a refusal, over all lives."""

    world: ClassVar[World]
    happened: ClassVar[Counter[str]] = Counter()

    comments = Bundle("comments")
    views = Bundle("views")

    @initialize()
    def begin(self) -> None:
        self._whole = transaction.atomic()
        self._whole.__enter__()
        cache.clear()
        memory.clear()
        self.witness = Witness()
        self.pages = Pages()
        self.word = "idiot"
        self.texts = 0

    def teardown(self) -> None:
        try:
            self.nothing_is_half_done()
        finally:
            self.end()

    def nothing_is_half_done(self) -> None:
        connection.check_constraints()
        for comment in Comment.objects.order_by("pk"):
            stage = Stage.of(comment, self.world.rosa, self.world.remy)
            assert faults(stage) == [], comment.status

    def end(self) -> None:
        transaction.set_rollback(True)
        self._whole.__exit__(None, None, None)

    @rule(target=comments, author=AUTHORS, words=WORDS, death=DEATHS)
    def post(self, author: str, words: str, death: int | None) -> Any:
        return self._posted(author, words, None, death)

    @rule(target=comments, author=AUTHORS, parent=comments, words=WORDS, death=DEATHS)
    def reply(self, author: str, parent: int, words: str, death: int | None) -> Any:
        above = factories.fresh(Comment(pk=parent))
        return self._posted(author, words, above, death)

    @rule(target=views, comment=comments)
    def look(self, comment: int) -> Seen:
        row = factories.fresh(Comment(pk=comment))
        ben = factories.author_at(self.world.site, "Ben")
        return Seen(comment, row.version, self.world.rosa, self.world.remy, ben, row)

    @rule(view=views, act=st.sampled_from(ACTS), death=DEATHS)
    def act_on_what_was_seen(self, view: Seen, act: Act, death: int | None) -> None:
        self._try(act, view, death)

    @rule(comment=comments, act=st.sampled_from(ACTS), death=DEATHS)
    def act(self, comment: int, act: Act, death: int | None) -> None:
        self._try(act, self.look(comment), death)

    @rule(comment=comments, first=st.sampled_from(GUARDED), second=st.sampled_from(GUARDED))
    def two_decide(self, comment: int, first: Act, second: Act) -> None:
        """Both have the same before them, and the second is the later one."""
        view = self.look(comment)
        self._try(first, view, None)
        self._try(second, view, None)

    @rule(death=DEATHS)
    def judge(self, death: int | None) -> None:
        with self._may_end("judged", death):
            factories.screen(self._judge())

    @rule(
        others=st.lists(st.tuples(st.sampled_from(ACTS), views), max_size=2),
        at=st.integers(1, 4),
        banned=st.none() | AUTHORS,
        late=st.booleans(),
        death=DEATHS,
    )
    def judge_while_others_act(
        self,
        others: list[tuple[Act, Seen]],
        at: int,
        banned: str | None,
        late: bool,
        death: int | None,
    ) -> None:
        """`late`: the lease ends meanwhile, and another worker comes."""

        def meanwhile() -> None:
            for act, view in others:
                self._try(act, view, None)
            if banned is not None:
                self.sanction(banned, Sanction.Kind.BAN)
            if late:
                factories.end_leases()
                with self._may_end("judged by another", None):
                    factories.screen(self._judge())

        with self._may_end("judged meanwhile", death), interrupted(at, meanwhile):
            factories.screen(self._judge())

    @rule()
    def die_with_a_claim(self) -> None:
        claim_screenings("test:dead")

    @rule()
    def let_leases_end(self) -> None:
        factories.end_leases()

    @rule(word=st.sampled_from(RUDE))
    def deploy_scorer(self, word: str) -> None:
        self.word = word

    @rule(strictness=RULES, death=DEATHS)
    def publish_policy(self, strictness: dict[str, float], death: int | None) -> None:
        clauses = copy.deepcopy(factories.POLICY["clauses"])
        clauses[0]["rules"][0] = {"attribute": "toxicity", **strictness}
        with self._may_end("policy published", death):
            draft = draft_policy(self.world.site, {**factories.POLICY, "clauses": clauses})
            publish_policy(draft, actor="operator:test")

    @rule(death=DEATHS)
    def judge_again(self, death: int | None) -> None:
        """What waits, by the policy and scorer of now."""
        start_rejudge(self.world.site, user=self.world.remy, waiting=True, published=False)
        with self._may_end("judged again", death):
            while run_jobs(self._judge, worker="test:1"):
                pass
        Job.objects.exclude(state="done").update(state="stopped")

    @rule(mode=st.sampled_from(["machine", "pre", "post"]))
    def moderate_otherwise(self, mode: str) -> None:
        Site.objects.update(moderation=mode)

    @rule(author=AUTHORS, kind=st.sampled_from(list(Sanction.Kind)))
    def sanction(self, author: str, kind: Sanction.Kind) -> None:
        ends = timezone.now() + timedelta(days=7) if kind == Sanction.Kind.SUSPENSION else None
        measure = Measure(kind=kind, reason="It is enough.", ends_at=ends)
        row = factories.author_at(self.world.site, author)
        with self._may_end("sanctioned", None):
            impose_sanction(row, measure, moderator=self.world.remy)

    @rule(author=AUTHORS)
    def lift(self, author: str) -> None:
        row = factories.author_at(self.world.site, author)
        for sanction in Sanction.objects.filter(author=row, lifted_at=None):
            with self._may_end("lifted", None):
                lift_sanction(sanction, moderator=self.world.remy)

    @rule(author=AUTHORS)
    def forget(self, author: str) -> None:
        with self._may_end("forgotten", None):
            forget(factories.author_at(self.world.site, author))

    @invariant()
    def everything_holds(self) -> None:
        self.witness.look()
        for holds in INVARIANTS:
            assert list(holds(self.witness)) == [], holds.__name__

    @invariant()
    def every_page_is_the_same_from_everywhere(self) -> None:
        assert list(self.pages.differences()) == []

    def _posted(self, author: str, words: str, parent: Comment | None, death: int | None) -> Any:
        self.texts += 1
        body = f"{words} {f'text{self.texts:04}' * 3}"
        made: list[Comment] = []
        factories.author_at(self.world.site, author)
        with self._may_end("posted", death):
            article = self.world.article
            made.append(factories.make_comment(article, body, author=author, parent=parent))
        if not made:
            return multiple()
        self.witness.acknowledged[str(made[0].public_id)] = body
        return made[0].pk

    def _try(self, act: Act, view: Seen, death: int | None) -> None:
        if act.name == "undo" and view.comment.decision is None:
            return  # there is nothing that the desk could offer to take back
        now = factories.fresh(Comment(pk=view.comment_id)).version
        with self._may_end(act.name, death):
            act.do(view)
            if act.guarded and now != view.seen:
                self.witness.overwritten.append(f"{act.name} of what was seen at {view.seen}")

    @contextmanager
    def _may_end(self, name: str, death: int | None) -> Iterator[None]:
        """Refusals are answers, and the dead say nothing; anything else is a fault."""
        try:
            with dying(death):
                yield
        except (DomainError, ScorerUnavailable):
            return
        except (Appeal.DoesNotExist, Appeal.MultipleObjectsReturned):
            # Whoever answers, answers one.
            return
        except Killed:
            self.happened["killed"] += 1
            return
        self.happened[name] += 1

    def _judge(self) -> Judge:
        return Judge(StubScorer(self.word), ())

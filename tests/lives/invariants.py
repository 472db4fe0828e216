"""What holds after every step of every life of a site: one function an invariant, each of which
yields its faults in words.

That a POST waits for nobody (I8) is no state that could be read: tests/moderation/test_wakeup.py.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, Model, OuterRef, Q

from articles.models import Article, AuditEvent, OutboxEvent
from discussion.models import ChangeRequest, Comment, Decision, Revision
from discussion.rendering import render
from discussion.verification import ledger_faults
from moderation.models import ReviewItem, Sanction, Screening
from moderation.screenings import MAX_ATTEMPTS
from tests.api_calls import Api

# Each of these events, and nothing else, comes with a new version of the comment.
MOVES = ("comment.decided", "comment.edited", "comment.withdrawn", "comment.erased")
# Which was the last of these to be told of a comment, by what it is now. What becomes of an edit is
# told as well; the older text stays public meanwhile.
TOLD = {
    "published": {"published", "restored", "edited", "held", "rejected"},
    "held": {"held"},
    "rejected": {"rejected"},
    "withdrawn": {"withdrawn"},
    "erased": {"erased"},
}
MOVED = {f"comment.{kind}" for kinds in TOLD.values() for kind in kinds}
# Rows that nobody changes, but for these columns.
KEPT: dict[type[Model], frozenset[str]] = {
    AuditEvent: frozenset(),
    Decision: frozenset(),
    OutboxEvent: frozenset({"fanned_out_at"}),
}


@dataclass
class Witness:
    """What somebody outside has seen: no database can say that it once said otherwise.

    `acknowledged` has the text of each comment that was taken, by its public id; `texts` all that
    ever stood in a revision; `rows` those of the models in KEPT, as they were read first.
    `overwritten` are decisions that were taken although the comment had moved on since it was seen.
    `pages` is what anybody reads now, by article.
    """

    acknowledged: dict[str, str] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    rows: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    overwritten: list[str] = field(default_factory=list)
    pages: dict[int, Any] = field(default_factory=dict)

    def look(self) -> None:
        """Read the pages, as they are now."""
        self.pages = {article.pk: _page(article) for article in Article.objects.all()}


def i1_what_was_taken_is_there(witness: Witness) -> Iterator[str]:
    comments = Comment.objects.prefetch_related("revisions")
    found = {str(comment.public_id): comment for comment in comments}
    for public_id, text in witness.acknowledged.items():
        comment = found.get(public_id)
        if comment is None:
            yield f"{public_id} is gone"
        elif comment.status != "erased" and text not in {r.text for r in comment.revisions.all()}:
            yield f"{public_id} lost its first words"


def i2_what_is_public_was_decided_for_this_text(witness: Witness) -> Iterator[str]:
    decided = Q(decision__outcome="publish", decision__revision=F("public_revision"))
    by_machine = Q(
        decision__actor_kind="machine",
        decision__score__gte=0,
        decision__score__lte=1,
        decision__policy__isnull=False,
    ) & ~Q(decision__scorer="")
    sound = decided & (Q(decision__actor_kind="person") | by_machine)
    for comment in Comment.objects.filter(status="published").exclude(sound):
        yield f"{comment} is published without a decision that says so"
    in_force = Q(lifted_at=None) | Q(lifted_at__gt=OuterRef("created_at"))
    restricted = Sanction.objects.filter(
        in_force, author=OuterRef("comment__author"), created_at__lt=OuterRef("created_at")
    ).exclude(kind="warning")
    against = Decision.objects.filter(Exists(restricted), actor_kind="machine", outcome="publish")
    for decision in against:
        yield f"{decision}: by machine, although every comment of its author is to be held"


def i3_one_decision_of_a_text_is_in_force(witness: Witness) -> Iterator[str]:
    yield from witness.overwritten
    standing = Counter(
        Decision.objects.filter(superseded_by=None).values_list("revision_id", flat=True)
    )
    for revision, rulings in standing.items():
        if rulings > 1:
            yield f"revision {revision} has {rulings} decisions in force"
    replaced = Decision.objects.filter(superseded_by__isnull=False)
    for comment in Comment.objects.filter(decision__in=replaced):
        yield f"the decision of {comment} was superseded"
    for decision in replaced.filter(actor_kind="person", superseded_by__actor_kind="machine"):
        yield f"{decision} by a person was superseded by the machine"
    for decision in replaced.exclude(superseded_by__revision=F("revision")):
        yield f"{decision} was superseded by one about another text"


def i4_nothing_waits_for_nobody(witness: Witness) -> Iterator[str]:
    job = Screening.objects.filter(revision=OuterRef("pk"), finished_at=None)
    for revision in Revision.objects.filter(~Exists(job), state="pending"):
        yield f"{revision} waits, and there is no job of judging it"
    for screening in Screening.objects.filter(finished_at=None).exclude(revision__state="pending"):
        yield f"{screening} is open, and nothing waits"
    for screening in Screening.objects.filter(attempts__gt=MAX_ATTEMPTS + 1):
        yield f"{screening} was begun {screening.attempts} times"
    item = ReviewItem.objects.filter(comment=OuterRef("comment"), closed_at=None)
    asked = ChangeRequest.objects.filter(comment=OuterRef("comment"), closed_at=None)
    for revision in Revision.objects.filter(~Exists(item), ~Exists(asked), state="held"):
        yield f"{revision} is held, and nobody is asked to look"
    for item in ReviewItem.objects.filter(
        closed_at=None, comment__status__in=["withdrawn", "erased"]
    ):
        yield f"{item.comment} is gone, and somebody is asked to look"


def i5_each_change_has_its_event(witness: Witness) -> Iterator[str]:
    yield from ledger_faults()
    yield from _rewritten(witness)
    moves = Counter(AuditEvent.objects.filter(kind__in=MOVES).values_list("subject", flat=True))
    for comment in Comment.objects.all():
        if comment.version != 1 + moves[comment.audit_subject]:
            yield f"{comment} moved without exactly one event"


def _rewritten(witness: Witness) -> Iterator[str]:
    for model, may_change in KEPT.items():
        name = model.__name__
        now = {(name, row["id"]): row for row in model._default_manager.values()}
        for key, row in now.items():
            for column in may_change:
                del row[column]
            if witness.rows.setdefault(key, row) != row:
                yield f"{key} was rewritten"
        for key in witness.rows:
            if key[0] == name and key not in now:
                yield f"{key} was removed"


def i6_a_page_shows_the_text_that_was_decided(witness: Witness) -> Iterator[str]:
    for article_id, page in witness.pages.items():
        shown = {place["id"]: place["body_html"] for place in _places(page)}
        public = Comment.objects.filter(article=article_id, status="published")
        decided = {
            str(comment.public_id): render(comment.decision.revision.text)
            for comment in public.select_related("decision__revision")
        }
        if {key: said for key, said in shown.items() if said is not None} != decided:
            yield f"the page of article {article_id} shows other texts than were decided"


def i7_nobody_reads_what_is_not_public(witness: Witness) -> Iterator[str]:
    witness.texts |= dict(Revision.objects.exclude(text="").values_list("pk", "text"))
    public = set(
        Comment.objects.filter(status="published").values_list("public_revision_id", flat=True)
    )
    open_words = [text for pk, text in witness.texts.items() if pk in public]
    payloads = list(OutboxEvent.objects.values_list("payload", flat=True))
    told = json.dumps([payloads, list(witness.pages.values())])
    for pk, text in witness.texts.items():
        if pk not in public and text not in open_words and text in told:
            yield f"the text of revision {pk} is not public, and was shown"


def i9_each_restriction_has_its_statement(witness: Witness) -> Iterator[str]:
    for decision in Decision.objects.filter(statement=None).exclude(outcome="publish"):
        yield f"{decision} has no statement of reasons"


def i10_each_change_is_told_once_in_order(witness: Witness) -> Iterator[str]:
    for article in Article.objects.all():
        told = OutboxEvent.objects.filter(article=article, sequence__isnull=False)
        places = list(told.order_by("sequence").values_list("sequence", flat=True))
        if places != list(range(1, article.change_seq + 1)):
            yield f"{article}: its changes are told as {places}"
    last: dict[str, str] = {}
    for event in OutboxEvent.objects.filter(kind__in=MOVED).order_by("pk"):
        last[event.payload["comment_id"]] = event.kind.removeprefix("comment.")
    for comment in Comment.objects.exclude(status="pending"):
        told_last = last.get(str(comment.public_id))
        if told_last not in TOLD[comment.status]:
            yield f"{comment} is {comment.status}, and “{told_last}” was told"


INVARIANTS: tuple[Callable[[Witness], Iterator[str]], ...] = (
    i1_what_was_taken_is_there,
    i2_what_is_public_was_decided_for_this_text,
    i3_one_decision_of_a_text_is_in_force,
    i4_nothing_waits_for_nobody,
    i5_each_change_has_its_event,
    i6_a_page_shows_the_text_that_was_decided,
    i7_nobody_reads_what_is_not_public,
    i9_each_restriction_has_its_statement,
    i10_each_change_is_told_once_in_order,
)


def _page(article: Article) -> list[dict[str, Any]]:
    """All of an article's comments that are public, as a program reads them."""
    whole = {"limit": 50, "replies_limit": 50}
    page = Api().get(f"articles/{article.public_id}/comments/", whole).json()
    comments: list[dict[str, Any]] = page["results"]
    while page["next"] is not None:
        page = Api().get(page["next"]).json()
        comments += page["results"]
    return comments


def _places(comments: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for comment in comments:
        yield comment
        yield from _places(comment["replies"]["results"])

"""What became of one's own comment, without an account or a cookie: a signed address tells."""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing

from articles.models import Site
from discussion.change_requests import open_request
from discussion.models import ChangeRequest, Comment, Revision, Statement
from discussion.statements import appeal_words, statement_in_force

SALT = "discussion.receipt"
LIVES = timedelta(days=1)

TITLES = {
    Comment.Status.PENDING: "Your comment is being checked",
    Comment.Status.PUBLISHED: "Your comment is published",
    Comment.Status.HELD: "A person will read your comment before it appears",
    Comment.Status.REJECTED: "Your comment was not published",
    Comment.Status.WITHDRAWN: "You took your comment back",
    Comment.Status.ERASED: "Your comment was erased",
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """The author's own view of a comment; the statement of reasons, if its text is not seen, and
    what a moderator asks to be changed.
    """

    token: str
    comment: Comment
    text: str
    title: str
    statement: Statement | None
    asked: ChangeRequest | None

    @property
    def appeal(self) -> str:
        """How to appeal, in words."""
        return appeal_words(self.statement) if self.statement else ""


def token_for(comment: Comment) -> str:
    """Return what stands in the address: who has it may read this one comment for a day."""
    return signing.dumps(str(comment.public_id), salt=SALT)


def receipt_of(token: str, site: Site) -> Receipt | None:
    """Return the receipt; None for a token that is not ours, too old, or of another site."""
    try:
        public_id = signing.loads(token, salt=SALT, max_age=LIVES)
    except signing.BadSignature:
        return None
    comment = (
        Comment.objects.filter(public_id=public_id, site=site)
        .select_related("author", "article__site")
        .first()
    )
    return None if comment is None else _receipt(token, comment)


def _receipt(token: str, comment: Comment) -> Receipt:
    status = Comment.Status(comment.status)
    revisions = Revision.objects.filter(comment=comment).order_by("-number")
    text = "" if status == Comment.Status.ERASED else revisions.values_list("text", flat=True)[0]
    gone = status in {Comment.Status.WITHDRAWN, Comment.Status.ERASED}
    return Receipt(
        token=token,
        comment=comment,
        text=text,
        title=TITLES[status],
        statement=None if gone else statement_in_force(comment),
        asked=None if gone else open_request(comment),
    )

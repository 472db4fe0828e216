"""A reader asks, before posting, what would become of a text; nothing is stored."""

from articles.models import Article
from discussion.flows.post_comment import refuse_unwelcome
from discussion.models import Author, Comment
from moderation.asking.ask import ask
from moderation.asking.channel import Message
from moderation.errors import NudgeOff


def check_draft(
    *, author: Author | None, article: Article, parent: Comment | None, body: str
) -> Message:
    """Return `outcome`, `clauses` and `passages` (stretches of `body`) of the text by itself.

    `body` is clean (discussion.body); `author` is None for somebody who has never written here.
    Raises NudgeOff, ArticleClosed, AuthorBanned, ScorerAway.
    """
    if not article.site.nudge:
        raise NudgeOff
    refuse_unwelcome(author, article)
    answered = parent.pk if parent is not None else None
    return ask({"kind": "check", "article": article.pk, "parent": answered, "text": body})

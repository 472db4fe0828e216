"""Somebody answered."""

from articles.api.shapes import permalink
from discussion.letters.base import Letter, NothingToSay, printed
from discussion.letters.quoting import quoted
from discussion.models import Comment, Mute, Notification


def reply_letter(notification: Notification) -> Letter:
    """Tell of a reply that everybody can read, by somebody whom the author does not mute."""
    reply = Comment.objects.select_related(
        "article__site", "author", "parent", "public_revision"
    ).get(notifications=notification)
    answered = reply.parent
    both = (reply, answered)
    if any(it is None or it.status != Comment.Status.PUBLISHED for it in both):
        raise NothingToSay("not-public")
    if Mute.objects.filter(reader=notification.author_id, muted=reply.author_id).exists():
        raise NothingToSay("muted")
    article = reply.article
    assert reply.public_revision is not None  # a published comment has one, by constraint
    context = {
        "name": reply.author.display_name,
        "title": article.title,
        "said": quoted(reply.public_revision.text),
        "where": f"{permalink(article.site.slug, article.slug)}#c-{reply.public_id}",
    }
    subject = f"{reply.author.display_name} answered you on “{article.title}”"
    return Letter(subject, printed("discussion/mail/reply.txt", context))

"""A moderator asks for another wording."""

from django.utils import timezone

from articles.api.shapes import permalink
from discussion.letters.base import Letter, NothingToSay, id_in, printed
from discussion.letters.quoting import quoted
from discussion.models import ChangeRequest, Notification


def change_letter(notification: Notification) -> Letter:
    """Tell what should be changed and until when, as long as the author can change it."""
    request = ChangeRequest.objects.select_related("comment__article__site", "revision").get(
        public_id=id_in(notification.about)
    )
    if request.closed_at is not None or request.until <= timezone.now():
        raise NothingToSay("overtaken")
    article = request.comment.article
    context = {
        "title": article.title,
        "words": quoted(request.words),
        "said": quoted(request.revision.text),
        "until": request.until,
        "where": article.url or permalink(article.site.slug, article.slug),
    }
    subject = f"Please change your comment on “{article.title}”"
    return Letter(subject, printed("discussion/mail/change.txt", context))

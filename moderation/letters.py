"""Mails on what moderation alone knows: appeals and sanctions (discussion/letters/base.py)."""

from articles.api.shapes import permalink
from articles.models import PolicyVersion
from discussion.letters.base import Letter, NothingToSay, id_in, printed
from discussion.letters.quoting import quoted
from discussion.models import Comment, Notification
from discussion.statements import policy_address
from moderation.models import Appeal, Sanction
from moderation.why import clause_texts


def appeal_letter(notification: Notification) -> Letter:
    """Tell what another person decided on the author's appeal: `about` is `appeal:UUID`."""
    appeal = Appeal.objects.select_related("comment__article__site").get(
        public_id=id_in(notification.about)
    )
    if appeal.state not in {Appeal.State.UPHELD, Appeal.State.OVERTURNED}:
        raise NothingToSay("overtaken")
    article = appeal.comment.article
    overturned = appeal.state == Appeal.State.OVERTURNED
    context = {
        "title": article.title,
        "words": quoted(appeal.words),
        "reasoning": appeal.reasoning,
        "overturned": overturned,
        "published": appeal.comment.status == Comment.Status.PUBLISHED,
        "where": f"{permalink(article.site.slug, article.slug)}#c-{appeal.comment.public_id}",
    }
    answer = "you were right" if overturned else "the decision stands"
    subject = f"Your appeal about “{article.title}”: {answer}"
    return Letter(subject, printed("moderation/mail/appeal.txt", context))


def sanction_letter(notification: Notification) -> Letter:
    """Tell of a warning or a restriction that was not lifted: `about` is `sanction:UUID`."""
    sanction = Sanction.objects.select_related("site__policy", "comment__article").get(
        public_id=id_in(notification.about)
    )
    if sanction.lifted_at is not None:
        raise NothingToSay("overtaken")
    context = {
        "sanction": sanction,
        "site": sanction.site,
        "clause": _clause(sanction.site.policy, sanction.clause),
        "policy": policy_address(sanction.site),
    }
    subject = {
        Sanction.Kind.WARNING: "A warning about your comments at {site}",
        Sanction.Kind.ALWAYS_HOLD: "Your comments at {site} are read before they appear",
        Sanction.Kind.SUSPENSION: "You may not comment at {site} for a while",
        Sanction.Kind.BAN: "You may no longer comment at {site}",
    }[Sanction.Kind(sanction.kind)].format(site=sanction.site.name)
    return Letter(subject, printed("moderation/mail/sanction.txt", context))


def _clause(policy: PolicyVersion | None, wanted: str) -> object:
    return next((clause for clause in clause_texts(policy) if clause.id == wanted), None)

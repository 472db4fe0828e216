"""What was decided about a comment: the statement of reasons, or that it can be read after all."""

from articles.api.shapes import permalink
from discussion.letters.base import Letter, NothingToSay, id_in, printed
from discussion.letters.quoting import quoted
from discussion.models import Comment, Decision, Notification, Statement, Topic
from discussion.statements import appeal_words, policy_address, statement_in_force


def decision_letter(notification: Notification) -> Letter:
    """Tell of a decision that is still in force, and of nothing that was told before."""
    decision = Decision.objects.select_related(
        "comment__article__site", "comment__public_revision", "revision"
    ).get(public_id=id_in(notification.about))
    told = _last_told(notification)
    if decision.outcome != Decision.Outcome.PUBLISH:
        return _restricted(decision, told)
    if _told_by_the_answer_to_an_appeal(notification):
        raise NothingToSay("already-known")
    return _published(decision, told)


def _told_by_the_answer_to_an_appeal(notification: Notification) -> bool:
    """Whether the text is published since its author was right: another mail says so."""
    return Notification.objects.filter(
        author_id=notification.author_id,
        comment=notification.comment,
        topic=Topic.APPEAL,
        created_at__gte=notification.created_at,
    ).exists()


def _last_told(notification: Notification) -> Decision | None:
    """Return the decision about the comment that its author was last told of."""
    sent = Notification.objects.filter(
        author_id=notification.author_id,
        comment=notification.comment,
        topic=Topic.DECISION,
        ending=Notification.SENT,
    ).exclude(pk=notification.pk)
    last = sent.order_by("-ended_at", "-pk").values_list("about", flat=True).first()
    return None if last is None else Decision.objects.get(public_id=id_in(last))


def _published(decision: Decision, told: Decision | None) -> Letter:
    """Only who was told that a text is not seen needs to be told that it is."""
    comment = decision.comment
    if comment.decision_id != decision.pk or comment.status != Comment.Status.PUBLISHED:
        raise NothingToSay("overtaken")
    if told is None or told.outcome == Decision.Outcome.PUBLISH:
        raise NothingToSay("already-known")
    article = comment.article
    context = {
        "title": article.title,
        "said": quoted(decision.revision.text),
        "where": f"{permalink(article.site.slug, article.slug)}#c-{comment.public_id}",
    }
    subject = f"Your comment on “{article.title}” is published"
    return Letter(subject, printed("discussion/mail/published.txt", context))


def _restricted(decision: Decision, told: Decision | None) -> Letter:
    comment, article = decision.comment, decision.comment.article
    gone = {Comment.Status.WITHDRAWN, Comment.Status.ERASED}
    statement = statement_in_force(comment)
    if statement is None or statement.decision_id != decision.pk or comment.status in gone:
        raise NothingToSay("overtaken")
    held = decision.outcome == Decision.Outcome.HOLD
    if held and told is not None and _is_the_same(told, decision):
        raise NothingToSay("already-known")
    context = {
        "facts": statement.facts,
        "held": held,
        "was_public": comment.published_at is not None,
        "title": article.title,
        "site": article.site,
        "said": quoted(decision.revision.text),
        "appeal": appeal_words(statement),
        "policy": policy_address(article.site),
        "where": article.url or permalink(article.site.slug, article.slug),
    }
    text = printed("discussion/mail/decision.txt", context)
    return Letter(_subject(article.title, statement, held=held), text)


def _is_the_same(told: Decision, decision: Decision) -> bool:
    return (told.outcome, told.revision_id) == (decision.outcome, decision.revision_id)


def _subject(title: str, statement: Statement, *, held: bool) -> str:
    if held:
        return f"Your comment on “{title}” waits for a person to read it"
    clauses = statement.facts["clauses"]
    ground = f": {clauses[0]['title']}" if clauses else ""
    return f"Your comment on “{title}” was rejected{ground}"

"""The kinds of events that an endpoint can ask for, each in words."""

KINDS = {
    "comment.published": "a comment became public",
    "comment.held": "a comment waits for a moderator",
    "comment.rejected": "a comment was rejected",
    "comment.restored": "a rejected comment is public after all",
    "comment.edited": "another text of a public comment became public",
    "comment.withdrawn": "its author took a comment back",
    "comment.erased": "a comment was erased on a privacy request",
    "comment.reported": "a reader reported a comment",
    "comment.featured": "a moderator recommends a comment",
    "comment.unfeatured": "a moderator no longer recommends a comment",
    "comment.reacted": "readers reacted to a comment, or took that back: many at once",
    "thread.locked": "a thread takes no more replies",
    "thread.unlocked": "a thread takes replies again",
    "queue.entered": "a comment needs a person",
    "queue.left": "a comment no longer needs a person",
    "appeal.opened": "an author appeals against a decision",
    "appeal.decided": "an appeal was answered",
    "article.created": "an article is known",
    "article.changed": "an article was changed",
    "article.slow_mode": "an author may write to an article only so often, or as often as ever",
    "article.heated": "all comments to an article are held for a while",
    "article.cooled": "comments to an article are no longer held",
    "author.sanctioned": "an author was warned or restricted, or is no longer",
}
# Sent to one endpoint, on request alone.
PING = "webhook.ping"

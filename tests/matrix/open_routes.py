"""What a stranger to a site may call there all the same, and what a call has to say."""

from typing import Any

from tests.matrix.url_map import Route

PUBLIC = "everybody reads what is published"
OPEN: dict[str, str] = {
    "<slug:site>/": PUBLIC,
    "<slug:site>/policy/": "the rules are for everybody",
    "<slug:site>/articles/<slug:article>/": PUBLIC,
    "<slug:site>/comments/<uuid:comment>/": PUBLIC,
    "api/v1/articles/": PUBLIC,
    "api/v1/articles/<uuid:article_id>/": PUBLIC,
    "api/v1/articles/<uuid:article_id>/changes/": PUBLIC,
    "api/v1/articles/<uuid:article_id>/comments/": PUBLIC,
    "api/v1/articles/<uuid:article_id>/comments.atom": PUBLIC,
    "api/v1/comments/<uuid:comment_id>/": PUBLIC,
    "api/v1/counts/": "as many as everybody can count on the page",
    "api/v1/oembed/": PUBLIC,
    "api/v1/sites/<site:site>/comments.atom": PUBLIC,
    "api/v1/sites/<site:site>/embed/": "the embed asks where it stands before it knows anybody",
    "api/v1/sites/<site:site>/policy/": "the rules are for everybody",
    "api/v1/sites/<site:site>/policy/versions/<number:number>/": "the rules are for everybody",
}
# Whoever has the signed address is whom it was given to; another site's is nothing below one's own.
SIGNED = {
    "<slug:site>/receipts/<str:token>/": "its author's own view of a comment, for a day",
    "mail/unsubscribe/<str:token>/": "the right to choose, from a mail",
}

# A site names its articles by words of its own: the same word at two sites is two articles.
OWN_WORDS = {"api/v1/sites/<site:site>/articles/<str:external_id>/"}
# Taking back what never was is done: the answer is the same for an id that nobody has.
NOTHING_TO_DO = {("DELETE", "api/v1/me/mutes/<uuid:author_id>/")}

MEASURE = {"kind": "warning", "reason": "It is rude."}
ARTICLE = {"url": "https://site-a.example/2", "title": "Two"}
# A good body, so that nothing but whom it is about can be refused: by route and method.
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("comments", "POST"): {"body": "A fair point."},
    ("checks", "POST"): {"body": "A fair point."},
    ("comment", "PATCH"): {"body": "Another point."},
    ("comment-reports", "POST"): {"reason": "other", "text": "Rude."},
    ("comment-appeals", "POST"): {"words": "It is fine."},
    ("appeal-decision", "POST"): {"action": "uphold", "reasoning": "It is rude."},
    ("sanctions", "POST"): MEASURE,
    ("change-request", "POST"): {"words": "Leave it out."},
    ("decisions", "POST"): {"action": "publish"},
    ("slow-mode", "PUT"): {"seconds": 60},
    ("site-articles", "POST"): ARTICLE,
    ("site-article", "PUT"): ARTICLE,
    ("guests", "POST"): {"name": "Gil"},
    ("revocations", "POST"): {"jti": "1"},
}


def said_to(route: Route, method: str) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """Return a good body for the call, and its headers."""
    return BODIES.get((route.name, method)), {"If-Match": '"1"', "Origin": "https://a.example"}

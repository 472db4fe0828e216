"""Each surface that attacks name, bound to the call of this product that is meant.

An attack says where it goes in words of its own (`comment.body`, `query.search`); here stands what
that is in this product. A surface that there is not is in ABSENT with the reason, and what is sent
there has to be refused or come to nothing, which tests/attacks/checks.py looks at.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from discussion.api.serializers import CommentListQuery
from discussion.models import Comment
from tests.attacks.cases import Case, NotJudged
from tests.attacks.tokens import PUBLIC_KEY_FORMATS, tokens_of
from tests.attacks.world import World, browser, caller
from tests.discussion_rows import reader_token

# What the product does not have, and why: an exact name, or the beginning of one.
ABSENT = {
    "query.offset": "lists go on by a signed cursor alone; an undeclared parameter is refused",
    "webhook.header_value": "a site cannot choose headers; secrets are made here",
    "jwt.claim.url": "authors have no address; the claim is not read",
    "jwt.claim.avatar": "authors have no picture; the claim is not read",
}
# Parameters that have another name here.
PARAMETERS = {"order": "sort"}
# One contract has one code: what this product answers where a case allows the code on the left.
# A token with a claim that cannot be right is no token; an edit is judged before it is shown; an
# address that is not at the site is not that site's to announce.
SAME_AS = {"jwt.claim.": {400: 401}, "comment.edit": {200: 202}, "article.url": {400: 403}}


@dataclass(slots=True)
class Sent:
    """An attack that was carried out, and what came back."""

    world: World
    case: Case
    surface: str
    answers: list[Any]
    before: int
    # What was to be stored or shown, where it is known.
    text: str = ""
    comment: Comment | None = None
    # The comment as its author saw it before, where the attack was on one.
    seen_before: dict[str, Any] = field(default_factory=dict)
    # Of the web server that it was sent to; 0: none was.
    port: int = 0

    @property
    def is_refused(self) -> bool:
        return all(answer.status_code >= 400 for answer in self.answers)

    @property
    def allowed(self) -> frozenset[int]:
        """Return the codes that the case allows, those of the same meaning here included."""
        same = [codes for name, codes in SAME_AS.items() if self.surface.startswith(name)]
        more = {codes[code] for codes in same for code in self.case.statuses & codes.keys()}
        return self.case.statuses | more


def absent_because(surface: str) -> str | None:
    """Return why the product has no such surface; None: it has."""
    if surface.startswith("query.") and surface not in BOUND:
        name = surface.removeprefix("query.")
        if PARAMETERS.get(name, name) not in CommentListQuery().fields:
            return ABSENT.get(surface, "the list does not know the parameter")
    if surface.startswith("jwt.claim.") and surface.removeprefix("jwt.claim.") not in CLAIMS:
        return ABSENT.get(surface, "the claim is not read")
    return ABSENT.get(surface)


def send(world: World, case: Case, surface: str) -> Sent:
    """Carry the attack out at one of its surfaces."""
    beginnings = (name for name in BEGINNINGS if surface.startswith(name))
    bound = BOUND.get(surface) or BEGINNINGS.get(next(beginnings, ""))
    if bound is None:
        raise NotJudged(f"{case.id}: no surface of the name {surface}")
    before = world.stored()
    sent = bound(world, case, surface)
    sent.before = sent.before or before
    return sent


def _sent(world: World, case: Case, surface: str, *answers: Any, **more: Any) -> Sent:
    return Sent(world, case, surface, list(answers), more.pop("before", 0), **more)


def _body(world: World, case: Case, surface: str) -> Sent:
    """The text of a new comment; a body that is JSON already goes as it is."""
    if case.form in {"raw_json", "bytes_b64"}:
        return _raw(world, case, surface)
    answer = world.reader.post(world.comments, {"body": case.text})
    return _posted(world, case, surface, answer, case.text)


def _raw(world: World, case: Case, surface: str) -> Sent:
    """The whole body of a post. This contract names the article in the path: there it goes."""
    body = case.body
    if case.form == "raw_json" and b'"ARTICLE"' in body:
        fields = json.loads(body)
        fields.pop("article")
        body = json.dumps(fields).encode()
    answer = world.reader.post(world.comments, body)
    return _posted(world, case, surface, answer, _text_in(body))


def _posted(world: World, case: Case, surface: str, answer: Any, text: str) -> Sent:
    comment = world.newest() if answer.status_code in {200, 201, 202} else None
    return _sent(world, case, surface, answer, text=text, comment=comment)


def _text_in(body: bytes) -> str:
    try:
        text = json.loads(body)["body"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
    return text if isinstance(text, str) else ""


def _edit(world: World, case: Case, surface: str) -> Sent:
    """A change of what everybody reads: of its text, or a whole body."""
    comment = world.comment()
    path = f"comments/{comment.public_id}/"
    seen = world.reader.get(path).json()
    data = {"body": case.text} if surface == "comment.edit.body" else case.body
    answer = world.reader.send("PATCH", path, data, If_Match=f'"{comment.version}"')
    text = case.text if surface == "comment.edit.body" else ""
    more = {"before": world.stored(), "seen_before": seen, "comment": comment, "text": text}
    return _sent(world, case, surface, answer, **more)


def _report(world: World, case: Case, surface: str) -> Sent:
    comment = world.comment()
    answer = world.ask_the_desk(comment, text=case.text)
    return _sent(world, case, surface, answer, comment=comment, before=world.stored())


def _note(world: World, case: Case, surface: str) -> Sent:
    """A private note beside a ruling, which the colleague who comes next reads."""
    comment = world.comment()
    world.ask_the_desk(comment)
    answer = world.decide(
        comment,
        action="reject",
        clause="hateful-language",
        reasoning="It demeans.",
        private_note=case.text,
    )
    return _sent(world, case, surface, answer, comment=comment, before=world.stored())


def _path(world: World, case: Case, surface: str) -> Sent:
    comment = world.comment()
    part = _filled(world, case.text, comment)
    kind = surface.removeprefix("path.")
    places = {"comment_id": "comments/{}/", "article_id": "articles/{}/", "site": "sites/{}/embed/"}
    path = part if kind == "unknown" else places.get(kind, "{}").format(part)
    answer = world.nobody.get(path)
    return _sent(world, case, surface, answer, comment=comment, before=world.stored())


def _query(world: World, case: Case, surface: str) -> Sent:
    """A parameter of the public list."""
    published = world.comment()
    parameter = surface.removeprefix("query.")
    text = _filled(world, case.text, published)
    query = text if parameter == "extra" else f"{PARAMETERS.get(parameter, parameter)}={text}"
    answer = world.nobody.get(f"{world.comments}?{query}")
    return _sent(world, case, surface, answer, comment=published, before=world.stored())


def _search(world: World, case: Case, surface: str) -> Sent:
    """What a moderator looks for in the queue and among all comments."""
    comment = world.comment("Nothing of what anybody looks for.")
    world.ask_the_desk(comment)
    places = ("moderation_reviewitem_changelist", "discussion_comment_changelist")
    answers = [world.desk.get(reverse(f"admin:{p}"), {"q": case.text}) for p in places]
    more = {"text": case.text, "comment": comment, "before": world.stored()}
    return _sent(world, case, surface, *answers, **more)


def _next(world: World, case: Case, surface: str) -> Sent:
    """Where staff are led once they are signed in."""
    user = world.desk.get("/admin/").wsgi_request.user
    user.set_password("correct horse battery staple")
    user.save()
    visitor = browser()
    form = {"username": user.username, "password": "correct horse battery staple"}
    page = visitor.get(f"/admin/login/?next={case.text}")
    answer = visitor.post("/admin/login/", {**form, "next": case.text})
    return _sent(world, case, surface, page, answer)


def _header(world: World, case: Case, surface: str) -> Sent:
    """A header of a request that is good without it, of a reader and of nobody."""
    name, text = surface.removeprefix("header."), case.text
    token, header = world.token("u3"), {name: text}
    listed = world.nobody.get(world.comments, **header)
    posted = caller(token).post(world.comments, {"body": "A fair point."}, **header)
    return _sent(world, case, surface, listed, posted, text=text)


def _authorization(world: World, case: Case, surface: str) -> Sent:
    """A post under a token, or what stands in place of one."""
    if case.form == "jwt":
        if case.given["key"] in PUBLIC_KEY_FORMATS:
            world.sign_by_public_key()
            secrets: dict[str, str] = {}
        else:
            secrets = world.secrets()
        tokens = tokens_of(case.given, secrets)
    else:
        good = case.text.replace("A-REAL-TOKEN", world.token()).replace("VALID", world.token())
        tokens = [good.removeprefix("Bearer ")]
    posts = [(caller(token), {"body": f"Hello {n}."}) for n, token in enumerate(tokens)]
    answers = [reader.post(world.comments, said) for reader, said in posts]
    comment = world.newest() if any(answer.status_code == 202 for answer in answers) else None
    return _sent(world, case, surface, *answers, text=tokens[0], comment=comment)


def _claim(world: World, case: Case, surface: str) -> Sent:
    """A claim within a token that is good otherwise: its person posts."""
    claim = surface.removeprefix("jwt.claim.")
    reader = caller(reader_token(world.site, **{"sub": "u1", "name": "Ada", claim: case.text}))
    answer = reader.post(world.comments, {"body": "A fair point."})
    return _posted(world, case, surface, answer, case.text)


def _article(world: World, case: Case, surface: str) -> Sent:
    """What a site's own server says of an article, and what the page of a visitor says of it."""
    name = surface.removeprefix("article.")
    said = {"url": "https://site.example/other", "title": "Other", name: case.text}
    path = f"sites/{world.site.slug}/articles/"
    world.site.allowed_origins = ["https://site.example"]
    world.site.lazy_articles = True
    world.site.save()
    put = world.server.send("PUT", f"{path}cms-9/", said)
    lazy = world.nobody.post(path, said, Origin="https://site.example")
    return _sent(world, case, surface, put, lazy, text=case.text)


def _webhook(world: World, case: Case, surface: str) -> Sent:
    """The address to which a site wants to be told, as a senior moderator sets it up."""
    field_name = {"target_url": "url", "header_value": "header_value"}[surface.split(".")[1]]
    form = {"site": world.site.pk, "url": "https://hooks.example/", "name": "CMS"}
    form |= {"kinds": ["comment.held"], field_name: case.text}
    answer = world.desk.post(reverse("admin:discussion_webhookendpoint_add"), form)
    return _sent(world, case, surface, answer, text=case.text)


def _filled(world: World, text: str, comment: Comment) -> str:
    """Return the text with what it says in capitals put in its place."""
    if text == "A VALID ID IN UPPER CASE":
        return str(comment.public_id).upper()
    if not text.startswith("A ") or "CURSOR" not in text:
        return text
    if text == "A VALID CURSOR WITH ONE BIT CHANGED":
        cursor = _cursor(world, world.article)
        return cursor[:-3] + chr(ord(cursor[-3]) ^ 1) + cursor[-2:]
    from_other_site = "SITE" in text
    return _cursor(world, world.article_elsewhere(other_site=from_other_site))


def _cursor(world: World, article: Any) -> str:
    """Return where the second page of the article's comments begins."""
    for number in range(2):
        world.comment_under(article, f"Number {number}.")
    page = world.nobody.get(f"articles/{article.public_id}/comments/", {"limit": 1}).json()
    return str(page["next"]).split("cursor=")[1]


# The claims that are read.
CLAIMS = {"iss", "aud", "sub", "name", "exp", "iat", "nbf", "badges", "email", "jti"}
BOUND: dict[str, Callable[[World, Case, str], Sent]] = {
    "comment.body": _body,
    "request.body": _raw,
    "comment.edit.body": _edit,
    "comment.edit": _edit,
    "comment.report.reason": _report,
    "moderator.note": _note,
    "header.Authorization": _authorization,
    "query.search": _search,
    "query.next": _next,
    "query.extra": _query,
    "article.url": _article,
    "article.title": _article,
    "article.section": _article,
    "webhook.target_url": _webhook,
    "webhook.header_value": _webhook,
}
BEGINNINGS: dict[str, Callable[[World, Case, str], Sent]] = {
    "path.": _path,
    "query.": _query,
    "header.": _header,
    "jwt.claim.": _claim,
}

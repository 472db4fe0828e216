"""What each kind of person does who comes by."""

import json
import random
from collections.abc import Callable
from uuid import UUID

from benchmarks.crowd.client import Request
from benchmarks.crowd.desk import at_the_desk
from benchmarks.crowd.records import Records
from benchmarks.crowd.scene import REPORTED_AS, Scene, sent

# Who has a page already asks whether it is still so.
SEEN_BEFORE = 0.6
REPLIES = 0.4
COMMENTS = "/api/v1/comments"

Visit = Callable[[Scene, Records, random.Random, float], None]


def read_comments(scene: Scene, records: Records, drawn: random.Random, due: float) -> None:
    _read("comments", scene.articles[scene.article(drawn)], scene, records, drawn, due)


def read_page(scene: Scene, records: Records, drawn: random.Random, due: float) -> None:
    _read("article page", scene.pages[scene.article(drawn)], scene, records, drawn, due)


def read_replies(scene: Scene, records: Records, drawn: random.Random, due: float) -> None:
    if not scene.answered:
        return read_comments(scene, records, drawn, due)
    path, parent = drawn.choice(scene.answered)
    return _read("replies", f"{path}?parent={parent}&limit=20", scene, records, drawn, due)


def look_for_changes(scene: Scene, records: Records, drawn: random.Random, due: float) -> None:
    """What an open page asks by itself: who was here before, from where they were told to."""
    path = scene.articles[scene.article(drawn)].replace("/comments/", "/changes/")
    since = scene.sequences.get(path)
    asked = path if since is None else f"{path}?since={since}"
    answer = records.ask(Request("changes", "GET", asked), due)
    if answer.status == 200:
        scene.sequences[path] = json.loads(answer.text)["seq"]


def post(scene: Scene, records: Records, drawn: random.Random, due: float) -> None:
    """Post, as an answer now and then."""
    path, said = scene.articles[scene.article(drawn)], {"body": next(scene.texts)}
    if scene.answered and drawn.random() < REPLIES:
        path, said["parent_id"] = drawn.choice(scene.answered)
    reader = scene.reader(drawn)
    key = str(UUID(int=drawn.getrandbits(128), version=4))
    answer = records.ask(sent("post", path, {**reader, "Idempotency-Key": key}, **said), due)
    if answer.status == 202:
        comment = json.loads(answer.text)["id"]
        records.posted[comment], scene.own[comment] = due, reader


def react(scene: Scene, records: Records, drawn: random.Random, due: float) -> None:
    path = f"{COMMENTS}/{drawn.choice(scene.comments)}/reactions/like/"
    records.ask(Request("reaction", "PUT", path, scene.reader(drawn)), due)


def report(scene: Scene, records: Records, drawn: random.Random, due: float) -> None:
    path = f"{COMMENTS}/{drawn.choice(scene.comments)}/reports/"
    said = {"reason": drawn.choice(REPORTED_AS), "text": "Please look at this."}
    records.ask(sent("report", path, scene.reader(drawn), **said), due)


def look_at_own(scene: Scene, records: Records, drawn: random.Random, due: float) -> None:
    """See what became of what one wrote, and why."""
    if not scene.own:
        return read_comments(scene, records, drawn, due)
    comment, reader = drawn.choice(list(scene.own.items()))
    records.ask(Request("own comment", "GET", f"{COMMENTS}/{comment}/", reader), due)
    records.ask(Request("own decision", "GET", f"{COMMENTS}/{comment}/decision/", reader))
    return None


# Of a hundred who come by. A page and its comments are asked for far more often than written to.
MIX: dict[Visit, float] = {
    read_comments: 50,
    read_page: 14,
    look_for_changes: 12,
    read_replies: 6,
    post: 6,
    react: 7,
    look_at_own: 3,
    report: 1,
    at_the_desk: 1,
}


def _read(
    kind: str, path: str, scene: Scene, records: Records, drawn: random.Random, due: float
) -> None:
    etag = scene.etags.get(path, "")
    headers = {"If-None-Match": etag} if etag and drawn.random() < SEEN_BEFORE else {}
    answer = records.ask(Request(kind, "GET", path, headers), due)
    if answer.status == 200:
        scene.etags[path] = answer.headers.get("ETag", "")

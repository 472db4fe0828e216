"""What a poller learns, and what it must not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.changes import Change, article_changes
from articles.models import Article, OutboxEvent
from discussion.flows.edit_comment import edit_comment
from discussion.flows.feature_comment import feature_comment
from discussion.flows.lock_thread import lock_thread
from discussion.flows.tell_reactions import tell_reactions
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Comment
from tests.api_calls import Api, assert_problem
from tests.discussion_rows import make_article, make_comment, make_person, reader_token, rule

pytestmark = pytest.mark.django_db


def changes_of(article):
    return f"articles/{article.public_id}/changes/"


@pytest.fixture
def poll(article, nobody):
    """Ask for what changed since a place; the place is where the last answer ended."""

    class Poller:
        seq = 0

        def __call__(self):
            answer = nobody.get(changes_of(article), {"since": self.seq})
            assert answer.status_code == 200, answer.content
            told = answer.json()
            assert told["since"] == self.seq
            self.seq = told["seq"]
            return told

    return Poller()


def ids(comments):
    return {str(comment.public_id) for comment in comments}


def told_ids(told):
    listed = [comment["id"] for comment in told["comments"]]
    assert len(set(listed)) == len(listed)
    return set(listed)


class TestWhatIsTold:
    def test_without_a_place_only_the_place_and_the_count(self, article, ada, nobody):
        for _ in range(2):
            make_comment(article, ada)
        told = nobody.get(changes_of(article)).json()
        assert told == {
            "since": None,
            "seq": 2,
            "more": False,
            "reset": False,
            "comments": [],
            "removed": [],
            "comment_count": 2,
        }

    def test_a_new_comment_comes_as_the_list_shows_it(self, article, ada, nobody, poll):
        poll()
        comment = make_comment(article, ada)
        told = poll()
        (listed,) = nobody.get(f"articles/{article.public_id}/comments/").json()["results"]
        assert told["comments"] == [listed]
        assert told_ids(told) == ids([comment])
        assert (told["comment_count"], told["more"], told["reset"]) == (1, False, False)
        assert poll()["comments"] == []

    def test_a_reply_brings_its_parent_with_the_new_count(self, article, ada, ben, poll):
        root = make_comment(article, ada)
        poll()
        reply = make_comment(article, ben, parent=root)
        told = {comment["id"]: comment for comment in poll()["comments"]}
        assert told.keys() == ids([root, reply])
        assert told[str(root.public_id)]["reply_count"] == 1

    def test_several_changes_of_one_comment_tell_it_once_as_it_is_now(
        self, article, ada, as_ben, poll
    ):
        poll()
        comment = make_comment(article, ada)
        feature_comment(comment, actor="user:1")
        lock_thread(comment, actor="user:1")
        as_ben.send("PUT", f"comments/{comment.public_id}/reactions/like/")
        tell_reactions()
        (told,) = poll()["comments"]
        assert (told["featured"], told["locked"], told["reactions"]) == (True, True, {"like": 1})

    def test_an_edit_is_told_when_it_is_published(self, article, ada, poll):
        comment = make_comment(article, ada, "Before.")
        poll()
        edit_comment(Comment.objects.get(pk=comment.pk), "After.")
        assert poll()["comments"] == []
        rule(comment, "publish")
        (told,) = poll()["comments"]
        assert "After." in told["body_html"]

    def test_a_comment_that_went_without_a_trace_is_removed_at_the_next_poll(
        self, article, ada, poll
    ):
        rejected, withdrawn = make_comment(article, ada), make_comment(article, ada)
        poll()
        rule(rejected, "reject", person=make_person())
        withdraw_comment(withdrawn)
        told = poll()
        assert (told["comments"], set(told["removed"])) == ([], ids([rejected, withdrawn]))
        assert told["comment_count"] == 0

    def test_one_with_replies_becomes_a_tombstone(self, article, ada, ben, poll):
        root = make_comment(article, ada, "Said in anger.")
        make_comment(article, ben, parent=root)
        poll()
        rule(root, "hold", person=make_person())
        (told,) = poll()["comments"]
        assert told["tombstone"] == {"cause": "moderator"}
        assert (told["author"], told["body_html"]) == (None, None)

    def test_tombstones_go_with_the_last_that_stood_below_them(self, article, ada, ben, poll):
        root = make_comment(article, ada)
        middle = make_comment(article, ben, parent=root)
        leaf = make_comment(article, ada, parent=middle)
        rosa = make_person()
        rule(root, "reject", person=rosa)
        rule(middle, "reject", person=rosa)
        poll()
        rule(leaf, "reject", person=rosa)
        told = poll()
        assert (told["comments"], set(told["removed"])) == ([], ids([root, middle, leaf]))

    def test_a_tombstone_comes_back_with_what_is_published_below_it(self, article, ada, ben, poll):
        root = make_comment(article, ada)
        late = make_comment(article, ben, parent=root, outcome=None)
        withdraw_comment(root)
        poll()
        rule(late, "publish")
        assert told_ids(poll()) == ids([root, late])

    def test_another_article_is_no_part_of_it(self, site, article, ada, poll):
        make_comment(make_article(site), ada)
        assert poll()["comments"] == []


class TestWhatIsNot:
    def test_a_comment_that_was_never_public_is_not_named(self, article, ada, ben, nobody):
        root = make_comment(article, ada)
        held = make_comment(article, ben, parent=root, outcome="hold")
        rejected = make_comment(article, ben, outcome="reject")
        pending = make_comment(article, ben, outcome=None)
        withdraw_comment(make_comment(article, ben, outcome="hold"))
        assert OutboxEvent.objects.filter(payload__comment_id=str(held.public_id)).exists()
        told = b"".join(
            nobody.get(changes_of(article), {"since": since}).content
            for since in range(Article.objects.get(pk=article.pk).change_seq + 1)
        )
        for hidden in (held, rejected, pending):
            assert str(hidden.public_id).encode() not in told
        assert b"Ben" not in told

    def test_what_is_held_below_a_comment_does_not_name_that_one(self, article, ada, ben, poll):
        root = make_comment(article, ada)
        poll()
        make_comment(article, ben, parent=root, outcome="hold")
        told = poll()
        assert (told["comments"], told["removed"]) == ([], [])

    @pytest.mark.parametrize("outcome", ["hold", "reject"])
    def test_an_edit_that_was_not_published_is_not_told(self, article, ada, poll, outcome):
        comment = make_comment(article, ada)
        poll()
        edit_comment(Comment.objects.get(pk=comment.pk), "Something rude.")
        rule(comment, outcome)
        told = poll()
        assert (told["comments"], told["removed"]) == ([], [])

    def test_a_report_does_not_name_the_reported(self, article, ada, poll):
        comment = make_comment(article, ada)
        poll()
        with article_changes() as changes:
            payload = {"comment_id": str(comment.public_id)}
            change = Change("comment.reported", payload, public=False)
            changes.add(article.pk, article.site_id, change)
        assert poll()["comments"] == []

    def test_a_token_changes_nothing(self, site, article, ada, nobody):
        make_comment(article, ada)
        make_comment(article, ada, outcome="hold")
        asked = {"since": 0}
        as_ada = Api(reader_token(site)).get(changes_of(article), asked)
        assert as_ada.content == nobody.get(changes_of(article), asked).content
        assert Api("bad").get(changes_of(article), asked).status_code == 200


class TestPlaces:
    def test_a_place_ahead_of_the_article_is_reset(self, article, ada, nobody):
        make_comment(article, ada)
        told = nobody.get(changes_of(article), {"since": 99}).json()
        assert (told["reset"], told["seq"], told["more"]) == (True, 1, False)
        assert told["comments"] == []

    def test_a_place_older_than_what_is_kept_is_reset(self, article, ada, nobody):
        for _ in range(4):
            make_comment(article, ada)
        OutboxEvent.objects.filter(sequence__lte=2).delete()
        for since, reset in ((0, True), (1, True), (2, False), (3, False), (4, False)):
            told = nobody.get(changes_of(article), {"since": since}).json()
            assert (told["reset"], told["seq"]) == (reset, 4)

    def test_a_gap_in_what_is_kept_is_reset(self, article, ada, nobody):
        for _ in range(4):
            make_comment(article, ada)
        OutboxEvent.objects.filter(sequence=3).delete()
        assert nobody.get(changes_of(article), {"since": 1}).json()["reset"] is True

    def test_much_comes_in_parts_of_100_at_most(self, article, ada, poll, monkeypatch):
        monkeypatch.setattr("discussion.changed.MOST", 4)
        roots = [make_comment(article, ada) for _ in range(3)]
        replies = [make_comment(article, ada, parent=root) for root in roots]
        found, more = set(), True
        while more:
            told = poll()
            assert len(told["comments"]) <= 4
            found |= told_ids(told)
            more = told["more"]
        assert found == ids([*roots, *replies])

    @pytest.mark.parametrize("since", ["-1", "x", "1.0", "9" * 10])
    def test_what_is_no_place_is_refused(self, article, nobody, since):
        answer = nobody.get(changes_of(article), {"since": since})
        assert_problem(answer, 400, "invalid-parameter")

    def test_an_unknown_article_is_nowhere(self, db, nobody):
        path = "articles/0192a000-0000-7000-8000-000000000000/changes/"
        assert_problem(nobody.get(path), 404, "not-found")


class TestCost:
    def test_an_unchanged_article_costs_one_read_of_its_row(
        self, article, ada, nobody, django_assert_num_queries
    ):
        make_comment(article, ada)
        first = nobody.get(changes_of(article), {"since": 1})
        assert first.headers["Cache-Control"] == "no-cache"
        with django_assert_num_queries(1) as captured:
            answer = nobody.get(
                changes_of(article), {"since": 1}, If_None_Match=first.headers["ETag"]
            )
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "discussion_comment" not in captured.captured_queries[0]["sql"]
        make_comment(article, ada)
        again = nobody.get(changes_of(article), {"since": 1}, If_None_Match=first.headers["ETag"])
        assert again.status_code == 200

    def test_the_statements_are_as_many_for_much_as_for_little(self, site, ada, nobody):
        costs = []
        for size in (1, 12):
            article = make_article(site)
            for _ in range(size):
                make_comment(article, ada, parent=make_comment(article, ada))
            with CaptureQueriesContext(connection) as captured:
                nobody.get(changes_of(article), {"since": 0})
            costs.append(len(captured))
        # The article, its changes, the comments, those above them, counts of replies.
        assert costs == [5, 5]

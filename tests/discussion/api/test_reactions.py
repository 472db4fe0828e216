from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.flows.change_reader_rules import change_reader_rules
from articles.models import Article, OutboxEvent
from discussion.flows.tell_reactions import tell_reactions
from discussion.models import Author, Comment, Reaction
from tests.api_calls import Api, assert_problem
from tests.discussion_rows import make_author, make_comment, make_person, reader_token, rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(article, ada):
    return make_comment(article, ada)


def like_of(comment, name="like"):
    return f"comments/{comment.public_id}/reactions/{name}/"


def shown(api, comment):
    return api.get(f"comments/{comment.public_id}/").json()


class TestReacting:
    def test_a_reader_likes_and_takes_it_back(self, comment, as_ben, nobody):
        assert shown(nobody, comment)["reactions"] == {"like": 0}
        assert as_ben.send("PUT", like_of(comment)).status_code == 204
        assert shown(nobody, comment)["reactions"] == {"like": 1}
        assert as_ben.send("DELETE", like_of(comment)).status_code == 204
        assert shown(nobody, comment)["reactions"] == {"like": 0}
        assert not Reaction.objects.exists()

    def test_once_more_is_the_same(self, comment, as_ben, nobody):
        for _ in range(2):
            assert as_ben.send("PUT", like_of(comment)).status_code == 204
        assert shown(nobody, comment)["reactions"] == {"like": 1}
        for _ in range(2):
            assert as_ben.send("DELETE", like_of(comment)).status_code == 204

    def test_one_s_own_are_told_to_that_reader_alone(self, site, article, comment, as_ben, nobody):
        as_ben.send("PUT", like_of(comment))
        (listed,) = as_ben.get(f"articles/{article.public_id}/comments/").json()["results"]
        assert listed["reacted"] == ["like"]
        assert shown(Api(reader_token(site, "cleo")), comment)["reacted"] == []
        assert "reacted" not in shown(nobody, comment)

    def test_a_site_offers_its_own_names(self, site, comment, as_ben, nobody):
        site.reactions = ["agree", "well-put"]
        site.save()
        assert as_ben.send("PUT", like_of(comment, "well-put")).status_code == 204
        assert shown(nobody, comment)["reactions"] == {"agree": 0, "well-put": 1}
        assert_problem(as_ben.send("PUT", like_of(comment)), 404, "unknown-reaction")

    def test_what_the_site_no_longer_offers_can_be_taken_back(self, site, comment, as_ben, nobody):
        as_ben.send("PUT", like_of(comment))
        site.reactions = []
        site.save()
        assert shown(nobody, comment)["reactions"] == {}
        assert as_ben.send("DELETE", like_of(comment)).status_code == 204
        assert not Reaction.objects.exists()

    def test_the_comments_version_stays(self, comment, as_ben, nobody):
        tag = nobody.get(f"comments/{comment.public_id}/").headers["ETag"]
        as_ben.send("PUT", like_of(comment))
        tell_reactions()
        assert nobody.get(f"comments/{comment.public_id}/").headers["ETag"] == tag


class TestRefusals:
    def test_nobody_known(self, comment, nobody):
        for method in ("PUT", "DELETE"):
            assert_problem(nobody.send(method, like_of(comment)), 401, "not-authenticated")

    def test_one_s_own_comment(self, comment, as_ada):
        assert_problem(as_ada.send("PUT", like_of(comment)), 403, "own-comment")

    @pytest.mark.parametrize("name", ["dislike", "LIKE", "x" * 31])
    def test_a_name_that_nobody_offers(self, comment, as_ben, name):
        assert_problem(as_ben.send("PUT", like_of(comment, name)), 404, "unknown-reaction")

    @pytest.mark.parametrize("outcome", [None, "hold", "reject"])
    def test_a_comment_that_the_reader_may_not_know_of(self, article, ada, as_ben, outcome):
        hidden = make_comment(article, ada, outcome=outcome)
        assert_problem(as_ben.send("PUT", like_of(hidden)), 404, "not-found")

    def test_a_tombstone(self, article, ada, comment, as_ben, nobody):
        as_ben.send("PUT", like_of(comment))
        make_comment(article, ada, parent=comment)
        rule(comment, "reject", person=make_person())
        assert_problem(as_ben.send("PUT", like_of(comment)), 409, "comment-gone")
        assert shown(nobody, comment)["reactions"] == {}

    def test_a_reader_of_another_site(self, comment, other_site):
        stranger = Api(reader_token(other_site, "cleo"))
        assert_problem(stranger.send("PUT", like_of(comment)), 403, "other-site")

    @pytest.mark.parametrize("restriction", ["suspended", "banned"])
    def test_who_may_not_write_may_not_react_but_take_back(self, comment, ben, as_ben, restriction):
        as_ben.send("PUT", like_of(comment))
        until = timezone.now() + timedelta(days=1)
        Author.objects.filter(pk=ben.pk).update(restriction=restriction, restricted_until=until)
        assert_problem(as_ben.send("PUT", like_of(comment)), 403, "author-banned")
        assert as_ben.send("DELETE", like_of(comment)).status_code == 204

    def test_a_guest(self, site, comment, nobody):
        change_reader_rules(site, {"guests": True}, actor="operator:test")
        token = nobody.post(f"sites/{site.slug}/guests/", {"name": "Ida"}).json()["token"]
        guest = Api(token)
        assert_problem(guest.send("PUT", like_of(comment)), 403, "readers-only")
        assert shown(guest, comment)["can"]["react"] is False

    def test_who_is_only_held_back_may_react(self, comment, ben, as_ben):
        Author.objects.filter(pk=ben.pk).update(restriction="always_hold")
        assert as_ben.send("PUT", like_of(comment)).status_code == 204

    def test_who_cannot_react_is_told_so_before(self, comment, as_ada, as_ben):
        assert shown(as_ada, comment)["can"]["react"] is False
        assert shown(as_ben, comment)["can"]["react"] is True


class TestPages:
    def likes(self, api, article):
        (comment,) = api.get(f"articles/{article.public_id}/comments/").json()["results"]
        return comment["reactions"]["like"]

    def test_a_kept_page_shows_it_after_the_sweep(self, article, comment, as_ben, nobody):
        assert self.likes(nobody, article) == 0
        as_ben.send("PUT", like_of(comment))
        assert self.likes(as_ben, article) == 1
        assert tell_reactions() == 1
        assert self.likes(nobody, article) == 1
        as_ben.send("DELETE", like_of(comment))
        tell_reactions()
        assert self.likes(nobody, article) == 0

    def test_many_cost_the_article_one_update(self, site, article, ada):
        comments = [make_comment(article, ada) for _ in range(3)]
        before = Article.objects.get(pk=article.pk)
        for number in range(12):
            reader = Api(reader_token(site, f"r{number}"))
            reader.send("PUT", like_of(comments[number % 3]))
        assert Article.objects.get(pk=article.pk).version == before.version
        with CaptureQueriesContext(connection) as captured:
            assert tell_reactions() == 3
        updates = [q for q in captured.captured_queries if 'UPDATE "articles_article"' in q["sql"]]
        assert len(updates) == 1
        assert Article.objects.get(pk=article.pk).version == before.version + 1
        assert OutboxEvent.objects.filter(kind="comment.reacted").count() == 3

    def test_a_second_sweep_tells_nothing(self, article, comment, as_ben):
        as_ben.send("PUT", like_of(comment))
        tell_reactions()
        version = Article.objects.get(pk=article.pk).version
        assert tell_reactions() == 0
        assert Article.objects.get(pk=article.pk).version == version

    def test_who_sweeps_with_nothing_to_tell_reads_one_index(
        self, comment, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            tell_reactions()

    def test_a_comment_that_went_meanwhile_is_not_told_of(self, article, comment, as_ben):
        as_ben.send("PUT", like_of(comment))
        rule(comment, "reject", person=make_person())
        tell_reactions()
        assert not OutboxEvent.objects.filter(kind="comment.reacted").exists()
        assert Comment.objects.get(pk=comment.pk).reactions_told

    def test_a_restored_comment_has_what_it_had(self, article, comment, as_ben, nobody):
        as_ben.send("PUT", like_of(comment))
        rosa = make_person()
        rule(comment, "reject", person=rosa)
        rule(comment, "publish", person=rosa)
        assert self.likes(nobody, article) == 1


def test_figures_are_counted_and_not_added_up(site, comment, as_ben, nobody):
    Comment.objects.filter(pk=comment.pk).update(like_count=41, reaction_counts={"like": 41})
    as_ben.send("PUT", like_of(comment))
    assert shown(nobody, comment)["reactions"] == {"like": 1}
    assert Comment.objects.get(pk=comment.pk).like_count == 1


def test_a_reaction_costs_as_many_statements_with_30_before_it_as_with_none(site, article, ada):
    quiet, loud = make_comment(article, ada), make_comment(article, ada)
    for number in range(30):
        author = make_author(site, f"R{number}")
        Reaction.objects.create(comment=loud, author=author, name="like")
    make_author(site, "Ben")
    token = reader_token(site, "ben")
    costs = []
    for comment in (quiet, loud):
        with CaptureQueriesContext(connection) as captured:
            assert Api(token).send("PUT", like_of(comment)).status_code == 204
        costs.append(len(captured))
    assert costs[0] == costs[1]

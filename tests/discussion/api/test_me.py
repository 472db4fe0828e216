"""A person's own data over HTTP: a copy of it, and its end."""

import json

import pytest
from django.db.models.functions import Now

from articles.models import AuditEvent
from discussion.flows.run_person_jobs import run_person_jobs
from discussion.models import Author, ExportPart, Mute, PersonJob
from tests import discussion_rows as rows
from tests.api_calls import Api, assert_problem
from tests.person_world import make_due

# Key and token, author's row, its lock and look, and the job with its transaction.
ASKING_QUERIES = 7
JOB_QUERIES = 2
RESULT_QUERIES = 3


@pytest.fixture
def spoken(article, ada, ben):
    """Ada's comment, below Ben's, and Ben's below hers."""
    bens = rows.make_comment(article, ben, "Ben began.")
    mine = rows.make_comment(article, ada, "Ada answered.", parent=bens)
    rows.make_comment(article, ben, "Ben went on.", parent=mine)
    Mute.objects.create(reader=ada, muted=ben)
    return mine


def run():
    make_due()
    run_person_jobs(worker="test")


def lines_of(answer):
    return [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


class TestACopy:
    def test_it_is_made_after_the_answer_and_fetched_by_the_reader(self, as_ada, ada, spoken):
        asked = as_ada.get("me/export/")
        assert asked.status_code == 202
        job = asked.json()
        assert asked.headers["Location"].endswith(f"/api/v1/me/jobs/{job['id']}/")
        assert (job["kind"], job["state"], job["result_url"]) == ("export", "waiting", None)
        result = f"me/jobs/{job['id']}/result/"
        assert_problem(as_ada.get(result), 409, "job-running")
        run()
        done = as_ada.get(f"me/jobs/{job['id']}/").json()
        assert (done["state"], done["result_url"]) == ("done", f"/api/v1/{result}")
        answer = as_ada.get(result)
        assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.jsonl"'
        assert "no-store" in answer.headers["Cache-Control"]
        lines = lines_of(answer)
        assert [line["record"] for line in lines] == ["author", "comment", "mute"]
        assert lines[0]["subject"] == "ada"
        assert lines[1]["revisions"][0]["text"] == "Ada answered."
        assert lines[1]["decisions"][0]["outcome"] == "publish"

    def test_nothing_of_others_is_in_it(self, as_ada, spoken):
        job = as_ada.get("me/export/").json()
        run()
        copy = b"".join(as_ada.get(f"me/jobs/{job['id']}/result/").streaming_content)
        assert b"Ben began" not in copy
        assert b"Ben went on" not in copy
        assert b'"Ben"' not in copy

    def test_asked_again_while_it_runs_it_is_one_job(self, as_ada, spoken):
        first, second = as_ada.get("me/export/"), as_ada.get("me/export/")
        assert first.json() == second.json()
        run()
        assert as_ada.get("me/export/").json()["id"] != first.json()["id"]

    def test_nobody_else_finds_it(self, as_ada, as_ben, other_site, spoken):
        job = as_ada.get("me/export/").json()
        run()
        twin = Api(rows.reader_token(other_site, "ada"))
        for path in (f"me/jobs/{job['id']}/", f"me/jobs/{job['id']}/result/"):
            assert_problem(as_ben.get(path), 404, "not-found")
            assert_problem(twin.get(path), 404, "not-found")
            assert_problem(Api().get(path), 401, "not-authenticated")

    def test_it_expires(self, as_ada, spoken):
        job = as_ada.get("me/export/").json()
        run()
        PersonJob.objects.update(expires_at=Now())
        assert_problem(as_ada.get(f"me/jobs/{job['id']}/result/"), 404, "not-found")

    def test_who_never_wrote_has_none(self, as_ada, site):
        assert_problem(as_ada.get("me/export/"), 404, "nothing-kept")
        assert not Author.objects.exists()

    def test_its_queries_do_not_grow(self, as_ada, spoken, django_assert_num_queries):
        with django_assert_num_queries(ASKING_QUERIES):
            job = as_ada.get("me/export/").json()
        run()
        with django_assert_num_queries(JOB_QUERIES):
            as_ada.get(f"me/jobs/{job['id']}/")
        with django_assert_num_queries(RESULT_QUERIES):
            lines_of(as_ada.get(f"me/jobs/{job['id']}/result/"))

    def test_it_is_counted_in_a_bucket_of_its_own(self, as_ada, spoken, settings):
        settings.THROTTLES = {**settings.THROTTLES, "me": "1/hour"}
        assert as_ada.get("me/export/").status_code == 202
        assert_problem(as_ada.get("me/export/"), 429, "throttled")


class TestToBeForgotten:
    def test_it_is_begun_with_the_answer(self, as_ada, article, ada, spoken):
        answer = as_ada.send("DELETE", "me/", {"confirm": "ada"})
        assert answer.status_code == 202
        assert (answer.json()["kind"], answer.json()["state"]) == ("erasure", "waiting")
        run()
        job = as_ada.get(f"me/jobs/{answer.json()['id']}/").json()
        assert (job["state"], job["result_url"]) == ("done", None)
        assert_problem(Api().get(f"comments/{spoken.public_id}/"), 410, "erased")
        assert_problem(as_ada.get(f"me/jobs/{job['id']}/result/"), 404, "not-found")

    def test_readers_see_a_tombstone_above_the_answers(self, as_ada, article, spoken):
        before = Api().get(f"articles/{article.public_id}/comments/")
        as_ada.send("DELETE", "me/", {"confirm": "ada"})
        run()
        after = Api().get(
            f"articles/{article.public_id}/comments/", If_None_Match=before.headers["ETag"]
        )
        assert after.status_code == 200
        gone = after.json()["results"][0]["replies"]["results"][0]
        assert gone["tombstone"] == {"cause": "law"}
        assert (gone["author"], gone["body_html"]) == (None, None)
        assert "Ben went on." in gone["replies"]["results"][0]["body_html"]

    @pytest.mark.parametrize("body", [{}, {"confirm": ""}, {"confirm": "ben"}, {"confirm": 1}])
    def test_it_is_not_begun_without_the_right_word(self, as_ada, spoken, body):
        assert_problem(as_ada.send("DELETE", "me/", body), 400, "invalid")
        assert not PersonJob.objects.exists()

    def test_asked_twice_it_is_one_job(self, as_ada, spoken):
        first = as_ada.send("DELETE", "me/", {"confirm": "ada"}).json()
        assert as_ada.send("DELETE", "me/", {"confirm": "ada"}).json() == first
        run()
        assert_problem(as_ada.send("DELETE", "me/", {"confirm": "ada"}), 404, "nothing-kept")
        kinds = AuditEvent.objects.filter(kind__startswith="author.").values_list("kind", flat=True)
        assert sorted(kinds) == ["author.erased", "author.erasure_asked"]

    def test_the_same_token_is_somebody_new_at_once(self, as_ada, article, ada, spoken):
        as_ada.send("DELETE", "me/", {"confirm": "ada"})
        posted = as_ada.post(f"articles/{article.public_id}/comments/", {"body": "Hello."})
        assert posted.status_code == 202
        assert posted.json()["author"]["id"] != str(ada.public_id)
        run()
        assert as_ada.get(f"comments/{posted.json()['id']}/").status_code == 200

    def test_an_unfinished_or_finished_copy_goes_too(self, as_ada, spoken):
        copy = as_ada.get("me/export/").json()
        run()
        assert ExportPart.objects.exists()
        as_ada.send("DELETE", "me/", {"confirm": "ada"})
        assert not ExportPart.objects.exists()
        assert_problem(as_ada.get(f"me/jobs/{copy['id']}/"), 404, "not-found")

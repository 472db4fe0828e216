"""Behind PgBouncer, which lends a connection for one transaction, all goes on as without it."""

import subprocess
import sys

import pytest
from django.core.management import call_command

from discussion.models import Comment
from tests import discussion_rows as rows
from tests import factories
from tests.deploy.servers.pooler import pooler
from tests.deploy.servers.web import FOLDER, judging, web
from tests.route.http import Client
from tests.services.at_once import at_once
from tests.services.processes import environment_of_tests
from tests.services.until import until

pytestmark = [
    pytest.mark.deploy,
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def article():
    return factories.make_article()


def test_comments_go_from_post_to_statement(article, tmp_path):
    """With fewer connections than callers, so that each is lent to one after the other."""
    path = f"/api/v1/articles/{article.public_id}/comments/"
    names = ["ada", "ben", "mal", "rita"]
    tokens = {name: rows.reader_token(article.site, name) for name in names}
    with pooler(tmp_path, connections=2) as address, (tmp_path / "log").open("w") as log:
        through = {"DATABASE_URL": address, "DATABASE_POOLER": "transaction"}
        with judging(log, **through), web(log, **through) as base:
            clients = {name: Client(base, token) for name, token in tokens.items()}
            said = {"mal": "You idiot."}
            posted = at_once(
                *(
                    lambda name=name: clients[name].post(
                        path, {"body": said.get(name, f"A fair point, says {name}.")}
                    )
                    for name in names
                )
            )
            assert [answer.status for answer in posted] == [202] * 4
            until(lambda: not Comment.objects.filter(status="pending").exists(), what="decisions")
            mine = f"/api/v1/comments/{posted[2].json['id']}/"
            statement = clients["mal"].get(f"{mine}decision/").json
            shown = Client(base).get(path).json["results"]
    assert len(shown) == 3
    assert "hateful-language" in str(statement)
    call_command("verify_audit")


def test_a_long_command_reads_without_a_cursor_on_the_server(article, tmp_path):
    factories.published(article)
    with pooler(tmp_path, connections=2) as address:
        environment = environment_of_tests(DATABASE_URL=address, DATABASE_POOLER="transaction")
        run = [sys.executable, "manage.py", "verify_audit"]
        done = subprocess.run(run, cwd=FOLDER, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_nothing_starts_where_the_pooler_is_not_named(article, tmp_path):
    with pooler(tmp_path, connections=2) as address:
        environment = environment_of_tests(DATABASE_URL=address)
        run = [sys.executable, "-c", "import discussion.wsgi"]
        done = subprocess.run(run, cwd=FOLDER, env=environment, capture_output=True, text=True)
    assert done.returncode == 78
    assert "DATABASE_POOLER does not say so" in done.stderr

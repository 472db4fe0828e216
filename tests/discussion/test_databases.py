"""The databases of server mode: what may stand together, and what is refused."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from articles.models import Article, Site
from discussion import databases
from discussion.models import Comment
from discussion.replica import OnlyWhatMayBeLate, _late_reads

URL = "postgres://owner:hunter2@db.example/discussion"
REPLICA = "postgres://reader:hunter2@replica.example/discussion"


def made(url=URL, replica="", pooler="none"):
    return databases.of_server(url, replica, kept_seconds=60, pooler=pooler)


def test_one_database_is_the_default():
    assert set(made()) == {"default"}


@pytest.mark.parametrize(
    ("pooler", "off"), [("none", False), ("session", False), ("transaction", True)]
)
def test_cursors_stay_off_the_server_where_connections_are_lent_for_a_transaction(pooler, off):
    found = made(replica=REPLICA, pooler=pooler)
    assert [each["DISABLE_SERVER_SIDE_CURSORS"] for each in found.values()] == [off, off]


@pytest.mark.parametrize("option", ["options", "prepare_threshold", "server_side_binding", "pool"])
@pytest.mark.parametrize("which", ["url", "replica"])
def test_what_a_lent_connection_would_keep_is_refused(option, which):
    addresses = {"url": URL, "replica": REPLICA}
    addresses[which] += f"?sslmode=require&{option}=5"
    made(**addresses)
    with pytest.raises(ImproperlyConfigured, match=rf"{option}.*discussion\.E002") as refused:
        made(**addresses, pooler="transaction")
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("same", [URL, "postgresql://reader@db.example:5432/discussion"])
def test_a_replica_that_is_the_database_itself_is_refused(same):
    with pytest.raises(ImproperlyConfigured, match=r"another server than DATABASE_URL.*E002"):
        made(replica=same)


def test_a_replica_that_is_away_does_not_keep_readers_waiting():
    assert made(replica=REPLICA)["replica"]["OPTIONS"]["connect_timeout"] == 2


def test_nothing_is_said_of_servers_without_one():
    databases.refuse_embedded([("DATABASE_POOLER", False)])
    with pytest.raises(ImproperlyConfigured, match=r"DATABASE_REPLICA_URL.*E002"):
        databases.refuse_embedded([("DATABASE_REPLICA_URL", True)])


class TestRouter:
    router = OnlyWhatMayBeLate()

    def test_all_reads_go_to_the_database(self):
        read = Comment()
        read._state.db = "replica"
        assert self.router.db_for_read(Comment) == "default"
        assert self.router.db_for_read(Comment, instance=read) == "default"

    def test_only_within_late_reads_the_replica_is_asked(self):
        with _late_reads():
            assert self.router.db_for_read(Comment) == "replica"
        assert self.router.db_for_read(Comment) == "default"

    def test_nothing_is_written_to_it_even_there(self):
        with _late_reads():
            assert self.router.db_for_write(Comment) == "default"
            assert Article.objects.select_for_update().db == "default"

    def test_it_ends_with_an_error(self):
        with pytest.raises(ValueError), _late_reads():
            raise ValueError
        assert self.router.db_for_read(Site) == "default"

    def test_it_is_never_migrated(self):
        assert self.router.allow_migrate("default", "articles")
        assert not self.router.allow_migrate("replica", "articles")

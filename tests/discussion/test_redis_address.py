"""REDIS_URL in each of its forms, and those that are refused."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from redis.connection import ConnectionPool

from discussion import redis_address
from discussion.redis_address import Group, MasterPool

SENTINELS = "redis+sentinel://ada:p%40ss@one.example,two.example:26380,[::1]:26381/comments/3"


def test_a_group_is_read_from_its_address():
    assert Group.of(SENTINELS) == Group(
        (("one.example", 26379), ("two.example", 26380), ("::1", 26381)),
        "comments",
        3,
        "ada",
        "p@ss",
    )


def test_a_group_without_sign_in_is_read_too():
    group = Group.of("redis+sentinel://one.example:26379/comments")
    assert (group.database, group.username, group.password) == (0, None, None)


@pytest.mark.parametrize(
    "rest",
    [
        "one:26379",
        "one:26379/",
        "/comments",
        "one:port/comments",
        "one,/comments",
        "one/c/x",
        "o/c?x",
    ],
)
def test_half_a_group_is_refused(rest):
    with pytest.raises(
        ImproperlyConfigured, match=r"HOST:PORT,HOST:PORT/NAME/DATABASE.*E002"
    ) as no:
        redis_address.checked(f"redis+sentinel://me:hunter2@{rest}", "")
    assert "hunter2" not in str(no.value)


def test_a_password_for_sentinels_that_nobody_names_is_refused():
    with pytest.raises(ImproperlyConfigured, match=r"REDIS_SENTINEL_PASSWORD.*E002"):
        redis_address.checked("redis://one.example/0", "secret")


@pytest.mark.parametrize("scheme", ["redis+cluster", "rediss+cluster"])
def test_a_cluster_is_refused_with_the_reason(scheme):
    with pytest.raises(ImproperlyConfigured, match="Celery has no transport for a Redis cluster"):
        redis_address.refuse_cluster(f"{scheme}://one.example:6379")


@pytest.mark.parametrize("url", ["", "redis://one.example", "unix:///run/redis.sock", SENTINELS])
def test_all_else_is_no_cluster(url):
    redis_address.refuse_cluster(url)


@pytest.mark.parametrize(
    "url", ["redis://ada:p%40ss@one.example:6380/3", "unix:///run/redis.sock?db=3", SENTINELS]
)
def test_every_form_gives_up_in_time_and_uses_its_database(url):
    connecting = redis_address.pool(url, 0.5, "").connection_kwargs
    assert (connecting["db"], connecting["socket_timeout"]) == (3, 0.5)
    assert ("socket_connect_timeout" in connecting) is not url.startswith("unix")


@pytest.mark.parametrize(
    ("url", "broker"),
    [
        ("redis://one.example:6380/3", "redis://one.example:6380/3"),
        ("unix:///run/redis.sock", "redis+socket:///run/redis.sock"),
    ],
)
def test_one_server_is_named_to_celery_as_it_writes_it(url, broker):
    assert redis_address.for_celery(url, "") == (broker, {})


def test_the_broker_is_told_of_every_sentinel_and_who_signs_in():
    broker, options = redis_address.for_celery(SENTINELS, "theirs")
    assert broker.split(";") == [
        "sentinel://ada:p%40ss@one.example:26379/3",
        "sentinel://ada:p%40ss@two.example:26380/3",
        "sentinel://ada:p%40ss@[::1]:26381/3",
    ]
    assert options["master_name"] == "comments"
    assert options["sentinel_kwargs"]["password"] == "theirs"


def test_a_master_is_asked_for_by_its_name_with_the_servers_password():
    pool = redis_address.pool(SENTINELS, 0.5, "theirs", decode_responses=True)
    assert isinstance(pool, MasterPool)
    assert pool.service_name == "comments"
    assert pool.connection_kwargs["password"] == "p@ss"
    (first, *_) = pool.sentinel_manager.sentinels
    assert first.connection_pool.connection_kwargs["password"] == "theirs"


def test_one_server_needs_no_sentinel():
    assert type(redis_address.pool("redis://one.example/0", 0.5, "")) is ConnectionPool

"""Keys that a site publishes, from a real server on this machine."""

import json
import time
from datetime import timedelta

import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ed25519
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jwt.algorithms import OKPAlgorithm

from articles.flows.add_reader_key import add_reader_key
from articles.flows.change_key_set import change_key_set
from articles.flows.revoke_reader_key import revoke_reader_key
from articles.models import AuditEvent, KeySet, ReaderKey
from discussion.addresses import networks
from discussion.identity import TokenRefused, read_token
from discussion.tasks import fetch_key_sets_task
from discussion.tokens import key_sets
from discussion.tokens.key_sets import EVERY, fetch_key_set
from discussion.tokens.keys import VANISHED_GRACE
from tests.discussion_rows import make_site, reader_token
from tests.services.receiver import receiver, silent_receiver

pytestmark = pytest.mark.django_db

ONE, TWO = ed25519.Ed25519PrivateKey.generate(), ed25519.Ed25519PrivateKey.generate()


@pytest.fixture(autouse=True)
def _listed(settings):
    settings.WEBHOOK_ALLOWED_ADDRESSES = networks("127.0.0.0/8")


@pytest.fixture
def site():
    return make_site("Site A")


@pytest.fixture
def server():
    with receiver() as state:
        state.status = 200
        yield state


@pytest.fixture
def key_set(site, server):
    """The site's set, which names the key `one`; nobody has fetched it yet."""
    publish(server, one=ONE)
    change_key_set(site, server.url, actor="operator:test")
    return KeySet.objects.get(site=site)


def publish(server, **keys):
    entries = [
        {**OKPAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid}
        for kid, key in keys.items()
    ]
    server.body = json.dumps({"keys": entries}).encode()


def token(site, key=ONE, kid="one"):
    now = int(time.time())
    claims = {"iss": site.slug, "aud": "comments", "sub": "u1", "name": "Ada"}
    claims |= {"iat": now, "exp": now + 600}
    return jwt.encode(claims, key, "EdDSA", headers={"kid": kid})


def nameless(site, key):
    claims = jwt.decode(token(site), options={"verify_signature": False})
    return jwt.encode(claims, key, "EdDSA")


def is_refused(*args):
    try:
        read_token(token(*args))
    except TokenRefused:
        return True
    return False


def later(**time):
    return time_machine.travel(timezone.now() + timedelta(**time), tick=False)


class TestAKeyNobodyKnows:
    def test_it_is_fetched_at_once_and_the_token_is_good(self, site, key_set, server):
        assert read_token(token(site)).subject == "u1"
        assert server.received[0].headers["accept"] == "application/json"
        assert read_token(token(site)).subject == "u1"
        assert len(server.received) == 1

    def test_once_it_is_known_it_costs_one_query(self, site, key_set):
        read_token(token(site))
        with CaptureQueriesContext(connection) as queries:
            read_token(token(site))
        assert len(queries) == 1

    def test_whoever_makes_up_names_calls_nobody_more_than_once_a_minute(
        self, site, key_set, server
    ):
        for number in range(5):
            assert is_refused(site, ONE, f"made-up-{number}")
        assert len(server.received) == 1
        with later(seconds=61):
            assert is_refused(site, ONE, "made-up")
        assert len(server.received) == 2

    def test_they_make_nothing_be_written_either(self, site, key_set):
        assert is_refused(site, ONE, "made-up")
        with CaptureQueriesContext(connection) as queries:
            assert is_refused(site, ONE, "made-up-again")
        assert [query["sql"][:6] for query in queries] == ["SELECT", "SELECT"]

    def test_a_site_without_a_set_calls_nobody(self, site, server):
        assert is_refused(site)
        assert server.received == []

    def test_a_token_of_another_site_fetches_nothing_of_this_one(self, key_set, server):
        assert is_refused(make_site("Site B"))
        assert server.received == []

    def test_a_site_that_does_not_answer_holds_one_thread_for_its_time(
        self, site, key_set, monkeypatch
    ):
        monkeypatch.setattr(key_sets, "AT_ONCE_SECONDS", 0.2)
        with silent_receiver() as url:
            change_key_set(site, url, actor="operator:test")
            assert is_refused(site)
        assert "Timeout" in KeySet.objects.get(site=site).problem

    def test_while_one_thread_waits_the_others_do_not(self, site, key_set, server):
        assert key_sets._fetching.acquire(blocking=False)
        try:
            assert is_refused(site)
        finally:
            key_sets._fetching.release()
        assert server.received == []
        assert not is_refused(site)

    def test_a_fault_in_between_frees_the_way(self, site, key_set, server, monkeypatch):
        def broken(*args):
            raise RuntimeError

        with monkeypatch.context() as patched:
            patched.setattr(key_sets, "fetch_key_set", broken)
            with pytest.raises(RuntimeError):
                read_token(token(site))
        with later(seconds=61):
            assert not is_refused(site)


class TestRotation:
    def test_a_key_that_left_is_good_for_an_hour(self, site, key_set, server):
        read_token(token(site))
        publish(server, two=TWO)
        assert fetch_key_set(key_set, 5)
        assert not is_refused(site)
        assert not is_refused(site, TWO, "two")
        with later(seconds=VANISHED_GRACE.total_seconds() + 1):
            assert is_refused(site)

    def test_a_site_of_one_key_need_not_name_it_while_it_changes(self, site, key_set, server):
        fetch_key_set(key_set, 5)
        assert read_token(nameless(site, ONE)).subject == "u1"
        publish(server, two=TWO)
        fetch_key_set(key_set, 5)
        assert read_token(nameless(site, TWO)).subject == "u1"

    def test_one_that_comes_back_is_good_again(self, site, key_set, server):
        for names in ({"one": ONE}, {"two": TWO}, {"one": ONE}):
            publish(server, **names)
            fetch_key_set(key_set, 5)
        with later(hours=2):
            assert not is_refused(site)

    def test_another_key_under_the_same_name_replaces_it(self, site, key_set, server):
        fetch_key_set(key_set, 5)
        publish(server, one=TWO)
        fetch_key_set(key_set, 5)
        assert is_refused(site)
        assert not is_refused(site, TWO, "one")
        kinds = AuditEvent.objects.filter(actor="machine:key-set").values_list("kind", flat=True)
        assert list(kinds.order_by("pk")) == ["reader_key.added", "reader_key.replaced"]

    def test_what_the_operator_revoked_stays_revoked(self, site, key_set, server):
        fetch_key_set(key_set, 5)
        revoke_reader_key(ReaderKey.objects.get(kid="one"), actor="operator:test")
        for days in (0, 2, 4):
            with later(days=days):
                publish(server, **({} if days == 2 else {"one": ONE}))
                fetch_key_set(key_set, 5)
                assert is_refused(site)

    @pytest.mark.parametrize("between", [(), ("",)])
    def test_it_does_not_come_back_at_another_address_either(self, site, key_set, server, between):
        fetch_key_set(key_set, 5)
        revoke_reader_key(ReaderKey.objects.get(kid="one"), actor="operator:test")
        for url in (*between, f"{server.url}?moved"):
            change_key_set(site, url, actor="operator:test")
        assert fetch_key_set(KeySet.objects.get(site=site), 5)
        assert is_refused(site)

    def test_a_key_added_here_is_not_overwritten(self, site, key_set, server):
        good = reader_token(site)
        own = ReaderKey.objects.get(site=site)
        publish(server, **{own.kid: TWO})
        fetch_key_set(key_set, 5)
        assert read_token(good).subject == "ada"
        assert "same name" in KeySet.objects.get(site=site).problem

    def test_long_gone_keys_are_forgotten(self, site, key_set, server):
        fetch_key_set(key_set, 5)
        publish(server, two=TWO)
        fetch_key_set(key_set, 5)
        with later(days=2):
            fetch_key_set(key_set, 5)
        assert [key.kid for key in ReaderKey.objects.filter(site=site)] == ["two"]

    def test_another_address_ends_the_keys_of_the_one_before(self, site, key_set, server):
        fetch_key_set(key_set, 5)
        change_key_set(site, "", actor="operator:test")
        assert is_refused(site)
        assert not KeySet.objects.exists()


class TestAFault:
    @pytest.mark.parametrize(
        ("status", "body"),
        [
            (500, b""),
            (302, b""),
            (404, b'{"keys": []}'),
            (200, b"<html>"),
            (200, b'{"keys": 1}'),
            (200, b'{"keys": [' + b" " * 70_000 + b"]}"),
        ],
    )
    def test_it_signs_nobody_out_and_is_said(self, site, key_set, server, status, body):
        fetch_key_set(key_set, 5)
        server.status, server.body = status, body
        assert not fetch_key_set(key_set, 5)
        assert not is_refused(site)
        known = KeySet.objects.get(site=site)
        assert known.problem
        assert known.fetched_at is not None

    def test_a_private_address_is_not_called(self, site, key_set, server, settings):
        settings.WEBHOOK_ALLOWED_ADDRESSES = []
        assert not fetch_key_set(key_set, 5)
        assert server.received == []
        assert "private" in KeySet.objects.get(site=site).problem

    def test_an_answer_to_the_address_before_is_thrown_away(self, site, key_set):
        change_key_set(site, "", actor="operator:test")
        fetch_key_set(key_set, 5)
        assert not ReaderKey.objects.exists()


class TestTheSchedule:
    def test_each_set_is_fetched_when_it_is_due(self, site, key_set, server):
        fetch_key_sets_task()
        fetch_key_sets_task()
        assert len(server.received) == 1
        with later(seconds=EVERY.total_seconds() + 1):
            fetch_key_sets_task()
        assert len(server.received) == 2
        assert not is_refused(site)

    def test_a_worker_without_time_fetches_none(self, key_set, server):
        assert key_sets.fetch_key_sets(lambda: False) == 0
        assert server.received == []

    def test_a_key_added_here_does_not_end_with_those_of_the_set(self, site, key_set, server):
        key = add_reader_key(site, actor="operator:test")[0]
        fetch_key_sets_task()
        key.refresh_from_db()
        assert (key.vanished_at, key.revoked_at) == (None, None)

    def test_made_up_names_do_not_put_it_off(self, site, key_set, server):
        fetch_key_sets_task()
        server.status = 500
        with later(seconds=EVERY.total_seconds() - 5):
            assert is_refused(site, TWO, "made-up")
        server.status = 200
        publish(server, two=TWO)
        with later(seconds=EVERY.total_seconds() + 5):
            fetch_key_sets_task()
        assert not is_refused(site, TWO, "two")

    def test_one_that_is_broken_keeps_none_of_the_others(self, site, key_set, server):
        other = make_site("Site B")
        change_key_set(other, "http://127.0.0.1:9/", actor="operator:test")
        fetch_key_sets_task()
        assert not is_refused(site)
        assert KeySet.objects.get(site=other).problem

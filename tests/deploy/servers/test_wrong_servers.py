"""A server that is not what the settings say ends a process before it takes a request."""

import pytest
from django.db import connection

from discussion.servers import CLUSTER, faults, refuse_wrong_servers
from tests.services.redis_server import redis_server

pytestmark = [pytest.mark.processes, pytest.mark.django_db]


def test_the_servers_of_the_tests_are_right():
    assert list(faults()) == []
    refuse_wrong_servers()


def test_a_plain_address_that_leads_to_a_cluster_is_refused(tmp_path, settings, capsys):
    with redis_server(tmp_path / "redis", "--cluster-enabled", "yes") as url:
        settings.REDIS_URL = url
        with pytest.raises(SystemExit) as ended:
            refuse_wrong_servers()
    assert ended.value.code == 78
    assert CLUSTER in capsys.readouterr().err


def test_while_redis_is_away_nothing_is_refused(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1"
    refuse_wrong_servers()


def test_while_the_database_is_away_nothing_is_refused(tmp_path, monkeypatch):
    elsewhere = connection.copy()
    elsewhere.settings_dict = {**connection.settings_dict, "HOST": str(tmp_path)}
    monkeypatch.setattr("discussion.servers.connection", elsewhere)
    refuse_wrong_servers()

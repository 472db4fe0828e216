"""What the files of deploy/ name is there: settings, commands, paths, probes, figures, queues."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import get_commands
from django.test import Client

from discussion.celery import JUDGING, OUTWARD
from discussion.supervisor import programs
from moderation.health import figures
from tests.deploy.files.shipped import (
    DEPLOY,
    DOCKERFILE,
    ROOT,
    UNITS,
    by_default,
    commands,
    of_kind,
    pods,
    services,
)

SETTINGS = (ROOT / "docs" / "settings.md").read_text()
# Of the images and of Python, not of the service.
NOT_OURS = ("PATH", "PYTHON", "PIP_")
IMAGES_OWN = {"database", "redis", "nginx"}


def known(name):
    return f"`{name}`" in SETTINGS or f"`{name.removesuffix('_FILE')}`" in SETTINGS


def named_variables():
    """Every variable that is set for a process of the service, with where."""
    for path in (*UNITS, *(DEPLOY / "systemd").glob("*.d/*.conf")):
        for name in re.findall(r"^Environment=(\w+)=", path.read_text(), re.M):
            yield path.name, name
    for name in re.findall(r"^(?:ENV|    ) ?([A-Z_]+)=[^ ]*", DOCKERFILE.read_text(), re.M):
        yield "Dockerfile", name
    for service, made in services().items():
        if service not in IMAGES_OWN:
            for name in made["environment"]:
                yield f"compose {service}", name
    for name in of_kind("ConfigMap")["discussion"]["data"]:
        yield "ConfigMap", name
    manifest = (DEPLOY / "kubernetes" / "settings.yaml").read_text()
    for name in re.findall(r"[A-Z]+_[A-Z_]+", manifest):
        yield "settings.yaml", name
    for path in (DEPLOY / "README.md", DEPLOY / "pgbouncer" / "pgbouncer.ini"):
        for name in re.findall(r"\b[A-Z]+_[A-Z_]+\b", path.read_text()):
            yield path.name, name


def test_every_variable_is_one_of_the_settings():
    found = set(named_variables())
    assert len(found) > 25
    unknown = {
        (where, name) for where, name in found if not (name.startswith(NOT_OURS) or known(name))
    }
    assert unknown == set()


@pytest.mark.parametrize(("where", "command"), list(commands().items()), ids=str)
def test_every_command_is_one_of_the_service(where, command):
    program, *arguments = command
    match program:
        case "celery":
            assert arguments[:3] == ["-q", "-A", "discussion"]
            assert arguments[3] in {"worker", "beat"}
        case "granian":
            assert arguments[-1] == "discussion.wsgi:application"
        case _:
            assert (Path(program).name, arguments[0]) == ("python", "manage.py")
            assert arguments[1] in get_commands()


def kinds(prefix):
    """Which processes a way of running has: what is left of its commands without numbers."""
    found = set()
    for where, command in commands().items():
        if where.startswith(prefix):
            words = [word for word in command if word in {"granian", "beat", "migrate", "worker"}]
            found.add(" ".join([*words, *(["outward"] if OUTWARD in command else [])]))
    return found - {""}


@pytest.mark.parametrize("prefix", ["discussion-", "compose", "kubernetes"])
def test_every_way_of_running_has_all_processes(prefix):
    assert kinds(prefix) == {"granian", "beat", "migrate", "worker", "worker outward"}
    assert JUDGING == "celery"  # what a worker takes from unless it is told otherwise


def test_every_worker_and_web_process_runs_as_the_supervisor_starts_it():
    started = {
        "web": programs.web(8000, {}).command,
        "worker": programs.worker(2, {}, Path("ready")).command,
        "outward": programs.outward({}).command,
    }
    free = {"-m", "--log-level", "warning", "127.0.0.1", "0.0.0.0", "1", "2", "4"}
    for where, command in commands().items():
        kind = re.split(r"[ .]", where.removeprefix("kubernetes ").removeprefix("compose "))[0]
        wanted = started.get(kind.removeprefix("discussion-"))
        if wanted:
            assert set(wanted[2:]) - free == set(command) - free - {"--workers"} | (
                {"--workers"} & set(wanted)
            ), where


def test_everything_that_is_copied_into_the_image_is_there():
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE.read_text(), re.M):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source
    allowed = (DEPLOY / "container" / "Dockerfile.dockerignore").read_text()
    for source in re.findall(r"^!(.+)$", allowed, re.M):
        assert (ROOT / source).exists(), source


def test_nobody_is_root_and_nothing_can_be_written():
    for name, pod in pods().items():
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert pod["automountServiceAccountToken"] is False, name
        (container,) = pod["containers"]
        assert container["securityContext"]["readOnlyRootFilesystem"] is True, name
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}, name
    for name, service in services().items():
        if name not in IMAGES_OWN:
            assert service["read_only"] is True, name
            assert service["cap_drop"] == ["ALL"], name
    assert re.search(r"^USER 10001:10001$", DOCKERFILE.read_text(), re.M)


def test_exactly_one_beat():
    beat = of_kind("Deployment")["discussion-beat"]["spec"]
    assert (beat["replicas"], beat["strategy"]["type"]) == (1, "Recreate")
    assert "discussion-beat" not in {
        each["spec"]["scaleTargetRef"]["name"] for each in of_kind("ScaledObject").values()
    }


def test_no_secret_stands_in_a_file():
    for name, pod in pods().items():
        sources = [next(iter(source)) for source in pod["containers"][0]["envFrom"]]
        assert "secretRef" in sources, name
        assert "env" not in pod["containers"][0], name
    assert of_kind("Secret") == {}


def test_a_web_process_has_the_three_probes_under_a_name_that_it_serves():
    (container,) = pods()["discussion-web"]["containers"]
    settings = of_kind("ConfigMap")["discussion"]["data"]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        asked = container[probe]["httpGet"]
        assert asked["path"] == "/healthz"
        (host,) = asked["httpHeaders"]
        assert host["value"] == urlsplit(settings["PUBLIC_URL"]).netloc
        assert host["value"] in settings["ALLOWED_HOSTS"].split(",")


def test_every_disruption_budget_and_network_rule_names_a_component_that_is_there():
    components = {
        pod["spec"]["template"]["metadata"]["labels"]["app.kubernetes.io/component"]
        for pod in (*of_kind("Deployment").values(), *of_kind("Job").values())
    }
    for budget in of_kind("PodDisruptionBudget").values():
        label = budget["spec"]["selector"]["matchLabels"]["app.kubernetes.io/component"]
        assert label in components
    for rule in of_kind("NetworkPolicy").values():
        selector = rule["spec"]["podSelector"]
        assert set(selector.get("matchLabels", {}).values()) <= components
        for expression in selector.get("matchExpressions", []):
            assert set(expression["values"]) <= components


@pytest.mark.django_db
def test_workers_grow_by_a_figure_that_the_service_has(settings):
    (scaled,) = of_kind("ScaledObject").values()
    assert scaled["spec"]["scaleTargetRef"]["name"] in of_kind("Deployment")
    (trigger,) = scaled["spec"]["triggers"]
    assert trigger["metadata"]["valueLocation"] in figures()
    address = urlsplit(trigger["metadata"]["url"])
    assert address.hostname in of_kind("ConfigMap")["discussion"]["data"]["ALLOWED_HOSTS"]
    # By http, with the token, under that name, while readers come by https.
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = [address.hostname]
    settings.OPERATOR_TOKEN = "t" * 32
    asked = Client().get(
        address.path,
        headers={"Host": address.netloc, "Authorization": f"Bearer {settings.OPERATOR_TOKEN}"},
        REMOTE_ADDR="10.0.0.9",
    )
    assert asked.status_code == 200
    assert f"{trigger['metadata']['valueLocation']} 0.0" in asked.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/readyz", 503), ("/", 301)])
def test_probes_come_by_http_and_readers_are_led_to_https(settings, path, status):
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get(path).status_code == status


def test_the_health_check_of_the_image_asks_by_the_name_that_is_served(live_server, monkeypatch):
    said = {}
    source = (DEPLOY / "container" / "healthy.py").read_text()
    exec(compile(source, "healthy.py", "exec"), said)
    port = urlsplit(live_server.url).port
    monkeypatch.setenv("PUBLIC_URL", "https://localhost")
    assert said["is_healthy"](port)
    monkeypatch.setenv("PUBLIC_URL", "https://not-served.example")
    assert not said["is_healthy"](port)


def test_the_readme_leads_to_every_file():
    page = (DEPLOY / "README.md").read_text()
    for path in (*DEPLOY.iterdir(), *UNITS):
        assert path.name in page, path.name
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page):
        assert (DEPLOY / target).exists(), target


def test_the_image_starts_the_web_process():
    assert by_default()[0] == "granian"

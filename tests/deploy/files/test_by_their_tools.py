"""Each file of deploy/ is what its own program, linter or schema takes for one."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import kubernetes_validate
import pytest

from tests.deploy.files.shipped import (
    COMPOSE,
    DEPLOY,
    DOCKERFILE,
    ROOT,
    UNITS,
    documents,
)
from tests.services.available import program

pytestmark = pytest.mark.deploy

# How far a unit may be open, of 10: systemd's own figure is below 2.
EXPOSURE = 20
IN_VENV = Path(sys.executable).parent


def run(*command, **environment):
    done = subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        env=environment or None,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


def test_hadolint_finds_nothing_in_the_container_file():
    assert run(IN_VENV / "hadolint", "--no-color", DOCKERFILE) == (0, "")


def test_the_compose_file_fits_the_specification():
    check = IN_VENV / "check-jsonschema"
    code, said = run(check, "--builtin-schema", "vendor.compose-spec", COMPOSE)
    assert code == 0, said


@pytest.mark.parametrize(
    "document", documents(), ids=lambda each: f"{each['kind']}-{each['metadata']['name']}"
)
def test_a_manifest_fits_the_schema_of_kubernetes(document):
    if document["apiVersion"].startswith("keda.sh/"):
        # A schema of its own; test_what_they_say.py looks at what it names.
        assert set(document) == {"apiVersion", "kind", "metadata", "spec"}
        return
    kubernetes_validate.validate(document, kubernetes_validate.latest_version(), strict=True)


@pytest.fixture(scope="module")
def units(tmp_path_factory):
    """The units with programs, folders and a user that this machine has."""
    folder = tmp_path_factory.mktemp("units")
    shutil.copytree(DEPLOY / "systemd", folder, dirs_exist_ok=True)
    for path in folder.glob("*.service"):
        text = re.sub(r"/srv/discussion/\.venv/bin/\w+", "/bin/true", path.read_text())
        text = text.replace("=/srv/discussion", f"={ROOT}").replace("=discussion\n", "=daemon\n", 1)
        path.write_text(text)
    return folder


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_systemd_takes_the_unit(units, unit):
    code, said = run(
        "systemd-analyze", "verify", "--man=no", units / unit.name, SYSTEMD_UNIT_PATH=f"{units}:"
    )
    assert (code, said) == (0, "")


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_the_unit_is_hardened(units, unit):
    code, said = run(
        "systemd-analyze",
        "security",
        "--offline=true",
        "--no-pager",
        f"--threshold={EXPOSURE}",
        units / unit.name,
        SYSTEMD_UNIT_PATH=f"{units}:",
    )
    assert code == 0, said


def test_nginx_takes_its_file(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    run(*made, "-nodes", "-subj", "/CN=comments.example.org", "-keyout", key, "-out", certificate)
    text = (DEPLOY / "nginx.conf").read_text()
    text = re.sub(r"/etc/ssl/certs/\S+\.pem", str(certificate), text)
    text = re.sub(r"/etc/ssl/private/\S+\.key", str(key), text)
    text = text.replace("/var/cache/nginx/discussion", str(tmp_path / "cache"))
    whole = tmp_path / "nginx.conf"
    whole.write_text(
        f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{text}}}\n"
    )
    code, said = run(program("nginx"), "-t", "-p", tmp_path, "-c", whole)
    assert code == 0, said
    assert "warn" not in said

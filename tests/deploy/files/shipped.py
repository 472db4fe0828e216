"""The files of deploy/, as their tests read them."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
COMPOSE = DEPLOY / "compose" / "compose.yaml"
DOCKERFILE = DEPLOY / "container" / "Dockerfile"


@cache
def documents() -> list[dict[str, Any]]:
    """Every manifest for the cluster; kustomize's own file is none."""
    return [
        document
        for path in MANIFESTS
        for document in yaml.safe_load_all(path.read_text())
        if not document["apiVersion"].startswith("kustomize")
    ]


def of_kind(kind: str) -> dict[str, dict[str, Any]]:
    """The manifests of a kind, by name."""
    return {
        document["metadata"]["name"]: document
        for document in documents()
        if document["kind"] == kind
    }


def pods() -> dict[str, dict[str, Any]]:
    """What every pod is made from, by the name of what makes it."""
    made = {**of_kind("Deployment"), **of_kind("Job")}
    return {name: document["spec"]["template"]["spec"] for name, document in made.items()}


@cache
def services() -> dict[str, dict[str, Any]]:
    """The containers of the compose file, by name."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE.read_text())["services"]
    return found


def commands() -> dict[str, list[str]]:
    """Every command by which a process of the service is started, by where it stands."""
    found = {}
    for path in UNITS:
        for number, line in enumerate(re.findall(r"^ExecStart=(.+)$", path.read_text(), re.M)):
            words = line.replace("%%", "%").split()
            found[f"{path.name} {number}"] = [Path(words[0]).name, *words[1:]]
    for name, service in services().items():
        if "migrate" in service.get("depends_on", {}) or name == "migrate":
            found[f"compose {name}"] = service.get("command") or by_default()
    for name, pod in pods().items():
        (container,) = pod["containers"]
        found[f"kubernetes {name}"] = container.get("command") or by_default()
    return found


def by_default() -> list[str]:
    """What the image runs if it is told nothing else."""
    said = re.findall(r"^CMD (\[.+\])$", DOCKERFILE.read_text(), re.M)
    words: list[str] = yaml.safe_load(said[-1])
    return words

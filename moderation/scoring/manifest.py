"""The manifest of a scorer's folder: which files, which attributes in which order, which proof."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moderation.scoring.base import Producer, ScorerUnavailable, Scores

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Golden:
    """A sentence and the scores that the model gave it when the manifest was written."""

    text: str
    scores: Scores


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a scorer's folder must hold. `files` maps file names to their hex SHA-256."""

    name: str
    version: str
    attributes: tuple[str, ...]
    languages: frozenset[str]
    window_tokens: int
    files: Mapping[str, str]
    golden: tuple[Golden, ...]
    golden_tolerance: float

    @property
    def digest(self) -> str:
        """Return one SHA-256 over everything that can move a score, whatever the machine.

        The golden scores are left out: two machines measure them differently in the last digit
        and still judge with the same weights.
        """
        facts = [self.attributes, sorted(self.languages), self.window_tokens, dict(self.files)]
        canonical = json.dumps(facts, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def producer(self) -> Producer:
        return Producer(self.name, self.version, self.digest)


def read_manifest(folder: Path) -> Manifest:
    """Return the folder's manifest; raise ScorerUnavailable when it is missing or unreadable."""
    path = folder / MANIFEST
    try:
        return _parse(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ScorerUnavailable(
            f"The scorer's manifest {path} cannot be read ({error.strerror}): give a folder made "
            "by `manage.py fetch_scorer`, or restore it."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ScorerUnavailable(
            f"The scorer's manifest {path} is damaged ({type(error).__name__}: {error}): restore "
            "the folder from its source."
        ) from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest so that `read_manifest` returns an equal one."""
    facts = {
        "name": manifest.name,
        "version": manifest.version,
        "attributes": manifest.attributes,
        "languages": sorted(manifest.languages),
        "window_tokens": manifest.window_tokens,
        "files": dict(manifest.files),
        "golden": [{"text": g.text, "scores": dict(g.scores)} for g in manifest.golden],
        "golden_tolerance": manifest.golden_tolerance,
    }
    (folder / MANIFEST).write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def missing_files(folder: Path, manifest: Manifest) -> list[str]:
    """Return the names that the manifest lists and the folder lacks. Cheap: nothing is read."""
    return [name for name in sorted(manifest.files) if not (folder / name).is_file()]


def verify_files(folder: Path, manifest: Manifest) -> None:
    """Raise ScorerUnavailable unless the folder holds exactly the files of the manifest, unchanged.

    A stranger is refused too: libraries that open a folder prefer some file names to others, so
    one more file can replace a tokenizer.
    """
    if missing := missing_files(folder, manifest):
        raise _broken(folder, f"lacks {', '.join(missing)}")
    if strangers := _visible_names(folder) - {MANIFEST, *manifest.files}:
        raise _broken(folder, f"holds {', '.join(sorted(strangers))}, which its manifest omits")
    for name, expected in manifest.files.items():
        if sha256_of(folder / name) != expected:
            raise _broken(folder, f"holds a {name} whose SHA-256 is not the one of its manifest")


def own_files(folder: Path) -> list[Path]:
    """Return the folder's files in order of name, without hidden ones and the manifest."""
    names = _visible_names(folder) - {MANIFEST}
    return sorted(folder / name for name in names if (folder / name).is_file())


def sha256_of(path: Path) -> str:
    """Return the hex SHA-256 of a file, read in pieces: checkpoints have a gigabyte."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _visible_names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}


def _broken(folder: Path, what: str) -> ScorerUnavailable:
    return ScorerUnavailable(
        f"The scorer's folder {folder} {what}: restore it from its source or fetch it again."
    )


def _parse(facts: Any) -> Manifest:
    return Manifest(
        name=str(facts["name"]),
        version=str(facts["version"]),
        attributes=tuple(facts["attributes"]),
        languages=frozenset(facts["languages"]),
        window_tokens=int(facts["window_tokens"]),
        files={_plain_name(name): str(digest) for name, digest in facts["files"].items()},
        golden=tuple(Golden(str(g["text"]), dict(g["scores"])) for g in facts["golden"]),
        golden_tolerance=float(facts["golden_tolerance"]),
    )


def _plain_name(name: str) -> str:
    if Path(name).name != name:
        raise ValueError(f"{name!r} is no plain file name")
    return name

"""The hostile inputs of a folder, read: one file a class, one JSON object a line, ASCII alone.

`ATTACKS` names the folder; without it, it is tests/data/attacks.
"""

import base64
import gzip
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OWN_FOLDER = Path(__file__).parents[1] / "data" / "attacks"
FOLDER = Path(os.environ.get("ATTACKS") or OWN_FOLDER)
FORMS = ("payload", "raw_json", "bytes_b64", "repeat", "gen", "request", "jwt", "steps")
LONGEST_BODY = 10_000


class NotJudged(AssertionError):
    """The case asks for something that nobody has told these tests how to do."""


@dataclass(frozen=True, slots=True)
class Case:
    """One line. `checks` are names, a limit after the colon."""

    id: str
    group: str
    surfaces: tuple[str, ...]
    form: str
    given: Any
    said: dict[str, Any]
    statuses: frozenset[int]
    checks: tuple[str, ...]
    tier: str

    @property
    def is_measured(self) -> bool:
        """Whether what becomes of it is counted and has no bar."""
        return self.tier in {"goal", "record"}

    def limit(self, check: str) -> int:
        """Return the number that goes with a check; 0: none does."""
        limits = (name.partition(":") for name in self.checks)
        return next((int(limit) for name, _, limit in limits if name == check and limit), 0)

    @property
    def words(self) -> str:
        """Return the steps of a flow as one line."""
        return "; ".join(self.given)

    @property
    def text(self) -> str:
        """Return the payload as text."""
        match self.form:
            case "payload":
                return str(self.given)
            case "repeat":
                return repeated(**self.given)
            case "gen":
                return made(self.given, self.said.get("args", {}))
        raise NotJudged(f"{self.id}: {self.form} is no text")

    @property
    def body(self) -> bytes:
        """Return the payload as the body of a request, byte for byte."""
        match self.form:
            case "raw_json":
                return str(self.given).encode()
            case "bytes_b64":
                return base64.b64decode(self.given)
            case "gen" if self.given.startswith("body-of-limit"):
                return json.dumps({"body": self.text}).encode()
        return self.text.encode("utf-8", "surrogatepass")


def repeated(
    *, prefix: str = "", unit: str, times: int, suffix_unit: str = "", suffix: str = ""
) -> str:
    return prefix + unit * times + suffix_unit * times + suffix


def made(words: str, args: dict[str, int]) -> str:
    """Return what a generator in words makes."""
    match words:
        case "backticks-of-growing-length":
            return "a ".join("`" * run for run in range(1, args["n"] + 1))
        case "object-with-n-keys":
            return json.dumps({f"k{n}": n for n in range(args["n"])})
        case "multipart-with-n-parts":
            part = '--y\r\nContent-Disposition: form-data; name="k"\r\n\r\nv\r\n'
            return part * args["n"] + "--y--\r\n"
        case "body-of-limit":
            return "x" * LONGEST_BODY
        case "body-of-limit-plus-one":
            return "x" * (LONGEST_BODY + 1)
    if "straddles a window border" in words:
        return "nice " * args["tokens_before"] + "you are an idiot"
    raise NotJudged(f"no generator for: {words}")


def made_body(words: str, good: bytes) -> bytes:
    """Return the body of a request that is told in words."""
    if words == "gzip of a good body":
        return gzip.compress(good, mtime=0)
    if zeros := re.match(r"gzip of (\d+) (M|G)iB of zeros", words):
        return _packed_zeros(int(zeros[1]) << {"M": 20, "G": 30}[zeros[2]])
    raise NotJudged(f"no body for: {words}")


def _packed_zeros(size: int) -> bytes:
    """Return a small file of gzip that opens to so many zeros: members of 64 MiB, one after another
    (every reader of gzip reads on), so that making it costs little.
    """
    piece = min(size, 64 << 20)
    return gzip.compress(bytes(piece), compresslevel=1, mtime=0) * (size // piece)


def read(folder: Path = FOLDER) -> tuple[Case, ...]:
    """Return every case of a folder. Raises ValueError, with its place, for what is none."""
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise ValueError(f"There are no attacks (*.jsonl) in {folder}.")
    found = [
        _case(line, f"{file.name}:{number}", file.stem)
        for file in files
        for number, line in enumerate(file.read_text("ascii").splitlines(), 1)
        if line.strip()
    ]
    if len({case.id for case in found}) < len(found):
        raise ValueError(f"Two attacks in {folder} have the same id.")
    return tuple(found)


def _case(line: str, place: str, group: str) -> Case:
    try:
        said = json.loads(line)
        (form,) = (form for form in FORMS if form in said)
        where, expected = said["where"], said["expected"]
        return Case(
            id=said["id"],
            group=said.get("class", group),
            surfaces=tuple([where] if isinstance(where, str) else where),
            form=form,
            given=said[form],
            said=said,
            statuses=frozenset(expected.get("status", ())),
            checks=tuple(expected.get("checks", ())),
            tier=said.get("tier", ""),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{place} is no attack: {error!r}") from error


ALL = read()

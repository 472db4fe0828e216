"""The hostile inputs of tests/data/attacks: read, and expanded to what is sent."""

import base64
import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "attacks"


def cases(name: str) -> list[dict[str, Any]]:
    """Return the cases of one class."""
    lines = (DATA / f"{name}.jsonl").read_text(encoding="ascii").splitlines()
    return [json.loads(line) for line in lines]


def named(name: str, *, surfaces: set[str] | None = None) -> dict[str, dict[str, Any]]:
    """Return the cases by id, of the given surfaces alone; flows in words are left out."""
    return {
        case["id"]: case
        for case in cases(name)
        if "steps" not in case and (surfaces is None or case["where"] in surfaces)
    }


def text_of(case: dict[str, Any]) -> str:
    """Return the payload as text."""
    if "payload" in case:
        return str(case["payload"])
    repeat = case["repeat"]
    times = repeat["times"]
    parts = (repeat.get("prefix", ""), repeat["unit"] * times)
    return "".join((*parts, repeat.get("suffix_unit", "") * times, repeat.get("suffix", "")))


def body_of(case: dict[str, Any]) -> bytes:
    """Return the request's body as bytes."""
    if "raw_json" in case:
        return str(case["raw_json"]).encode()
    if "bytes_b64" in case:
        return base64.b64decode(case["bytes_b64"])
    if case.get("gen") == "object-with-n-keys":
        return json.dumps({f"k{n}": n for n in range(case["args"]["n"])}).encode()
    if case.get("gen", "").startswith("body-of-limit"):
        over = case["gen"].endswith("plus-one")
        return json.dumps({"body": "x" * (10_000 + over)}).encode()
    return text_of(case).encode("utf-8", "surrogatepass")

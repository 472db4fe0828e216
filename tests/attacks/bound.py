"""Attacks that tests of their own judge: flows in words, and texts that break a process.

tests/attacks/flows.toml names the tests of each flow of our own folder by its id. A flow of another
folder is known by its very words; one in other words is not judged, and fails with them.
"""

import ast
import functools
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.attacks.cases import ALL, OWN_FOLDER, Case, NotJudged, read

ROOT = Path(__file__).parents[2]
# Commands of the tests' scorer that need a process to break, and the tests that give it one.
BREAKING = tomllib.loads((Path(__file__).parent / "flows.toml").read_text("utf-8"))
FLOWS: dict[str, list[str]] = {
    flow: tests for group in BREAKING["flows"].values() for flow, tests in group.items()
}
COMMANDS: dict[str, list[str]] = BREAKING["commands"]


@functools.cache
def _by_words() -> dict[str, list[str]]:
    own = (case for case in read(OWN_FOLDER) if case.form == "steps")
    return {case.words: FLOWS[case.id] for case in own if case.id in FLOWS}


def is_left(case: Case) -> bool:
    """Whether a test of its own has to judge the case."""
    return case.form == "steps" or bool(_commands(case))


def judges_of(case: Case) -> list[str]:
    """Return the tests that judge it. Raises NotJudged, with its words."""
    if case.form == "steps":
        found = _by_words().get(case.words)
        if not found:
            raise NotJudged(f"{case.id} is a flow that no test is named for: {case.words}")
        return found
    return [test for command in _commands(case) for test in COMMANDS[command]]


def _commands(case: Case) -> list[str]:
    if case.form != "payload" or not case.given.startswith("STUB:"):
        return []
    said = case.given.removeprefix("STUB:")
    return [command for command in COMMANDS if said.startswith(command)]


LEFT = [case for case in ALL if is_left(case)]


@functools.cache
def known_in(file: str) -> frozenset[str]:
    """Return the tests of a file as pytest names them, those that are skipped left out."""
    return frozenset(_tests(ast.parse((ROOT / file).read_text("utf-8")).body, file))


def _tests(body: list[ast.stmt], place: str) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _tests(node.body, f"{place}::{node.name}")
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            marks = " ".join(ast.unparse(decorator) for decorator in node.decorator_list)
            if "skip" not in marks and "xfail" not in marks:
                yield f"{place}::{node.name}"

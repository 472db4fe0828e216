"""A wrong DISCUSSION_SCORER is told in one sentence, before any model is loaded."""

import sys

import pytest

from moderation.scoring.base import ScorerUnavailable
from moderation.scoring.load import load_scorer
from moderation.scoring.specs import check_spec


@pytest.fixture
def without_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setitem(sys.modules, "moderation.scoring.detoxify", None)


def test_the_shipped_scorer_is_in_order(tmp_path):
    assert check_spec("compact", tmp_path) is None


@pytest.mark.parametrize(
    "spec",
    [
        "",
        "Compact",
        "compact:",
        "compact:folder",
        "compact:original",
        "detoxify",
        "detoxify:",
        "detoxify:huge",
        "detoxify:../x",
        "perspective:/folder",
    ],
)
def test_an_unknown_spec_is_answered_with_the_known_ones(tmp_path, spec):
    problem = check_spec(spec, tmp_path)
    assert f"DISCUSSION_SCORER={spec} is unknown" in problem
    assert "detoxify:original" in problem


def test_a_folder_without_a_manifest_is_named(tmp_path):
    assert "manifest.json cannot be read" in check_spec(f"compact:{tmp_path}", tmp_path)


@pytest.mark.parametrize("spec", ["detoxify:original", "detoxify:/anywhere"])
def test_without_the_extra_it_says_what_to_install(tmp_path, without_extra, spec):
    assert "pip install '.[detoxify]'" in check_spec(spec, tmp_path)
    with pytest.raises(ScorerUnavailable, match="PyTorch and detoxify, which are not installed"):
        load_scorer(spec, tmp_path)

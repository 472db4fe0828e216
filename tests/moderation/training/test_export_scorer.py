from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from small_start import RECIPE, rows, write_start  # isort: skip

from moderation.labelled_rows import read_rows
from moderation.management.commands import export_scorer
from moderation.scoring.load import load_scorer
from moderation.training.load import trainer
from moderation.training.recipe import Recipe

pytestmark = pytest.mark.detoxify

POLICY = """
title = "Policy"
[[clauses]]
id = "insults"
title = "Insults"
wording = "No insults."
[[clauses.rules]]
attribute = "insult"
hold_at = 0.5
"""


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    folder = tmp_path_factory.mktemp("export")
    trainer().train_folder(
        trainer().Lesson(rows(), Recipe.parse(RECIPE), frozenset({"en"})),
        start=write_start(folder / "start"),
        out=folder / "checkpoint",
        threads=1,
        report=lambda progress: None,
    )
    return folder / "checkpoint"


@pytest.fixture
def sample(tmp_path):
    path = tmp_path / "sample.csv"
    path.write_text("text\n" + "\n".join(row.text for row in rows()[:60]) + "\n")
    return path


@pytest.fixture
def policy(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text(POLICY)
    return path


def exported(checkpoint, out, sample, policy):
    told = StringIO()
    call_command(
        "export_scorer", str(checkpoint), str(out), sample=[sample], policy=policy, stdout=told
    )
    return told.getvalue()


def test_the_export_is_served_by_compact_and_scores_like_its_source(
    checkpoint, tmp_path, sample, policy
):
    out = tmp_path / "small"
    told = exported(checkpoint, out, sample, policy)
    texts = [row.text for row in read_rows(sample, ())]
    first = load_scorer(f"detoxify:{checkpoint}", tmp_path).score(texts)
    second = load_scorer(f"compact:{out}", tmp_path).score(texts)
    gaps = [abs(one["insult"] - other["insult"]) for one, other in zip(first, second, strict=True)]
    assert max(gaps) < 0.15
    assert "insult: rank correlation 0.9" in told or "insult: rank correlation 1.0" in told
    assert "of the outcomes changed" in told


def test_an_export_that_does_not_agree_is_refused_and_removed(
    checkpoint, tmp_path, sample, policy, monkeypatch
):
    monkeypatch.setattr(export_scorer, "LOWEST_CORRELATION", 1.01)
    with pytest.raises(CommandError, match="Refused"):
        exported(checkpoint, tmp_path / "small", sample, policy)
    assert not (tmp_path / "small").exists()


def test_a_published_variant_that_was_never_fetched_is_named_with_its_remedy(
    tmp_path, sample, policy, settings
):
    settings.DISCUSSION_SCORERS_DIR = tmp_path
    with pytest.raises(CommandError, match="fetch_scorer original"):
        exported("original", tmp_path / "small", sample, policy)


def test_a_checkpoint_that_changed_since_it_was_pinned_is_refused(
    checkpoint, tmp_path, sample, policy
):
    changed = tmp_path / "changed"
    changed.mkdir()
    for path in checkpoint.iterdir():
        (changed / path.name).write_bytes(path.read_bytes())
    (changed / "vocab.txt").write_text("[PAD]\n")
    with pytest.raises(CommandError, match="vocab"):
        exported(changed, tmp_path / "small", sample, policy)

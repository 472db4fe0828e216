import csv
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from small_start import ATTRIBUTES, RECIPE, rows, write_start  # isort: skip

import torch

from moderation.scoring.base import ScorerUnavailable
from moderation.scoring.load import load_scorer
from moderation.training import run
from moderation.training.recipe import Recipe
from moderation.training.run import train

pytestmark = pytest.mark.detoxify

INSULT, CALM = "word1 you stupid word2", "word1 word2 word3"


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    return write_start(tmp_path_factory.mktemp("training") / "start")


def written(folder, labelled):
    """The rows as a CSV file with the columns that docs/scorers.md names."""
    path = folder / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", *ATTRIBUTES, "source", "split"])
        for row in labelled:
            writer.writerow(
                [row.text, *(row.labels.get(a, "") for a in ATTRIBUTES), row.source, row.split]
            )
    return path


def recipe_file(folder, **changed):
    facts = RECIPE | changed
    lines = [f"{key} = {value!r}".replace("'", '"') for key, value in facts.items()]
    path = folder / "recipe.toml"
    path.write_text("\n".join(lines))
    return path


@pytest.fixture(scope="module")
def trained(start, tmp_path_factory):
    """What the command makes of rows, once for this module."""
    folder = tmp_path_factory.mktemp("trained")
    told = StringIO()
    call_command(
        "train_scorer",
        str(folder / "newsroom"),
        start=start,
        data=[written(folder, rows())],
        recipe=recipe_file(folder),
        stdout=told,
        stderr=told,
    )
    return folder / "newsroom", told.getvalue()


def test_it_learns_what_the_rows_say(trained, tmp_path):
    folder, _ = trained
    scorer = load_scorer(f"detoxify:{folder}", tmp_path)
    insulted, calm = scorer.score([INSULT, CALM])
    assert scorer.attributes == ATTRIBUTES
    assert insulted["insult"] > 0.5 > 0.3 > insulted["threat"]
    assert calm["toxicity"] < 0.3


def test_it_shows_progress_and_says_what_comes_next(trained):
    _, told = trained
    assert "240 rows" in told
    assert "epoch 6" in told
    assert "on the held-out rows" in told
    assert "DISCUSSION_SCORER=detoxify:" in told


def test_a_finished_run_leaves_no_state_behind(trained):
    folder, _ = trained
    assert not folder.with_name("newsroom.state").exists()


def test_an_existing_folder_is_never_overwritten(trained, start, tmp_path):
    folder, _ = trained
    with pytest.raises(CommandError, match="exists already"):
        call_command("train_scorer", str(folder), start=start, data=[written(tmp_path, rows())])


def test_nothing_to_learn_from_is_refused(start, tmp_path):
    with pytest.raises(CommandError, match="nothing to learn"):
        call_command("train_scorer", str(tmp_path / "out"), start=start)


class Killed(Exception):
    pass


def weights_after(start, state, recipe, report=lambda progress: None):
    return train(rows(), recipe, start=start, state=state, report=report).state_dict()


def test_a_run_that_was_stopped_ends_with_the_weights_of_one_that_was_not(start, tmp_path):
    recipe = Recipe.parse(RECIPE | {"epochs": 3, "noisy_share": 0.3})
    expected = weights_after(start, tmp_path / "whole.state", recipe)

    def stop_in_the_second(progress):
        if progress.epoch == 1:
            raise Killed

    with pytest.raises(Killed):
        weights_after(start, tmp_path / "cut.state", recipe, stop_in_the_second)
    resumed = weights_after(start, tmp_path / "cut.state", recipe)
    assert all(torch.equal(resumed[name], expected[name]) for name in expected)


def test_the_state_of_another_run_is_not_gone_on_with(start, tmp_path, monkeypatch):
    recipe = Recipe.parse(RECIPE | {"epochs": 1})

    def stop(progress):
        raise Killed

    with pytest.raises(Killed):
        weights_after(start, tmp_path / "a.state", recipe, stop)
    with pytest.raises(ScorerUnavailable, match="another run"):
        weights_after(start, tmp_path / "a.state", replace(recipe, seed=2))


def test_a_cell_that_nobody_labelled_moves_no_weight(start, tmp_path):
    """Were it read as 0, the threats below, unlabelled, would teach that there are none."""
    recipe = Recipe.parse(RECIPE | {"epochs": 1})
    half = [
        replace(row, labels={a: v for a, v in row.labels.items() if a != "threat"})
        for row in rows()
    ]
    network = train(
        half, recipe, start=start, state=tmp_path / "b.state", report=lambda progress: None
    )
    untouched = run.open_network(start, recipe.attributes)
    learned = network.classifier.bias[2].item()
    # Weight decay and gradients leave an output alone whose every cell is masked.
    assert learned == pytest.approx(untouched.classifier.bias[2].item(), abs=1e-6)
    assert network.classifier.bias[1].item() != pytest.approx(
        untouched.classifier.bias[1].item(), abs=1e-4
    )

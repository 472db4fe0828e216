import math
from collections import Counter

import pytest

from moderation.labelled_rows import LabelledRow
from moderation.training.mix import epoch_rows, labels_of, reads_of
from moderation.training.recipe import SHIPPED_RECIPE, Recipe, RecipeRefused

FACTS = {
    "attributes": ["toxicity", "threat"],
    "epochs": 2,
    "seed": 3,
    "peak_rate": 1e-3,
    "warm_up_steps": 1,
    "batch_rows": 4,
    "batch_tokens": 64,
    "window_tokens": 32,
    "noisy_share": 0.5,
    "average_decay": 0.5,
}


def recipe(**changed):
    return Recipe.parse(FACTS | changed)


def row(source="a", split="", **labels):
    return LabelledRow("text", labels, source, split, {})


def test_a_source_counts_as_often_as_the_recipe_says():
    told = recipe(sources={"few": 0.25, "many": 3})
    rows = [row("few")] * 400 + [row("many")] * 10 + [row("other")] * 10
    read = Counter(rows[index].source for index in epoch_rows(rows, told, 0))
    assert 70 <= read["few"] <= 130
    assert (read["many"], read["other"]) == (30, 10)


def test_the_longest_name_that_fits_a_source_wins():
    told = recipe(sources={"own": 2, "own_hate": 1})
    assert (told.reads_of("own_war"), told.reads_of("own_hate"), told.reads_of("x")) == (2, 1, 1)


def test_epochs_differ_and_each_repeats_itself():
    rows = [row() for _ in range(50)]
    first, again, second = (epoch_rows(rows, recipe(), epoch) for epoch in (0, 0, 1))
    assert first == again
    assert first != second
    assert sorted(first) == list(range(50))


def test_rare_labels_are_boosted_in_the_sources_that_the_recipe_names():
    told = recipe(boosts=[{"attribute": "threat", "times": 3, "sources": ["wiki"]}])
    assert reads_of(row("wiki", threat=1.0), told) == 3
    assert reads_of(row("wiki", threat=0.2), told) == 1
    assert reads_of(row("news", threat=1.0), told) == 1


def test_unlabelled_cells_stay_empty_unless_the_recipe_assumes_zero():
    told = recipe(assumed_zero={"threat": ["calm"]})
    labels = labels_of([row("calm", toxicity=0.5), row("other", toxicity=1.0)], told)
    assert labels[0].tolist() == [0.5, 0.0]
    assert labels[1][0] == 1.0
    assert math.isnan(labels[1][1])


@pytest.mark.parametrize("facts", [{"epoch": 1}, {"attributes": None}])
def test_a_recipe_of_another_shape_is_refused(facts):
    with pytest.raises(RecipeRefused):
        Recipe.parse(FACTS | facts)


def test_a_recipe_that_says_too_little_is_refused():
    with pytest.raises(RecipeRefused, match="seed"):
        Recipe.parse({key: value for key, value in FACTS.items() if key != "seed"})


@pytest.mark.parametrize("path", sorted(SHIPPED_RECIPE.parent.glob("*.toml")), ids=lambda p: p.name)
def test_the_shipped_recipes_can_be_followed(path):
    assert len(Recipe.read(path).attributes) == 10

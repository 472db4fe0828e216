"""Windows together hold every token; control tokens come from the model, never from a reader."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from moderation.scoring.compact import TOKENIZER
from moderation.scoring.manifest import read_manifest
from moderation.scoring.specs import SHIPPED_FOLDER
from moderation.scoring.windows import WindowReader, WindowScorer

START, END = 2, 3
WINDOW, OVERLAP = 16, 4
FRESH = Tokenizer.from_file(str(SHIPPED_FOLDER / TOKENIZER))
FRESH.encode_special_tokens = True
READER = WindowReader(Tokenizer.from_file(str(SHIPPED_FOLDER / TOKENIZER)), WINDOW, OVERLAP)


def joined(windows):
    """The content of the windows with each overlap taken once."""
    first, *rest = [window.ids[1:-1] for window in windows]
    return [*first, *(token for window in rest for token in window[OVERLAP:])]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_windows_hold_every_token_in_order(text):
    assert joined(READER.windows(text)) == FRESH.encode(text, add_special_tokens=False).ids


@given(st.lists(st.sampled_from(["war", "peace", "unbelievable"]), max_size=200).map(" ".join))
def test_each_window_has_its_own_start_and_end_and_fits(text):
    for window in (window.ids for window in READER.windows(text)):
        assert (window[0], window[-1]) == (START, END)
        assert len(window) <= WINDOW


def test_neighbours_overlap():
    first, second, *_ = (
        window.ids for window in READER.windows(" ".join(f"word{n}" for n in range(50)))
    )
    assert first[1:-1][-OVERLAP:] == second[1:-1][:OVERLAP]


def test_control_tokens_written_by_a_reader_stay_text():
    (window,) = READER.windows("[SEP] [PAD]")
    assert window.ids.count(START) == window.ids.count(END) == 1


@pytest.mark.parametrize("faulty", [0, 1, 2])
def test_a_nan_in_any_window_is_not_hidden_by_the_others(faulty):
    text = " ".join(f"word{n}" for n in range(20))
    windows = READER.windows(text)
    assert len(windows) > 2
    broken = windows[faulty].ids
    manifest = read_manifest(SHIPPED_FOLDER)
    size = len(manifest.attributes)
    scorer = WindowScorer(
        manifest, READER, lambda ids: np.full(size, np.nan if ids == broken else 0.5)
    )
    (scores,) = scorer.score([text])
    assert all(math.isnan(value) for value in scores.values())


def test_the_same_tokens_are_judged_once_and_scored_alike():
    judged = []
    manifest = read_manifest(SHIPPED_FOLDER)
    size = len(manifest.attributes)
    scorer = WindowScorer(manifest, READER, lambda ids: judged.append(ids) or np.full(size, 0.5))
    one, other = scorer.score(["War and peace", "war AND peace"])
    assert one == other
    assert len(judged) == 1

import numpy as np
import pytest

from moderation.scoring.base import ScorerUnavailable
from moderation.scoring.manifest import Manifest
from moderation.scoring.ngrams import TABLE, NgramModel, buckets, read_ngrams

SIZE = 2**12


def model(attributes=2):
    table = np.random.default_rng(0).integers(-100, 100, (SIZE, attributes)).astype(np.int8)
    mix = np.tile([0.6, 0.4, 0.1], (attributes, 1))
    return NgramModel(table, np.full(attributes, 0.01), np.full(attributes, -2.0), mix)


def manifest(*files, attributes=("toxicity", "threat")):
    return Manifest("m", "1", attributes, frozenset({"en"}), 16, dict.fromkeys(files, ""), (), 0.1)


@pytest.mark.parametrize("text", ["", " ", "a", "ab", "word", "two words", "žluťoučký 字", "\x00"])
def test_every_text_has_buckets_inside_the_table(text):
    found = buckets(text, SIZE)
    assert ((found >= 0) & (found < SIZE)).all()
    assert sorted(set(found.tolist())) == found.tolist()


def test_letter_case_and_blanks_do_not_count_but_order_does():
    assert buckets("You  FOOL\n", SIZE).tolist() == buckets("you fool", SIZE).tolist()
    assert buckets("you fool", SIZE).tolist() != buckets("fool you", SIZE).tolist()


def test_a_shared_word_is_a_shared_bucket_wherever_it_stands():
    first, second = (
        set(buckets(text, 2**20).tolist()) for text in ("xylophone now", "a xylophone")
    )
    assert len(first & second) > 15


def test_hostile_lengths_cost_no_more_than_the_bytes_that_are_read():
    assert len(buckets("a b" * 100_000, SIZE)) <= SIZE


def test_logits_are_finite_and_blend_with_free_leading_axes():
    logits = model().logits("some text")
    blended = model().blend(np.array([[1.0, 2.0], [3.0, 4.0]]), logits)
    assert np.isfinite(logits).all()
    assert blended[0] == pytest.approx(np.array([1.0, 2.0]) * 0.6 + logits * 0.4 + 0.1)


def test_what_is_written_reads_back(tmp_path):
    model().write(tmp_path / TABLE)
    read = read_ngrams(tmp_path, manifest(TABLE))
    assert read.logits("a text").tolist() == model().logits("a text").tolist()


def test_a_folder_without_the_file_has_no_ngrams(tmp_path):
    assert read_ngrams(tmp_path, manifest()) is None


def test_a_table_for_other_attributes_or_no_table_at_all_stops_the_load(tmp_path):
    model(3).write(tmp_path / TABLE)
    with pytest.raises(ScorerUnavailable, match="n-gram model"):
        read_ngrams(tmp_path, manifest(TABLE))
    (tmp_path / TABLE).write_bytes(b"not an archive")
    with pytest.raises(ScorerUnavailable, match="n-gram model"):
        read_ngrams(tmp_path, manifest(TABLE))

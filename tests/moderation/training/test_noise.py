from random import Random

import pytest

from moderation.training.noise import MANNERS, noisy

TEXT = "Nobody should believe whatever those ministers promised yesterday evening, ever again."


def test_the_same_seed_gives_the_same_noise():
    assert noisy(TEXT, Random(1)) == noisy(TEXT, Random(1))


def test_noise_alters_some_words_and_leaves_most():
    words = TEXT.split()
    changed = [noisy(TEXT, Random(seed)) != TEXT for seed in range(30)]
    assert sum(changed) > 20
    kept = [word in noisy(TEXT, Random(seed)).split() for seed in range(30) for word in words]
    assert sum(kept) > len(kept) / 2


@pytest.mark.parametrize("manner", MANNERS)
def test_every_manner_changes_a_word_and_keeps_its_first_letters_readable(manner):
    results = {manner("elephant", Random(seed)) for seed in range(20)}
    assert results - {"elephant"}
    assert all(len(result) >= 7 for result in results)


def test_short_words_numbers_and_links_are_left_alone():
    text = "an odd 1984 F16 https://example.org"
    assert all(noisy(text, Random(seed)) == text for seed in range(30))

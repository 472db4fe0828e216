"""Every reason that the engine can give has words: for the moderator, and for the author."""

from discussion import statements
from moderation import why
from moderation.policy import engine


def test_a_moderator_reads_every_reason_in_words():
    assert set(engine.REASONS) <= set(why.REASONS)


def test_an_author_reads_every_reason_in_a_sentence():
    assert set(engine.REASONS) <= set(statements.REASONS)
    assert all(sentence.endswith(".") for sentence in statements.REASONS.values())


def test_both_know_the_same_reasons_of_decisions():
    assert set(why.REASONS_OF_DECISIONS) == set(statements.REASONS)

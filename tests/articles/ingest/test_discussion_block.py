"""Invitation, grounds and publication of the block that closes an article."""

import pytest

from articles.ingest.blocks import Block
from articles.ingest.discussion_block import read_discussion


def read(*texts):
    return read_discussion([Block(line, text) for line, text in enumerate(texts, start=1)])


@pytest.mark.parametrize(
    ("sentence", "grounds", "publication"),
    [
        (
            "Hateful language, illegal content, or attacks against Lantern.example are removed.",
            ("Hateful language", "illegal content", "attacks against Lantern.example"),
            "Lantern.example",
        ),
        (
            "Hateful language, illegal content or attacks on the Lantern or its staff are removed.",
            ("Hateful language", "illegal content", "attacks on the Lantern or its staff"),
            "Lantern",
        ),
        (
            "Attacks against The Lantern, its editors, or its readers will be deleted.",
            ("Attacks against The Lantern, its editors, or its readers",),
            "The Lantern",
        ),
        (
            "Comments containing hate speech and illegal content will not be published.",
            ("hate speech", "illegal content"),
            "",
        ),
        (
            "Please note that spam, insults, and attacks on our staff are not allowed.",
            ("spam", "insults", "attacks on our staff"),
            "",
        ),
        (
            "Hateful or abusive language, threats, and attacks against other readers are removed",
            ("Hateful or abusive language", "threats", "attacks against other readers"),
            "",
        ),
    ],
)
def test_it_lists_the_grounds_as_printed(sentence, grounds, publication):
    block = read("We welcome thoughtful comments.", sentence, "See our comment policy.")
    assert block.invitation == "We welcome thoughtful comments."
    assert (block.grounds, block.publication) == (grounds, publication)


def test_an_invitation_of_two_sentences_is_kept_whole():
    block = read("We welcome “all of you.” Please be kind. Spam and hate speech will be removed.")
    assert block.invitation == "We welcome “all of you.” Please be kind."


def test_an_invitation_may_follow_the_grounds():
    block = read("Spam and hate speech will be removed.", "We welcome everybody else.")
    assert block.invitation == "We welcome everybody else."


def test_a_pointer_alone_is_neither_invitation_nor_ground():
    block = read("For more information, please see our Comment Policy.")
    assert (block.invitation, block.grounds, block.publication) == ("", (), "")

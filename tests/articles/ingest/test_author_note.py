"""Who the author's note says wrote the article."""

import pytest

from articles.ingest.author_note import read_author_note, read_handle
from articles.ingest.parsed import Byline


@pytest.mark.parametrize(
    ("note", "byline"),
    [
        (
            "Ben Achter is the news editor of Lantern.example, follow him on Twitter @benachter.",
            Byline("Ben Achter", "news editor", "Lantern.example", "@benachter"),
        ),
        (
            "Ben Achter is news editor at Lantern.example and host of The Quiet Hour. "
            "Follow him @ben_achter_",
            Byline("Ben Achter", "news editor", "Lantern.example", "@ben_achter_"),
        ),
        (
            "Ana de la Cruz is a staff writer at the Evening Lantern (@ana_ev).",
            Byline("Ana de la Cruz", "staff writer", "Evening Lantern", "@ana_ev"),
        ),
        (
            "Ana Ruiz is host of The Long Watch, follow her at https://x.com/anaruiz",
            Byline("Ana Ruiz", "host", "The Long Watch", "@anaruiz"),
        ),
        (
            "J. P. O’Hara is Lantern’s diplomatic correspondent.",
            Byline("J. P. O’Hara", "diplomatic correspondent", "Lantern", ""),
        ),
        (
            "Ana Ruiz is an independent journalist based in Oslo. Write to ana@ruiz.example",
            Byline("Ana Ruiz", "independent journalist", "", ""),
        ),
        (
            "Ana Ruiz and Ben Achter are contributing editors of Lantern.example",
            Byline("Ana Ruiz and Ben Achter", "contributing editors", "Lantern.example", ""),
        ),
    ],
)
def test_it_reads_name_role_publication_and_handle(note, byline):
    assert read_author_note(note) == byline


@pytest.mark.parametrize(
    "text",
    [
        "Ana Ruiz is the president of the harbour board.",
        "The reporter is a friend of the mayor.",
        "Nobody in the harbour is an editor.",
        "There is no note.",
        "Is it?",
        "Ana Ruiz is an editor. " + "And more. " * 100,
    ],
)
def test_other_sentences_are_no_notes(text):
    assert read_author_note(text) is None


@pytest.mark.parametrize(
    ("text", "handle"),
    [
        ("write to ana@ruiz.example", ""),
        ("(@ana_)", "@ana_"),
        ("on Bluesky @ana.bsky.example.", "@ana.bsky.example"),
        ("see https://lantern.example/@ana", ""),
        ("twitter.com/ana_r", "@ana_r"),
    ],
)
def test_an_address_is_no_handle(text, handle):
    assert read_handle(text) == handle

"""Whole article files, as sites hand them out, and as they arrive damaged."""

import textwrap

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.ingest.parsed import ArticleUnreadable, Byline, Picture
from articles.ingest.plain_text import parse_article

HEADLINE = "Ferries Sail Again Between the Two Ports"
DECK = "The first crossing was fully booked within an hour"
LEAD = (
    "The ferries between Elsen and Kessel sailed again on Monday, five weeks after a mine had been "
    "found below the eastern pier and the harbour master had closed the crossing."
)
SECOND = (
    "“We counted the lamps on the other side,” said a passenger, who had waited since before dawn "
    "with two suitcases, a bicycle and her mother’s sewing machine on the quay."
)
THIRD = (
    "A second ship is to follow before the end of the month, the company said, provided that the "
    "insurers agree to it and that the pilots are paid what they are owed."
)
CAPTION = "The ferry Merganser leaves Elsen, May 4. (Photo by Ada Lund/Lantern Pictures)"
NOTE = "Ben Achter is the news editor of Lantern.example, follow him on X @benachter_"
INVITATION = "We welcome thoughtful and respectful comments."
GROUNDS = "Hateful language, illegal content, or attacks against Lantern.example will be removed."
POINTER = "For more information, please see our Comment Policy."
BLOCKS = [HEADLINE, DECK, LEAD, CAPTION, SECOND, THIRD, NOTE]
BLOCKS += ["Join the Discussion!", f"{INVITATION} {GROUNDS}", POINTER]
WHOLE = "\n\n".join(BLOCKS) + "\n"


def without(*left_out):
    return "\n\n".join(block for block in BLOCKS if block not in left_out)


def replaced(old, new):
    assert old in WHOLE
    return WHOLE.replace(old, new)


def wrapped(width):
    return "\n\n".join("\n".join(textwrap.wrap(block, width)) for block in BLOCKS)


EXPECTED = parse_article(WHOLE)


def test_it_reads_every_part():
    assert EXPECTED.title == HEADLINE
    assert EXPECTED.deck == DECK
    assert EXPECTED.paragraphs == (LEAD, SECOND, THIRD)
    assert EXPECTED.picture == Picture(
        "The ferry Merganser leaves Elsen, May 4.", "Photo by Ada Lund/Lantern Pictures"
    )
    assert EXPECTED.byline == Byline("Ben Achter", "news editor", "Lantern.example", "@benachter_")
    assert EXPECTED.author_note == NOTE
    assert EXPECTED.invitation == INVITATION
    assert EXPECTED.grounds == (
        "Hateful language",
        "illegal content",
        "attacks against Lantern.example",
    )
    assert (EXPECTED.publication, EXPECTED.domain) == ("Lantern.example", "lantern.example")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(WHOLE.replace("\n", "\r\n"), id="line ends of Windows"),
        pytest.param(WHOLE.replace("\n", "\r"), id="line ends of an old Macintosh"),
        pytest.param("\ufeff" + WHOLE, id="byte-order mark"),
        pytest.param(WHOLE.replace("\n\n", "\n\n\n \t\n"), id="several blank lines"),
        pytest.param(WHOLE.replace("\n\n", "\n"), id="no blank lines"),
        pytest.param(WHOLE.replace("\n", "  \n"), id="trailing spaces"),
        pytest.param("\n\n" + WHOLE + "\n\n", id="blank lines around it"),
        pytest.param(WHOLE.replace(" ", "\u00a0"), id="non-breaking spaces"),
        pytest.param(WHOLE.replace("\n\n", "\u2029"), id="paragraph separators"),
        pytest.param(WHOLE.replace(" the ", "  the\t"), id="runs of spaces and tabs"),
        pytest.param(wrapped(72), id="wrapped at 72"),
        pytest.param(wrapped(60).replace("\n", "\r\n"), id="wrapped at 60"),
        pytest.param(wrapped(100), id="wrapped at 100"),
        pytest.param(WHOLE.replace("Join the", "\n***\n\nJOIN THE"), id="ruler and capitals"),
        pytest.param(WHOLE.replace("Discussion!", "discussion"), id="heading without its mark"),
        pytest.param(WHOLE.replace("Discussion!\n\n", "Discussion! "), id="heading on one line"),
        pytest.param(WHOLE.replace("Join the", "## Join the"), id="heading with marks"),
        pytest.param(replaced(f"{INVITATION} ", f"{INVITATION}\n"), id="sentences on lines"),
        pytest.param(replaced(f"{INVITATION} ", f"{INVITATION}\n\n"), id="sentences apart"),
        pytest.param(replaced("against Lantern", "against\nLantern"), id="broken ground"),
        pytest.param(replaced(f"\n\n{POINTER}", f" {POINTER}"), id="pointer on the same line"),
        pytest.param(replaced(POINTER, "See our comment policy."), id="short pointer"),
        pytest.param(replaced(POINTER, "https://lantern.example/policy"), id="pointer is a link"),
        pytest.param(without(POINTER), id="no pointer"),
        pytest.param(
            replaced(LEAD, f"by Ben Achter | May 5, 2031 at 1:15 pm ET | Straits\n\n{LEAD}"),
            id="byline above the text",
        ),
        pytest.param(replaced(LEAD, f"Posted on May 5, 2031\n\n{LEAD}"), id="date line"),
        pytest.param(
            replaced(NOTE, f"Author: Ben Achter\n\n{NOTE}\n\nView all posts by Ben Achter"),
            id="links around the note",
        ),
        pytest.param(without(NOTE).strip() + f"\n\n{NOTE}\n", id="note below the discussion"),
        pytest.param(f"{without(CAPTION, NOTE, *BLOCKS[7:])}\n\n{CAPTION}\n\n"
                     + "\n\n".join(BLOCKS[6:]), id="caption last"),
        pytest.param(
            "\n\n".join([HEADLINE, CAPTION, DECK, LEAD, SECOND, THIRD, *BLOCKS[6:]]),
            id="caption first",
        ),
        pytest.param("\n\n".join([HEADLINE + "\n" + DECK, *BLOCKS[2:]]), id="deck one line below"),
        pytest.param(
            "\n\n".join(BLOCKS[:7]) + f"\n\n{INVITATION} {GROUNDS} {POINTER}", id="no heading"
        ),
    ],
)  # fmt: skip
def test_the_same_article_in_another_dress_reads_the_same(text):
    assert parse_article(text) == EXPECTED


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        (without(DECK), {"deck": ""}),
        (without(CAPTION), {"picture": None}),
        (without(NOTE), {"byline": None, "author_note": ""}),
        (
            without(*BLOCKS[7:]),
            {"invitation": "", "grounds": ()},
        ),
        (without(GROUNDS, f"{INVITATION} {GROUNDS}"), {"invitation": "", "grounds": ()}),
    ],
)
def test_an_optional_part_may_be_missing(text, absent):
    article = parse_article(text)
    same = [name for name in EXPECTED.__dataclass_fields__ if name not in absent]
    assert {name: getattr(article, name) for name in absent} == absent
    assert {name: getattr(article, name) for name in same} == {
        name: getattr(EXPECTED, name) for name in same
    }


def test_a_headline_and_one_paragraph_are_enough():
    article = parse_article("Will It Rain?\nIt will not")
    assert (article.title, article.deck, article.paragraphs) == (
        "Will It Rain?",
        "",
        ("It will not",),
    )
    assert (article.publication, article.domain, article.byline) == ("", "", None)


@pytest.mark.parametrize(
    "deck",
    [
        "The envoys will meet again in June",
        "Can a line of barrels in the water hold back two navies?",
        "“It is a list of names,” the mediator says",
        "Nobody signed. Nobody left.",
        "Elsen’s mayor calls the closure (now in its fifth week) a disaster",
    ],
)
def test_a_short_block_below_the_headline_is_the_deck(deck):
    assert parse_article(replaced(DECK, deck)).deck == deck


@pytest.mark.parametrize(
    "lead",
    [
        LEAD,
        "The ferry sailed on Monday.",
        "PORT ELSEN, May 4 — The ferry sailed before dawn.",
        "ELSEN (Lantern) - The ferry sailed.",
    ],
)
def test_a_lead_below_the_headline_is_a_paragraph(lead):
    article = parse_article("\n\n".join([HEADLINE, lead, SECOND, THIRD]))
    assert article.deck == ""
    assert article.paragraphs[0] == lead


@pytest.mark.parametrize(
    "paragraph",
    [
        "The two governments prolonged the agreement (known as New START)",
        "The two governments prolonged the agreement of 2010 (New START).",
        "The mines laid in December, or what is left of them, will be removed.",
        "Hateful language, illegal weapons, or attacks against convoys will be removed, he said.",
        "Join the discussion about the ferry and you will not be home before midnight.",
        "Ana Ruiz is the president of the harbour board.",
        "By Tuesday the shops were empty again.",
        "In March 2030 the pier was closed for the first time.",
    ],
)
def test_a_paragraph_that_looks_like_something_else_stays(paragraph):
    article = parse_article(replaced(SECOND, paragraph))
    assert paragraph in article.paragraphs
    assert article.picture == EXPECTED.picture
    assert article.byline == EXPECTED.byline
    assert article.grounds == EXPECTED.grounds


def test_a_statement_about_a_person_that_ends_the_text_is_no_note():
    last = "Ana Ruiz is the president of the harbour board."
    article = parse_article(f"{without(NOTE, *BLOCKS[7:])}\n\n{last}")
    assert article.paragraphs[-1] == last
    assert article.byline is None


def test_a_removal_that_ends_the_text_is_no_discussion_block():
    last = "All of the mines, the barrels, and the content of the ships will be removed."
    article = parse_article(f"{without(NOTE, *BLOCKS[7:])}\n\n{last}")
    assert article.paragraphs[-1] == last
    assert article.grounds == ()


def test_a_second_caption_stays_among_the_paragraphs():
    second = "The pier at Kessel. (Photo: Harbour Office)"
    article = parse_article(replaced(THIRD, second))
    assert article.picture == EXPECTED.picture
    assert second in article.paragraphs


def test_a_note_of_two_sentences_in_two_paragraphs_is_one():
    note = "Ben Achter is a staff writer at Lantern.example.\n\nFollow him on Twitter @ben"
    article = parse_article(replaced(NOTE, note))
    assert article.author_note == note.replace("\n\n", " ")
    assert article.byline == Byline("Ben Achter", "staff writer", "Lantern.example", "@ben")


def test_a_name_above_the_text_stands_in_for_a_missing_note():
    article = parse_article(replaced(LEAD, f"By Ana Ruiz\n\n{LEAD}").replace(NOTE + "\n\n", ""))
    assert article.byline == Byline("Ana Ruiz", "", "", "")


def test_the_publication_of_the_note_stands_in_for_missing_grounds():
    article = parse_article(without(*BLOCKS[7:]))
    assert (article.publication, article.domain) == ("Lantern.example", "lantern.example")


@pytest.mark.parametrize("role", ["author of The Long Pier", "fellow at the Coast Institute"])
def test_a_book_or_an_institute_is_not_the_publication(role):
    text = without(*BLOCKS[7:]).replace("news editor of Lantern.example", role)
    assert parse_article(text).publication == ""


def test_an_address_beside_the_policy_gives_the_domain():
    text = WHOLE.replace("Lantern.example", "the Evening Lantern").replace(
        "Comment Policy.", "Comment Policy (https://www.evening-lantern.example/comments)."
    )
    article = parse_article(text)
    assert article.publication == "Evening Lantern"
    assert article.domain == "evening-lantern.example"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "the file is empty"),
        (" \n\u00a0\n\ufeff\n", 1, "the file is empty"),
        ("\n\nA Headline\n", 3, "no paragraph follows the headline"),
        (f"A Headline\n\n{CAPTION}\n", 1, "no paragraph follows the headline"),
        ("A Headline\n\nJoin the Discussion!\n\nWe welcome you.", 1, "no paragraph follows"),
        ("word " * 200 + "\n\nText.", 1, "no headline of 1 to 300 characters"),
        ("A Headline\r\n\r\nText\x00.", 3, "character U+0000 is no text"),
        ("A Headline\n\nA caf\x92.", 3, "character U+0092 is no text"),
        ("A Headline\n\nHalf a pair: \ud83d", 3, "character U+D83D is no text"),
    ],
)
def test_what_cannot_be_read_is_named_with_line_and_reason(text, line, reason):
    with pytest.raises(ArticleUnreadable, match=reason.replace("+", r"\+")) as caught:
        parse_article(text)
    assert caught.value.line == line


@given(
    st.text() | st.lists(st.sampled_from([*BLOCKS, "x", "\n", "@", "(", ")", "by "])).map("\n".join)
)
@example("Join the Discussion!")
@example("x\ny\nJoin the Discussion!\nA, B will be removed.")
def test_it_raises_nothing_but_article_unreadable(text):
    try:
        article = parse_article(text)
    except ArticleUnreadable as error:
        assert 1 <= error.line <= len(text) + 1
    else:
        assert article.title
        assert article.paragraphs
        assert all(article.paragraphs)

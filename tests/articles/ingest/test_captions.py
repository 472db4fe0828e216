"""A parenthesis at the end: credit of a picture, or words of the author."""

import pytest

from articles.ingest.captions import read_caption


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("The envoys in Kessel, March 3.", "Photo by ADA LUND/AFP via Getty Images"),
        ("Smoke above the harbour", "AP Photo/Ada Lund"),
        ("A boat on fire", "Credit: War Office"),
        ("A boat on fire, seen from above", "Screenshot from a video on X"),
        ("The pier in May 2031", "White House"),
        ("The pier after the storm.", "Ada Lund"),
        ("The minister at the pier", "Ada Lund/Reuters"),
        ("A destroyer in the strait", "US Navy"),
        ("The pier", "Army photo by Sgt. Ada Lund (2nd Company)"),
        ("Rescue workers at night", "via Telegram"),
        ("The pier", "© Ada Lund"),
        ("The old pier", "Public domain"),
        ("", "Illustration: Ana Ruiz"),
    ],
)
def test_a_credit_makes_a_caption(caption, credit):
    picture = read_caption(f"{caption} ({credit})".strip())
    assert (picture.caption, picture.credit) == (caption, credit)


def test_square_brackets_and_a_full_stop_behind_it_change_nothing():
    assert read_caption("The pier [Photo: Ada Lund].").credit == "Photo: Ada Lund"


@pytest.mark.parametrize(
    "paragraph",
    [
        "They prolonged the agreement (known as New START)",
        "They prolonged the agreement (New START)",
        "They prolonged the agreement of 2010 (New START).",
        "Nothing was signed, the ministry said (Reuters).",
        "He showed a map to the council (which Reuters could not verify)",
        "He spoke to the crew (via video).",
        "The watchdog asked for access (IAEA)",
        "She sailed with three countries (Bolivia, Chile and Peru)",
        "“We stay,” he wrote (emphasis added)",
        "The pier is closed (see the map below)",
        "A quiet day (and/or night)",
        "No parenthesis at all.",
        "An unopened one)",
        "An empty one ()",
        "(",
        "",
        "Too long for a credit (photo " + "x" * 300 + ")",
    ],
)
def test_a_remark_stays_in_the_body(paragraph):
    assert read_caption(paragraph) is None

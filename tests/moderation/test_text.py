"""The folded view: disguises come off, honest text stays, and every letter knows its origin."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.text import sentences, views
from tests.growth import assert_linear, repeated

DISGUISES = [
    "YOU ARE AN IDIOT",
    "you are an 1d10t",
    "you are an !d!0t",
    "you are an i d i o t",
    "you are an i.d.i.o.t",
    "you are an i-d-i-o-t",
    "you are an i_d_i_o_t",
    "you are an id*ot",
    "you are an id-iot",
    "you are an iiiidiiiooottt",
    "you are an i\u200bd\u200bi\u200bo\u200bt",
    "you are an id\u200diot",
    "you are an id\u00adiot",
    "you are an id\U000e0020iot",
    "you are an \u0456di\u043et",
    "you are an \u03b9di\u03bft",
    "you are an \uff49\uff44\uff49\uff4f\uff54",
    "you are an \U0001d422\U0001d41d\U0001d422\U0001d428\U0001d42d",
    "you are an \u24d8\u24d3\u24d8\u24de\u24e3",
    "you are an \U0001f1ee\U0001f1e9\U0001f1ee\U0001f1f4\U0001f1f9",
    "you are an \u026a\u1d05\u026a\u1d0f\u1d1b",
    "you are an i\u0336d\u0336i\u0336o\u0336t\u0336",
    "you are an \u00efd\u00ef\u00f6t",
    "you are an \u202etoidi\u202c",
    "you are an id<b></b>iot",
    "you are an id<!-- x -->iot",
    "you are an &#105;&#100;&#105;&#111;&#116;",
    "you are an &amp;#105;d&amp;amp;#105;ot",
    "you are an id**i**ot",
    "you are an [id](https://a.example)iot",
    "you are an i\\diot",
    "you are an\ni\nd\ni\no\nt",
    "you are an i\U0001f600d\U0001f600i\U0001f600o\U0001f600t",
    "youareanidiot",
    "#YouAreAnIdiot",
    "you are an %69%64%69%6F%74",
    "eW91IGFyZSBhbiBpZGlvdA==",
    "`you are an idiot`",
    "<details><summary>x</summary>you are an idiot</details>",
    '[x](https://a.example "you are an 1d10t")',
    '<b title="you are an 1d10t">x</b>',
    "you are an \u202et.o.i.d.i\u202c",
    "you are an \u202eto\u2066\u2069idi\u202c",
    "you are an \U0001f178\U0001f173\U0001f178\U0001f17e\U0001f183",
    "you are an \U0001f178 \U0001f173 \U0001f178 \U0001f17e \U0001f183",
    "you are an \u24a4\u249f\u24a4\u24aa\u24af",
    "you are an \u0287o\u0131p\u0131",
    "you are an idoit",
    "you are an iidiot",
    "you are an idioot",
    "you are an id_ot",
    "you are an idi#t",
]

HONEST = [
    "the F16 and MH17, the 2nd of 1990s, G20 at 10am, 155mm, COVID-19, H1N1, 3.14, 100% of 10:00",
    "I.D. i.o.u. T.B.C. U.S. e.g. p.m.",
    "He'll say it's Ada's, they're, can't",
    "Scunthorpe United won in Penistone; the assassin in the classic film was a bass player.",
    "notwithstanding the creationists' civilisation, theoretical atheists",
    "co-op, re-election, e-mail, x-ray, T-shirt, well-known",
    "YouTube, McDonald, iPhone, JavaScript, WhatsApp",
    "Die Schifffahrt führt über die Straße, schöne Grüße aus Köln",
    "Le café déjà vu, élève, été, naïve",
    "Отличная статья, спасибо и рот оса.",
    "the word в номерах is Russian",
    "Μολών λαβέ, ευχαριστώ",
    "مقال ممتاز، شكرا لكم",
    "می\u200cخواهم",
    "כתבה טובה about COVID-19",
    "Bài viết rất hay",
    "บทความด\u0e35มาก",
    "中国人讲中文",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 love it",
    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f Scotland",
    "\U0001f1fa\U0001f1f8 and \U0001f1ec\U0001f1e7",
    "if (a < b && c > d) { return x[0]; }",
    "1, 2, 3: 5 * 4 and a_b_c, snake_case_name",
    "The minister said \u201cyou are wrong\u201d and left.",
    "\U0001f170\ufe0f Rh positive, park at \U0001f17f\ufe0f",
    "\U0001f1fa\U0001f1f8\U0001f1ec\U0001f1e7\U0001f1e9\U0001f1ea three flags",
    "butter is /\u02c8b\u028ct\u0259/, about \u0259\u02c8ba\u028at",
    "2 * a * b = c * d, a*b",
    "| name | age |\n| Ada | 36 |",
    "\u00a35m for f(x), C# and f-strings, e.g. 10% off",
    "Yossarian and Merkelova met Nzinga in Ouagadougou",
    "Das ist doch ein guter Artikel und sehr schoen geschrieben",
    "\u200fכתבה טובה\u200f",
]

SLOW_UNITS = [
    "a", "<", "&amp;", "%25", "[a](", "*a ", "i ", "<!--", "<b ", "a@", "1d10t ", "aaab", "\u202ea",
    "\u00ef", "\ufb01", "\ufdfa", "f*", "youare", "YouAre", "\\", "> ", "e1!3|", "id-iot ", "aHR0",
]  # fmt: skip

TRICKY = st.lists(
    st.one_of(
        st.text(max_size=4),
        st.sampled_from(
            [
                "idiot", "&amp;", "%25", "%69", "<b>", "<a x='", "<!--", "-->", "[", "](", "x)",
                "**", "*", "_", "i d i o t", "1d10t", "&#105;", "\u202e", "\u202c", "\ufdfa",
                "youarean", "YouAreA", "\ud800", "\\", "~~", "\u00efd\u00efot", "\u0456d", "aaa",
                "\U0001f1ee",
                "\u0301", "\u200b", "\u026a", "eW91IGFyZSBhbiBpZGlvdA==", "i.d.", "\n> ",
            ]
        ),
    ),
    max_size=20,
).map("".join)  # fmt: skip


@pytest.mark.parametrize("text", DISGUISES)
def test_a_disguise_comes_off(text):
    assert re.search(r"(?<!\w)idiot(?!\w)", views(text).folded)


@pytest.mark.parametrize("text", HONEST)
def test_honest_text_keeps_its_words(text):
    assert views(text).folded == text.lower()


def test_the_plain_view_is_the_authors_text():
    text = "You **are** an \u0456d\u0456ot &amp; more"
    assert views(text).plain == text


def test_words_masked_by_stars_are_read():
    assert views("what the f*** is this b*tch").folded == "what the fuck is this bitch"


def test_stretched_words_keep_the_doubles_that_they_need():
    assert views("sooooo coooool, helllllo").folded == "so cool, hello"


@pytest.mark.parametrize("text", DISGUISES[1:])
def test_a_found_word_is_shown_in_the_authors_own_text(text):
    seen = views(text)
    found = re.search(r"(?<!\w)idiot(?!\w)", seen.folded)
    start, end = seen.original_span(*found.span())
    shown = text[start:end]
    assert shown
    assert "idiot" in views(shown).folded or len(shown) < len(text)
    if text.startswith("you are an"):
        assert start >= len("you are an")


def test_slips_of_the_pen_are_read_as_the_word_that_was_meant():
    said = "I say that you stpuid peolpe bleieve the govrnment and are retrads to me"
    meant = "i say that you stupid people believe the government and are retards to me"
    assert views(said).folded == meant


@pytest.mark.parametrize(
    ("masked", "read"),
    [
        ("f*** you", "fuck you"),
        ("t*** w*** is fine", "t*** w*** is fine"),
        ("wh*re", "whore"),
        ("I h*ve no t*me", "i have no time"),
        ("you b@stard, sh#t, c-nt", "you bastard, shit, cunt"),
    ],
)
def test_a_mask_is_read_as_a_swear_word_only_where_it_is_one(masked, read):
    assert views(masked).folded == read


def test_emphasis_is_no_mask():
    assert views("buy **gold** and *sell* it").folded == "buy gold and sell it"


def test_upside_down_lines_are_turned_as_a_whole():
    assert (
        views("\u0287o\u0131p\u0131 u\u0250 \u01dd\u0279\u0250 no\u028e").folded
        == "you are an idiot"
    )


@pytest.mark.parametrize(
    "text",
    ["plain words", "\uff49\uff44\uff49\uff4f\uff54", "an honest sentence with one &amp; sign"],
)
def test_a_model_reads_the_folded_view_and_the_plain_one_where_it_can(text):
    seen = views(text)
    legible = text == "plain words"
    assert seen.readings() == ([seen.folded] if seen.plain == seen.folded or not legible else [])


def test_one_odd_word_in_a_long_text_leaves_the_plain_view_legible():
    seen = views("The " + "long and honest " * 20 + "text of an 1d10t")
    assert seen.readings() == [seen.plain, seen.folded]


@given(st.text())
def test_any_text_at_all_is_read(text):
    assert views(views(text).folded).folded == views(text).folded


@given(TRICKY)
def test_folding_twice_is_folding_once(text):
    folded = views(text).folded
    assert views(folded).folded == folded


@given(TRICKY)
def test_every_letter_has_an_origin_and_the_length_is_bounded(text):
    seen = views(text)
    assert len(seen.plain) == len(text)
    assert len(seen.offsets) == len(seen.folded) <= 4 * len(text)
    assert all(0 <= offset < len(text) for offset in seen.offsets)
    for start in range(len(seen.folded)):
        begin, end = seen.original_span(start, start + 1)
        assert 0 <= begin < end <= len(text)


def test_both_views_can_be_encoded_whatever_comes_in():
    seen = views("x \ud800 y")
    (seen.plain + seen.folded).encode()


@pytest.mark.parametrize("unit", SLOW_UNITS)
def test_no_text_takes_longer_than_its_length_explains(unit):
    assert_linear(views, repeated(unit), 10_000)


def test_sentences_end_at_stops_and_lines():
    text = 'Dr. Lee of the U.S. said "no!" Then? At 3.14 p.m. nothing\n\nThe end'
    found = [text[start:end] for start, end in sentences(text)]
    assert found == [
        'Dr. Lee of the U.S. said "no!"',
        "Then?",
        "At 3.14 p.m. nothing",
        "The end",
    ]


@given(st.text())
def test_sentences_cover_everything_but_blanks(text):
    spans = sentences(text)
    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(a[1] <= b[0] for a, b in pairwise(spans))

"""Links are welcome; long lists of them and deceptive ones are not."""

from dataclasses import replace

import pytest

from moderation.detectors.links import MOST_LINKS, Links
from tests.moderation.detectors.labelled import BAR, find, marked, rows, sites

DETECTOR = Links()
SET = rows("links.jsonl")
BLOCKED = ("blocked.example", "spam.test")


def value_of(row):
    site = replace(sites()[row["site"]], blocked_domains=BLOCKED)
    return find(DETECTOR, row["text"], site=site).value


@pytest.mark.parametrize("row", [row for row in SET if row["held"]], ids=lambda row: row["text"])
def test_a_link_of_the_set_that_means_no_good_is_held(row):
    assert value_of(row) >= BAR


def test_the_links_of_readers_pass():
    held = [row["text"] for row in SET if not row["held"] and value_of(row) >= BAR]
    # Two letters from the site's own domain is a typing error, and another town's paper.
    assert held == ["https://dailyleader.example/town"]


@pytest.mark.parametrize(
    "text",
    [
        "no link at all, 3.14 and e.g. this",
        "https://a.example/one https://b.example/two www.c.example",
        "https://news.xn--bcher-kva.example/ and https://b\u00fccher.example/",
        "https://\u043f\u0440\u0438\u043c\u0435\u0440.example/",
        "https://\u65e5\u672c\u3054.example/",
        "ada@www.example",
        " ".join(f"https://www.antiwar.com/{n}" for n in range(9)),
    ],
)
def test_honest_links_pass(text):
    assert find(DETECTOR, text).value == 0.0


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("https://www.\u0430pple.example/", "look-alike letters"),
        ("https://www.xn--pple-43d.example/", "look-alike letters"),
        ("http://203.0.113.7/login", "address without a name"),
        ("http://[2001:db8::1]/", "address without a name"),
        ("http://3405803783/", "address without a name"),
        ("https://bit.ly/3xyz", "shortened address"),
        ("https://antiwar.com@evil.example/", "user name before the host"),
    ],
)
def test_a_link_that_hides_where_it_leads_is_found(text, why):
    finding = find(DETECTOR, f"look: {text} now")
    assert finding.value >= BAR
    assert [span.why for span in finding.spans] == [why]


def test_one_link_too_many_is_found_and_marked():
    links = [f"https://a{n}.example" for n in range(MOST_LINKS + 1)]
    text = " ".join(links)
    finding = find(DETECTOR, text)
    assert finding.value == 1.0
    assert marked(finding, text) == links[MOST_LINKS:]


def test_a_blocked_domain_holds_with_all_that_is_below_it_however_it_is_written():
    site = replace(sites()["antiwar"], blocked_domains=BLOCKED)
    for text in ("https://blocked.example", "http://a.b.blocked.example/x", "blocked dot example"):
        assert "blocked domain" in {span.why for span in find(DETECTOR, text, site=site).spans}
    assert find(DETECTOR, "https://unblocked.example/", site=site).value == 0.0


def test_the_same_address_again_is_one_link():
    assert find(DETECTOR, "https://a.example/1 " * (MOST_LINKS + 1)).value == 0.0


def test_a_link_says_what_it_looks_like():
    (span,) = find(DETECTOR, "https://www.paypa1.com/verify").spans
    assert span.why == "looks like paypal.com"


def test_words_that_show_another_host_than_the_link_leads_to_are_found():
    text = "[https://www.nytimes.com/a](https://evil.example/a)"
    (span,) = find(DETECTOR, text).spans
    assert (span.start, span.end, span.why) == (0, len(text), "shows www.nytimes.com")


def test_how_sure_it_is_depends_on_the_kind():
    values = [
        find(DETECTOR, text).value
        for text in ("https://bit.ly/x", "bestpills dot com", "bad[.]example/x", "http://8.8.8.8/")
    ]
    assert values == [0.6, 0.6, 0.8, 1.0]

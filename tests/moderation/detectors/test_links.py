"""Links are welcome; long lists of them and deceptive ones are not."""

import pytest

from moderation.detectors.links import MOST_LINKS, Links
from tests.moderation.detectors.labelled import find, marked

DETECTOR = Links()


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
    assert finding.value == 1.0
    assert [span.why for span in finding.spans] == [why]


def test_one_link_too_many_is_found_and_marked():
    links = [f"https://a{n}.example" for n in range(MOST_LINKS + 1)]
    text = " ".join(links)
    finding = find(DETECTOR, text)
    assert finding.value == 1.0
    assert marked(finding, text) == links[MOST_LINKS:]

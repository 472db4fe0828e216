import gzip

import pytest

from articles.api.coding import coding_for, encoded, tag_in


@pytest.mark.parametrize(
    "accepted",
    [
        "gzip",
        "GZIP;Q=1.0",
        "x-gzip",
        "br, gzip;q=0.001",
        "*",
        "gzip;q=0.5, identity;q=0.5",
        "gzip, identity;q=0",
        "*;q=0, gzip",
    ],
)
def test_who_takes_gzip_gets_it(accepted):
    assert coding_for(accepted) == "gzip"


@pytest.mark.parametrize(
    "accepted",
    [
        "",
        "br",
        "identity",
        "gzip;q=0",
        "gzip; q=0.000",
        "*;q=0",
        "gzip;q=0, *",
        "gzip;q=0.4, identity;q=0.5",
        "gzip;q=x",
        "gzip;q=-1",
        "gzip;q=nan",
        "gzip;level=9",
        "gzipped",
        ",;,",
    ],
)
def test_whoever_does_not_gets_the_body_as_it_is(accepted):
    assert coding_for(accepted) == ""


def test_a_body_is_the_same_bytes_every_time():
    body = b"Comment " * 1000
    packed = encoded(body, "gzip")
    assert encoded(body, "gzip") == packed
    assert len(packed) < len(body) / 10
    assert gzip.decompress(packed) == body
    assert encoded(body, "") == body


def test_other_bytes_have_another_tag_that_compares_weakly():
    assert (tag_in('"1"', "gzip"), tag_in('"1"', "")) == ('W/"1"', '"1"')

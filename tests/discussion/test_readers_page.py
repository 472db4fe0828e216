"""The examples of docs/readers.md do what they say."""

import re
from pathlib import Path

import pytest

from articles.flows.add_reader_key import add_reader_key
from discussion.identity import read_token
from tests.discussion_rows import make_site

PAGE = Path(__file__).resolve().parents[2] / "docs" / "readers.md"

pytestmark = pytest.mark.django_db


def test_the_python_example_signs_a_token_that_is_good():
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    names = {}
    exec(compile(example, str(PAGE), "exec"), names)
    site = make_site("Site A")
    key, secret = add_reader_key(site, actor="operator:test")
    user = {"id": 17, "name": "Ada", "email": "ada@example.org"}
    token = names["comment_token"](site.slug, key.kid, secret, user)
    identity = read_token(token)
    assert (identity.subject, identity.display_name) == ("17", "Ada")
    assert identity.email == "ada@example.org"

import json
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from tests.api_calls import Api

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "openapi.yaml"
REFRESH = "manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml"

pytestmark = pytest.mark.django_db


def test_the_document_is_the_one_that_was_agreed(tmp_path):
    made = tmp_path / "openapi.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(made))
    same = made.read_text() == DOCUMENT.read_text()
    assert same, f"the API is not as documented; if that is meant, run: {REFRESH}"


def test_the_document_is_served(nobody):
    answer = nobody.get("openapi.json")
    document = json.loads(answer.content)
    assert document["openapi"].startswith("3.1")
    assert "/api/v1/articles/{article_id}/comments/" in document["paths"]


def test_the_page_has_no_script_of_its_own():
    answer = Api().get("docs/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<script>" not in page
    assert "style=" not in page
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    for name in ("swagger-ui.css", "swagger-ui-bundle.js"):
        assert finders.find(f"drf_spectacular_sidecar/swagger-ui-dist/{name}")
    assert finders.find("discussion/api_docs.js")

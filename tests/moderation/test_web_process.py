"""What a web process loads: never a model, nor what runs one, nor the detectors."""

import subprocess
import sys

from tests.services.processes import environment_of_tests

SERVE = """
import sys
from discussion.wsgi import application
from django.urls import get_resolver
get_resolver().url_patterns
for url in get_resolver().url_patterns:
    getattr(url, "url_patterns", None)
judging = {"onnxruntime", "torch", "tokenizers", "detoxify", "moderation.detectors.in_use"}
print(sorted(judging & set(sys.modules)))
"""


def test_a_web_process_with_all_its_routes_has_loaded_no_model():
    served = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SERVE],
        env=environment_of_tests(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert served.stdout == "[]\n"

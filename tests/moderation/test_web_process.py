"""What a web process loads: never a model, nor what runs one."""

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
print(sorted({"onnxruntime", "torch", "tokenizers", "detoxify"} & set(sys.modules)))
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

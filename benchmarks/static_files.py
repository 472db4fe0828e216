"""The limit of any answer over HTTP: nginx, which serves the same bytes from files."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.services.postgresql import free_port
from tests.services.until import until

START_SECONDS = 15
CONFIGURATION = """
daemon off; worker_processes {workers}; pid {folder}/pid; error_log {folder}/error;
events {{ worker_connections 256; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;
    default_type application/json; open_file_cache max=100;
    client_body_temp_path {folder}/t; proxy_temp_path {folder}/t; fastcgi_temp_path {folder}/t;
    uwsgi_temp_path {folder}/t; scgi_temp_path {folder}/t;
    server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""


def is_installed() -> bool:
    return _nginx() is not None


@contextmanager
def static_files(bodies: Sequence[bytes], *, workers: int) -> Iterator[int]:
    """Serve the bodies, the n-th at `/<n>`, by so many processes; yield the port."""
    program, port = _nginx(), free_port()
    assert program is not None
    with TemporaryDirectory(prefix="discussion-nginx-") as name:
        folder = Path(name)
        # nginx's processes give up root, where they have it.
        folder.chmod(0o755)
        (folder / "files").mkdir()
        for number, body in enumerate(bodies):
            (folder / "files" / str(number)).write_bytes(body)
        configuration = folder / "nginx.conf"
        configuration.write_text(CONFIGURATION.format(workers=workers, folder=folder, port=port))
        server = subprocess.Popen([program, "-p", name, "-c", str(configuration)])
        try:
            until(lambda: (folder / "pid").exists(), seconds=START_SECONDS, what="nginx")
            yield port
        finally:
            server.terminate()
            server.wait(START_SECONDS)


def _nginx() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")

"""A real PgBouncer in front of the tests' database, with the settings of deploy/."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg

from tests.services.available import program
from tests.services.postgresql import free_port
from tests.services.processes import environment_of_tests
from tests.services.until import until

SHIPPED = Path(__file__).resolve().parents[3] / "deploy/pgbouncer/pgbouncer.ini"


@contextmanager
def pooler(folder: Path, *, connections: int) -> Iterator[str]:
    """Lend out that many of the database's connections; yield the address to come by."""
    there, port = urlsplit(environment_of_tests()["DATABASE_URL"]), free_port()
    with _place_of_its_own(folder) as place:
        users, settings = place / "userlist.txt", place / "pgbouncer.ini"
        users.write_text(f'"{there.username}" "{unquote(there.password or "")}"\n')
        ini = ConfigParser(interpolation=None)
        ini.read(SHIPPED)
        # Only what this machine has elsewhere; the rest as shipped.
        ini["databases"]["*"] = f"host={there.hostname} port={there.port}"
        changes = {"listen_port": port, "auth_file": users, "unix_socket_dir": ""}
        for name, value in {**changes, "default_pool_size": connections}.items():
            ini["pgbouncer"][name] = str(value)
        with settings.open("w") as file:
            ini.write(file)
        command = [str(program("pgbouncer")), str(settings)]
        with (place / "log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, user=_unprivileged())
        person = there.netloc.rpartition("@")[0]
        address = urlunsplit(there._replace(netloc=f"{person}@127.0.0.1:{port}"))
        try:
            until(lambda: _answers(address) or process.poll() is not None, what="PgBouncer")
            assert process.poll() is None, (place / "log").read_text()
            yield address
        finally:
            process.terminate()
            process.wait(10)


@contextmanager
def _place_of_its_own(folder: Path) -> Iterator[Path]:
    # Not below pytest's folder, which is its owner's alone; PgBouncer does not run as root.
    place = Path("/tmp") / f"discussion-pooler-{secrets.token_hex(6)}"
    place.mkdir()
    place.chmod(0o755)
    try:
        yield place
    finally:
        shutil.copytree(place, folder / "pooler")
        shutil.rmtree(place)


def _unprivileged() -> str | None:
    return "postgres" if os.getuid() == 0 else None


def _answers(address: str) -> bool:
    try:
        psycopg.connect(address, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True

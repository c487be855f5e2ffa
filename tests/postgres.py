"""A PostgreSQL server of the tests' own: on a Unix socket in a temporary folder, gone at the end."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

INSTALLED = Path("/usr/lib/postgresql")  # where Debian keeps the server's programs, off the PATH
UNPRIVILEGED = ("postgres", "nobody")  # who runs the server when the tests run as root, which it refuses
# Nothing here outlives the tests, so nothing is synced. A server need not stand in UTC, so this one does not.
SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "timezone": "Asia/Vladivostok",
}


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server."""

    folder: Path  # of its socket

    def url(self, database: str) -> str:
        """For OPORA_DATABASE_URL, and for `create_engine`."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def new(self, database: str) -> str:
        """Makes an empty database, without tables, and gives its URL."""
        with self.connect("postgres") as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
        return self.url(database)

    def connect(self, database: str) -> psycopg.Connection[Any]:
        return psycopg.connect(host=str(self.folder), user="postgres", dbname=database, autocommit=True)


def find_programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, the newest version of several."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    found = sorted(INSTALLED.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def serve(programs: Path) -> Iterator[Postgres]:
    """Starts a server with the programs of this folder, and stops it whatever happens. Takes about a second."""
    with tempfile.TemporaryDirectory(prefix="opora-pg-") as name:
        folder = Path(name)
        data, identity = folder / "data", _identity(folder)

        def run(program: str, *arguments: str) -> None:
            command = [str(programs / program), "-D", str(data), *arguments]
            subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True, **identity)

        run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync")
        settings = {**SETTINGS, "unix_socket_directories": f"'{folder}'"}
        with (data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())
        try:
            run("pg_ctl", "start", "--wait", f"--log={folder / 'log'}")
            yield Postgres(folder)
        finally:
            run("pg_ctl", "stop", "--wait", "--mode=immediate")


def _identity(folder: Path) -> dict[str, Any]:
    """As whom to run: ourselves, unless we are root. Then the folder is given away."""
    if os.geteuid() != 0:
        return {}
    known = {each.pw_name: each for each in pwd.getpwall()}
    user = next(known[name] for name in UNPRIVILEGED if name in known)
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

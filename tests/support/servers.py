"""The real server, run as a user runs it: `openshelf serve` in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import requests

from openshelf.accounts import service as accounts
from openshelf.catalog.rendering import render_touched
from openshelf.persistence.database import Database, Transaction
from openshelf.wire.scopes import Scope
from tests.support.client import Client
from tests.support.postgres import free_port

COMMAND = Path(sys.executable).parent / "openshelf"
READY_SECONDS = 60


@dataclass
class Server:
    """A running server. `settings` are its environment, without the prefix `OPENSHELF_`."""

    data_dir: Path
    database_url: str
    settings: dict[str, str] = field(default_factory=dict)
    workers: int = 1
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.data_dir / "server.log"

    def start(self) -> Server:
        self.data_dir.mkdir(parents=True, exist_ok=True)
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("OPENSHELF_")}
        given = {"DATABASE_URL": self.database_url, "FETCH_ALLOW": "127.0.0.0/8", **self.settings}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    COMMAND,
                    "serve",
                    "--port",
                    str(self.port),
                    "--data-dir",
                    self.data_dir,
                    "--workers",
                    str(self.workers),
                ],
                env={**inherited, **{f"OPENSHELF_{name}": value for name, value in given.items()}},
                stdout=log,
                stderr=log,
            )
        self.wait()
        return self

    def wait(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                raise RuntimeError(f"the server did not start:\n{self.log.read_text()}")
            try:
                if requests.get(f"{self.url}/healthz", timeout=5).status_code == 200:
                    return
            except requests.ConnectionError:
                time.sleep(0.05)
        raise RuntimeError(f"the server is not ready after {READY_SECONDS} s:\n{self.log.read_text()}")

    def stop(self) -> int:
        """SIGTERM, as an operator stops it; returns the exit code."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=15)

    def kill(self) -> None:
        """SIGKILL: what a crash or a loss of power looks like to the process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=15)

    def database(self) -> Database:
        """The same database, for looking at rows and for making stores."""
        return Database(self.database_url, render_touched)

    def new_store(
        self, *scopes: str, store_hash: str | None = None, database: Database | None = None
    ) -> Client:
        """A client with a token for a store of its own: an empty one, or the one of `store_hash`.

        `database` is one that is open already; without it, one is opened and closed again.
        """
        if database is None:
            opened = self.database()
            try:
                return self.new_store(*scopes, store_hash=store_hash, database=opened)
            finally:
                opened.close()

        def work(tx: Transaction) -> tuple[str, str]:
            owner = accounts.find_store(tx, store_hash) if store_hash is not None else None
            owner = owner or accounts.create_store(tx, store_hash=store_hash)
            _, token = accounts.create_account(tx, owner, name="test", scopes=scopes or (Scope.PRODUCTS,))
            return owner.hash, token

        return Client(self.url, *database.write_now(work))

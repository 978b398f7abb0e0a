"""Runs Openshelf for a bench, by its public command line, settings and HTTP API, and the apps beside it."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from bench.harness import BenchError, Server, free_port, running

TIMEOUT_SECONDS = 60


@dataclass(frozen=True)
class Shop:
    """An Openshelf server with one empty store, and an access token for it."""

    server: Server
    data: Path
    base: str
    """Path of the store's API, such as /stores/abc/v3."""
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """What a client of the API sends with each request."""
        return {"X-Auth-Token": self.token, "Accept": "application/json"}

    def create_product(self, product: dict[str, Any]) -> dict[str, Any]:
        """Creates a product over the API and gives the `data` of the answer; raises BenchError unless 200."""
        answer = requests.post(
            f"{self.server.url}{self.base}/catalog/products",
            json=product,
            headers=self.headers,
            timeout=TIMEOUT_SECONDS,
        )
        if answer.status_code != 200:
            raise BenchError(f"creating a product: {answer.status_code} {answer.text[:500]}")
        created: dict[str, Any] = answer.json()["data"]
        return created


@contextmanager
def running_shop(folder: Path, *, fetch_allow: str = "") -> Iterator[Shop]:
    """Runs `openshelf serve` with one worker on a fresh folder, every other setting left as it comes."""
    program = Path(sys.executable).with_name("openshelf")
    if not program.exists():
        raise BenchError(f"{program} is missing: run make setup")
    port, data, token = free_port(), folder / "data", secrets.token_hex(16)
    data.mkdir(parents=True)
    environment = {
        "OPENSHELF_STORE_HASH": "bench",
        "OPENSHELF_ACCESS_TOKEN": token,
        "OPENSHELF_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    if fetch_allow:
        environment["OPENSHELF_FETCH_ALLOW"] = fetch_allow
    command = [str(program), "serve", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--data-dir", str(data), "--workers", "1"]
    with running(
        command, port=port, ready_path="/healthz", log=folder / "server.log", environment=environment
    ) as server:
        yield Shop(server, data, "/stores/bench/v3", token)


@contextmanager
def running_app(module: str, folder: Path, **environment: str) -> Iterator[Server]:
    """Runs one of `bench/apps/` on the server Openshelf runs on: uvicorn, one worker, uvloop, httptools.

    The module finds `BENCH_FOLDER`, and what else is given, in its environment.
    """
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", f"bench.apps.{module}:app"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    command += ["--loop", "uvloop", "--http", "httptools", "--lifespan", "off"]
    command += ["--no-access-log", "--log-level", "warning"]
    with running(
        command,
        port=port,
        ready_path="/ready",
        log=folder / "server.log",
        environment={"BENCH_FOLDER": str(folder), **environment},
    ) as server:
        yield server

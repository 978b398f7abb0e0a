"""What the tests of the fetcher have in common.

No test leaves the machine: `only_loopback` makes every other connection fail. Names are looked up by `Names`,
a resolver that knows a table. Where a public address would be connected to, the sockets come from
`Unplugged`, which notes the address and refuses, or from `Diversion`, which notes it and connects to a local
server.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import uvloop
from aiohttp.abc import AbstractResolver, ResolveResult

from openshelf.media.fetch import Fetcher, FetchPolicy, parse_networks
from openshelf.media.spool import Spool
from openshelf.wire.problems import Problem
from tests.media.misbehaving import Misbehaving
from tests.media.ssrf_corpus import NAMES

STRICT = FetchPolicy()
LOCAL = FetchPolicy(allow=parse_networks("127.0.0.0/8"))
HASTY = replace(LOCAL, connect_timeout=0.15, read_timeout=0.15, total_timeout=0.3)
ON_TIME = 5.0
"""Seconds that no fetch under `HASTY` may need, even on a busy machine."""

Run = Callable[[Coroutine[Any, Any, Any]], Any]


@dataclass
class Names(AbstractResolver):
    """Looks names up in `table`; the answers of a name that has several are given one after the other.

    What the table does not have is left to the C library, which here takes numbers only, but spelled as oddly
    as it likes.
    """

    table: dict[str, list[list[str]]]
    lookups: list[str] = field(default_factory=list)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        self.lookups.append(host)
        answers = self.table.get(host.removesuffix("."))
        if answers is not None:
            addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        else:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
            addresses = [str(info[4][0]) for info in found]
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=0,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        self.table.clear()


def names(more: dict[str, list[list[str]]] | None = None) -> Names:
    """The names of the corpus and `more`, each with the answers to its first, second … look-up."""
    return Names({name: [addresses] for name, addresses in NAMES.items()} | (more or {}))


@dataclass
class Unplugged:
    """Opens no socket, and notes where one would have been connected to."""

    asked: list[tuple[str, int]] = field(default_factory=list)

    def __call__(self, info: aiohttp.AddrInfoType) -> socket.socket:
        self.asked.append((info[4][0], info[4][1]))
        raise ConnectionRefusedError


@dataclass
class Diversion:
    """Notes where each socket is to be connected to, and connects it to `server` in its place."""

    server: Misbehaving
    asked: list[tuple[str, int]] = field(default_factory=list)

    def __call__(self, info: aiohttp.AddrInfoType) -> socket.socket:
        self.asked.append((info[4][0], info[4][1]))
        return _Diverted(self.server.port)


class _Diverted(socket.socket):
    def __init__(self, port: int) -> None:
        super().__init__(socket.AF_INET, socket.SOCK_STREAM)
        self._port = port

    def connect(self, address: Any) -> None:
        super().connect(("127.0.0.1", self._port))


async def fetch(
    url: str,
    policy: FetchPolicy,
    folder: Path,
    *,
    limit: int = 1_000_000,
    resolver: AbstractResolver | None = None,
    open_socket: aiohttp.SocketFactoryType | None = None,
    tls: ssl.SSLContext | None = None,
) -> bytes:
    """Fetch `url` once with a fetcher of its own; give what was received."""
    fetcher = Fetcher(policy, resolver=resolver, open_socket=open_socket, tls=tls)
    with Spool(folder, limit) as spool:
        try:
            await fetcher.fetch(url, spool)
        finally:
            await fetcher.close()
            assert spool.path.stat().st_size <= limit
        received = spool.path.read_bytes()
        assert spool.size == len(received)
        return received


async def problem_of(url: str, policy: FetchPolicy, folder: Path, **parts: Any) -> Problem:
    """Fetch `url` like `fetch`, which must fail; give the problem."""
    with pytest.raises(Problem) as caught:
        await fetch(url, policy, folder, **parts)
    return caught.value


def why(problem: Problem) -> str:
    return (problem.errors or {})["image_url"]


class FetchTests:
    """The fixtures of all tests of the fetcher."""

    @pytest.fixture(autouse=True)
    def only_loopback(self, monkeypatch: pytest.MonkeyPatch) -> None:
        connect = socket.socket.connect

        def guarded(self: socket.socket, address: Any) -> None:
            if not ip_address(address[0]).is_loopback:
                pytest.fail(f"a test tried to connect to {address}")
            connect(self, address)

        monkeypatch.setattr(socket.socket, "connect", guarded)

    @pytest.fixture
    def server(self) -> Iterator[Misbehaving]:
        with Misbehaving() as running:
            yield running

    @pytest.fixture
    def victim(self) -> Iterator[Misbehaving]:
        """A server on 127.0.0.1 that must not be reached."""
        with Misbehaving() as running:
            yield running
        assert running.connections == 0

    @pytest.fixture(params=[asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
    def run(self, request: pytest.FixtureRequest) -> Run:
        """Run a coroutine on either event loop: uvloop, which the server uses, connects in its own way."""

        def run(work: Coroutine[Any, Any, Any]) -> Any:
            with asyncio.Runner(loop_factory=request.param) as runner:
                return runner.run(work)

        return run

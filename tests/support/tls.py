"""TLS in front of a server that speaks plain HTTP, as a proxy in front of Openshelf does it."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

HOST = "localhost"


@dataclass(frozen=True)
class Front:
    """Where the proxy listens, and the certificates by which clients can trust it."""

    port: int
    authorities: Path

    @property
    def host(self) -> str:
        return f"{HOST}:{self.port}"


@contextmanager
def tls_front(target_port: int, folder: Path, port: int = 0) -> Iterator[Front]:
    """Terminate TLS on a port of 127.0.0.1 (any free one for 0) and pass the bytes on to `target_port`."""
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(HOST).configure_cert(context)
    authorities = folder / "authorities.pem"
    authority.cert_pem.write_to_path(authorities)
    opened: Future[tuple[int, Callable[[], object]]] = Future()

    async def run() -> None:
        ending = asyncio.Event()
        loop = asyncio.get_running_loop()

        async def join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                await pass_on(reader, writer, target_port)

        server = await asyncio.start_server(join, "127.0.0.1", port, ssl=context)
        opened.set_result((server.sockets[0].getsockname()[1], lambda: loop.call_soon_threadsafe(ending.set)))
        await ending.wait()
        server.close()

    thread = threading.Thread(target=lambda: asyncio.run(run()), name="tls")
    thread.start()
    listening, end = opened.result(10)
    try:
        yield Front(listening, authorities)
    finally:
        end()
        thread.join(10)


async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
    """Pass on what either end sends until one of them has ended."""
    server_reader, server_writer = await asyncio.open_connection("127.0.0.1", port)
    ways = [
        asyncio.create_task(pump(reader, server_writer)),
        asyncio.create_task(pump(server_reader, writer)),
    ]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for end in (server_writer, writer):
            end.close()
            await end.wait_closed()
    finally:
        for way in ways:
            way.cancel()
        for end in (server_writer, writer):
            end.transport.abort()


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError, ssl.SSLError):
        while data := await reader.read(64 * 1024):
            writer.write(data)
            await writer.drain()

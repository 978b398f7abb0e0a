"""A web server on 127.0.0.1 that answers honestly, or misbehaves in one way for each path.

It writes raw bytes to raw connections, because no server library would send most of this. A behaviour is a
function that gets the request and the stream to write to; when it returns, the connection is closed.
"""

from __future__ import annotations

import asyncio
import gzip
import os
import re
import socket
import ssl
import struct
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
"""What an honest answer holds. The fetcher does not look at it, so it only begins like a picture."""


@dataclass(frozen=True)
class Request:
    target: str
    head: str

    def header(self, name: str) -> list[str]:
        return re.findall(rf"(?im)^{re.escape(name)}: *(.*?)\r$", self.head)


Behaviour = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]
BEHAVIOURS: dict[str, Behaviour] = {}


def behaviour(path: str) -> Callable[[Behaviour], Behaviour]:
    def register(function: Behaviour) -> Behaviour:
        BEHAVIOURS[path] = function
        return function

    return register


def head(status: str, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode()


def whole(status: str, *headers: str, body: bytes = PICTURE) -> bytes:
    return head(status, f"Content-Length: {len(body)}", *headers) + body


async def send(to: asyncio.StreamWriter, piece: bytes) -> None:
    """Write `piece`; raises `ConnectionError` when nobody is there any more."""
    to.write(piece)
    await to.drain()
    await asyncio.sleep(0)  # drain alone need not let the loop run, which then never hears of the end


@behaviour("/picture")
async def picture(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(whole("200 OK", "Content-Type: image/png"))


@behaviour("/text-type")
async def text_type(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(whole("200 OK", "Content-Type: text/html; charset=nonsense"))


@behaviour("/cookie")
async def cookie(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(whole("200 OK", "Set-Cookie: session=1; Path=/"))


@behaviour("/early-hints")
async def early_hints(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(head("103 Early Hints", "Link: </style.css>; rel=preload") + whole("200 OK"))


@behaviour("/until-close")
async def until_close(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(head("200 OK") + PICTURE)


@behaviour("/chunked")
async def chunked(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(head("200 OK", "Transfer-Encoding: chunked"))
    for start in range(0, len(PICTURE), 100):
        piece = PICTURE[start : start + 100]
        to.write(b"%x\r\n%b\r\n" % (len(piece), piece))
    to.write(b"0\r\n\r\n")


@behaviour("/chunked-cut-off")
async def chunked_cut_off(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(head("200 OK", "Transfer-Encoding: chunked") + b"800\r\n" + PICTURE[:100])


@behaviour("/announces-more")
async def announces_more(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(head("200 OK", f"Content-Length: {len(PICTURE) + 1}") + PICTURE)


@behaviour("/announces-less")
async def announces_less(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(head("200 OK", f"Content-Length: {len(PICTURE)}") + PICTURE + b"and more" * 1000)


@behaviour("/announces-less-late")
async def announces_less_late(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(head("200 OK", f"Content-Length: {len(PICTURE)}") + PICTURE)
    await to.drain()
    await asyncio.sleep(0.05)
    to.write(b"and more" * 1000)


@behaviour("/announces-twice")
async def announces_twice(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(head("200 OK", "Content-Length: 10", "Transfer-Encoding: chunked") + b"0\r\n\r\n")


@behaviour("/announces-too-much")
async def announces_too_much(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(head("200 OK", "Content-Length: 99999999999"))
    await asyncio.Event().wait()


@behaviour("/announces-nonsense")
async def announces_nonsense(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(head("200 OK", "Content-Length: -1") + PICTURE)


@behaviour("/endless")
async def endless(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(head("200 OK"))
    while True:
        await send(to, PICTURE)


@behaviour("/endless-chunks")
async def endless_chunks(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(head("200 OK", "Transfer-Encoding: chunked"))
    while True:
        await send(to, b"%x\r\n%b\r\n" % (len(PICTURE), PICTURE))


@behaviour("/drip")
async def drip(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(head("200 OK", f"Content-Length: {len(PICTURE)}"))
    for start in range(len(PICTURE)):
        await send(to, PICTURE[start : start + 1])
        await asyncio.sleep(0.02)


@behaviour("/drip-headers")
async def drip_headers(request: Request, to: asyncio.StreamWriter) -> None:
    for sign in head("200 OK", *(f"X-{number}: 1" for number in range(100))):
        await send(to, bytes([sign]))
        await asyncio.sleep(0.02)


@behaviour("/hints-for-ever")
async def hints_for_ever(request: Request, to: asyncio.StreamWriter) -> None:
    while True:
        await send(to, head("103 Early Hints", "Link: </style.css>; rel=preload"))
        await asyncio.sleep(0.01)


@behaviour("/hangs-after-headers")
async def hangs_after_headers(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(head("200 OK", f"Content-Length: {len(PICTURE)}"))
    await asyncio.Event().wait()


@behaviour("/never-answers")
async def never_answers(request: Request, to: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


@behaviour("/hangs-up")
async def hangs_up(request: Request, to: asyncio.StreamWriter) -> None:
    """Close the connection without a word."""


@behaviour("/resets")
async def resets(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(head("200 OK", f"Content-Length: {len(PICTURE)}") + PICTURE[:50])
    await to.drain()
    # A close with this option drops the connection with RST instead of ending it with FIN.
    to.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    to.transport.abort()


@behaviour("/not-http")
async def not_http(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(b"SSH-2.0-OpenSSH_9.2\r\n")


@behaviour("/headers-many")
async def headers_many(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(head("200 OK", *(f"X-Header-{number}: x" for number in range(10_000))) + PICTURE)


@behaviour("/headers-endless")
async def headers_endless(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(b"HTTP/1.1 200 OK\r\nX-Header: ")
    while True:
        await send(to, b"x" * 10_000)


@behaviour("/gzip-bomb")
async def gzip_bomb(request: Request, to: asyncio.StreamWriter) -> None:
    body = gzip.compress(bytes(50_000_000), compresslevel=1)
    to.write(whole("200 OK", "Content-Type: image/png", "Content-Encoding: gzip", body=body))


@behaviour("/gzip-hidden")
async def gzip_hidden(request: Request, to: asyncio.StreamWriter) -> None:
    headers = ("Content-Encoding: identity", "content-encoding: , GZip")
    to.write(whole("200 OK", *headers, body=gzip.compress(PICTURE)))


@behaviour("/gzip-transfer")
async def gzip_transfer(request: Request, to: asyncio.StreamWriter) -> None:
    body = gzip.compress(PICTURE, mtime=0)
    to.write(head("200 OK", "Transfer-Encoding: gzip, chunked"))
    to.write(b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body))


@behaviour("/identity")
async def identity(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(whole("200 OK", "Content-Encoding: identity"))


@behaviour("/loop")
async def loop(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(whole("302 Found", "Location: /loop", body=b""))


@behaviour("/redirect-without-location")
async def redirect_without_location(request: Request, to: asyncio.StreamWriter) -> None:
    to.write(whole("302 Found"))


async def status(request: Request, to: asyncio.StreamWriter) -> None:
    """`/status/404` answers with that status and a picture."""
    code = request.target.rpartition("/")[2]
    to.write(head(f"{code} Status") if code in ("204", "304") else whole(f"{code} Status"))


async def hops(request: Request, to: asyncio.StreamWriter) -> None:
    """`/hops/3` leads to the picture over three redirects, one of each status, with bodies of their own."""
    left = int(request.target.rpartition("/")[2])
    if left == 0:
        to.write(whole("200 OK"))
        return
    code = (301, 302, 303, 307, 308)[left % 5]
    to.write(whole(f"{code} Redirect", f"Location: {left - 1}", body=b"<html>moved</html>" * 100))


@dataclass
class Misbehaving:
    """The server, in a thread with a loop of its own; a context manager.

    `redirects` maps a path to the Location (as text or raw bytes) that it answers with. `requests` and
    `connections` say what has come in; a connection counts even if nothing was sent over it.
    """

    tls: ssl.SSLContext | None = None
    redirects: dict[str, str | bytes] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{path}"

    def wait_until_idle(self, seconds: float = 5.0) -> bool:
        """Whether every connection ends within `seconds`, by the other side's doing."""
        deadline = time.monotonic() + seconds
        while self._serving and time.monotonic() < deadline:
            time.sleep(0.01)
        return not self._serving

    def __enter__(self) -> Misbehaving:
        self._loop = asyncio.new_event_loop()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._serving: set[asyncio.Task[None]] = set()
        self._stop = asyncio.Event()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=[self._run()])
        self._thread.start()
        self._started.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._loop.close()

    async def _run(self) -> None:
        writers: list[asyncio.StreamWriter] = []

        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.connections += 1
            writers.append(writer)
            task = self._loop.create_task(self._serve(reader, writer))
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)

        server = await asyncio.start_server(accept, sock=self._listener, ssl=self.tls)
        self._started.set()
        await self._stop.wait()
        server.close()
        await _settle()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)
        for writer in writers:
            writer.transport.abort()
        await _settle()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = _parse((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
            self.requests.append(request)
            await self._answer(request, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # the fetcher had enough, which is for the test to judge
        finally:
            writer.close()

    async def _answer(self, request: Request, writer: asyncio.StreamWriter) -> None:
        path = request.target.partition("?")[0]
        if (location := self.redirects.get(path)) is not None:
            raw = location.encode() if isinstance(location, str) else location
            writer.write(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + raw + b"\r\n\r\n")
        elif path.startswith("/status/"):
            await status(request, writer)
        elif path.startswith("/hops/"):
            await hops(request, writer)
        else:
            await BEHAVIOURS[path](request, writer)


class Stubborn:
    """A TLS server for one connection, which it answers with `answer` and then neither closes nor listens to.

    `left` is set when the other side has ended the connection below TLS.
    """

    def __init__(self, tls: ssl.SSLContext, answer: bytes) -> None:
        self._tls, self._answer = tls, answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.left = threading.Event()
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Stubborn:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        accepted, _ = self._listener.accept()
        with self._tls.wrap_socket(accepted, server_side=True) as secure:
            secure.recv(10_000)
            secure.sendall(self._answer)
            with socket.socket(fileno=os.dup(secure.fileno())) as below:
                below.settimeout(3)
                try:
                    while below.recv(10_000):
                        continue
                except TimeoutError:
                    return
                except ConnectionResetError:
                    pass  # also an end
                self.left.set()


async def _settle() -> None:
    # Accepting a connection and closing its socket take a few turns of the loop each.
    for _ in range(10):
        await asyncio.sleep(0)


def _parse(text: str) -> Request:
    return Request(target=text.split(" ")[1], head=text)

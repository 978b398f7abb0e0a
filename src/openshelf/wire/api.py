"""The ASGI application of the API: one request from its first header to its last byte.

The order is that of the real edge (behaviour 1.4): the route and its method, the token, the store, the scope, then
what was sent.
"""

from __future__ import annotations

import gzip
import itertools
import logging
import secrets
import time
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from openshelf import logs
from openshelf.persistence.documents import PUBLIC_URL
from openshelf.wire import query as queries
from openshelf.wire import scopes, validation
from openshelf.wire.envelope import JSON, Answer
from openshelf.wire.problems import (
    NotAcceptable,
    PayloadTooLarge,
    PlainProblem,
    Problem,
    UnsupportedMediaType,
)
from openshelf.wire.rates import RateLimiter
from openshelf.wire.routing import Call, Operation, Router, RouteUnknown

C = TypeVar("C")

MAX_JSON = 32 * 1024 * 1024
"""Bytes of a JSON body; a batch of ten products with long descriptions stays far below."""

GZIP_FROM = 1400
"""Bytes from which an answer is worth compressing: below, it fits one packet anyway."""

PROCESS = secrets.token_hex(10)
"""The first part of this process's request ids; a random one for each request would cost a system call."""

_counter = itertools.count(1)

log = logging.getLogger("openshelf.api")


class InternalError(Problem):
    def __init__(self) -> None:
        super().__init__("Internal Server Error")


class Api(Generic[C]):
    """Everything below `/stores/{store_hash}`."""

    def __init__(
        self,
        router: Router[C],
        context: C,
        authenticate: scopes.Authenticate,
        public_url: str,
        rates: RateLimiter,
    ) -> None:
        self.router = router
        self.context = context
        self.authenticate = authenticate
        self.public_url = public_url.encode()
        self.rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        request = Request(scope, receive)
        request_id = f"{PROCESS}{next(_counter):012x}"
        headers: dict[str, str] = {"x-request-id": request_id}
        sent: Sent = dict(scope["headers"])
        refused = ""
        try:
            answer = await self.answer(request, sent, headers)
        except Problem as problem:
            answer = refusal(problem)
            refused = problem.title
        except ClientDisconnect:
            log.info("gone", extra={"path": scope["path"], "id": request_id})
            return
        except Exception:  # whatever else fails must still be answered, and is logged whole
            log.exception(
                "failed", extra={"method": scope["method"], "path": scope["path"], "id": request_id}
            )
            answer = refusal(InternalError())
        await self.send(request, sent, answer, headers, send)
        logs.request(
            method=scope["method"],
            path=scope["path"],
            status=answer.status,
            ms=round((time.perf_counter() - started) * 1000, 2),
            id=request_id,
            refused=refused,
        )

    async def answer(self, request: Request, sent: Sent, headers: dict[str, str]) -> Answer:
        store_hash, path = split(request.scope["path"])
        operation, numbers = self.router.find(request.method, path)
        token = scopes.check_form(text(sent, b"x-auth-token"))
        principal = scopes.check(await self.authenticate(token), store_hash, operation.needs)
        taken = await self.rates.take(principal.store_id, principal.account_id)
        headers.update(taken.check())
        check_accept(text(sent, b"accept"))
        query = queries.NO_QUERY
        if operation.query is not None:
            query = queries.parse(request.scope["query_string"], operation.query)
        body = await self.body(operation, request, sent)
        return await operation.handler(Call(request, principal, numbers, query, body), self.context)

    async def body(self, operation: Operation[C], request: Request, sent: Sent) -> Any:
        """The decoded JSON body of an operation that takes one. A form is left to its handler, as a stream."""
        if not operation.consumes:
            return None
        media_type = (text(sent, b"content-type") or "").split(";")[0].strip().lower()
        if media_type not in operation.consumes:
            raise UnsupportedMediaType(" or ".join(operation.consumes))
        if operation.form is not None:
            return None
        return validation.decode(await read_body(request, MAX_JSON), operation.body, operation.explain)

    async def send(
        self, request: Request, sent: Sent, answer: Answer, headers: Mapping[str, str], send: Send
    ) -> None:
        body = answer.body.replace(PUBLIC_URL, self.public_url)
        raw = [
            (name.encode(), value.encode("latin-1")) for name, value in {**headers, **answer.headers}.items()
        ]
        if answer.media_type is not None:
            raw.append((b"content-type", answer.media_type.encode()))
            raw.append((b"vary", b"Accept-Encoding"))
        if len(body) >= GZIP_FROM and takes_gzip(text(sent, b"accept-encoding") or ""):
            body = gzip.compress(body, 1, mtime=0)
            raw.append((b"content-encoding", b"gzip"))
        if answer.status != 204:
            raw.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": answer.status, "headers": raw})
        await send({"type": "http.response.body", "body": b"" if request.method == "HEAD" else body})


Sent = Mapping[bytes, bytes]
"""The headers of a request by their names in lower case; looked at directly, since five look-ups through Starlette's
would each walk the whole list."""


def text(sent: Sent, name: bytes) -> str | None:
    value = sent.get(name)
    return None if value is None else value.decode("latin-1")


def split(path: str) -> tuple[str, str]:
    """`/stores/{hash}/v3/rest` as hash and `v3/rest`."""
    parts = path.split("/", 3)
    if len(parts) != 4 or parts[1] != "stores":
        raise RouteUnknown
    return parts[2], parts[3]


def takes_gzip(accept_encoding: str) -> bool:
    """Whether a client takes gzip; a weight of zero is a no."""
    for part in accept_encoding.lower().split(","):
        coding, _, weight = (piece.strip() for piece in part.partition(";"))
        if coding in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def check_accept(accept: str | None) -> None:
    if not accept:
        return
    offered = {part.split(";")[0].strip().lower() for part in accept.split(",")}
    if not offered & {JSON, "application/*", "*/*"}:
        raise NotAcceptable


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body, counted while it streams. Raises `PayloadTooLarge` past `limit` bytes."""
    chunks = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise PayloadTooLarge(
                f"The request payload is too large. The maximum is {limit} bytes.", errors={}
            )
        chunks.append(chunk)
    return b"".join(chunks)


def refusal(problem: Problem) -> Answer:
    """A problem as it is sent: plain text from the gateway, JSON from everything behind it."""
    if isinstance(problem, PlainProblem):
        return Answer(problem.title.encode(), problem.status, "text/plain; charset=utf-8", problem.headers)
    return Answer(problem.encode(), problem.status, JSON, problem.headers)

"""The success envelope: `{"data": …, "meta": …}` around documents that are already JSON (behaviour 1.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

import msgspec

from openshelf.wire.problems import Problem

JSON = "application/json"


@dataclass(frozen=True)
class Answer:
    """What an operation answers; the body may still hold the mark for the public address."""

    body: bytes = b""
    status: int = 200
    media_type: str | None = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


def item(document: bytes, *, status: int = 200) -> Answer:
    """One resource."""
    return Answer(b'{"data":' + document + b',"meta":{}}', status)


def items(documents: Iterable[bytes], *, status: int = 200) -> Answer:
    """Several resources, whole: the answer of a batch."""
    return Answer(b'{"data":[' + b",".join(documents) + b'],"meta":{}}', status)


def partly_saved(answer: Answer, problem: Problem) -> Answer:
    """A 207 in place of an `item` or `items`: all was saved, but for one thing (behaviour 1.5.1)."""
    body = answer.body.removesuffix(b',"meta":{}}')
    return Answer(body + b',"errors":' + problem.encode() + b',"meta":{}}', 207)


def no_content() -> Answer:
    return Answer(status=204, media_type=None)


@dataclass(frozen=True)
class Page:
    """The part of a collection that was asked for: `per_page` documents at most, of `total` in all."""

    documents: Sequence[bytes]
    total: int
    page: int
    per_page: int


def collection(
    page: Page, received: Sequence[tuple[str, str]], *, extra: bytes = b"", limit_first: bool = False
) -> Answer:
    """A page of a collection with its pagination object.

    `received` are the caller's own query parameters in their order, for the links; `extra` is JSON that the
    collection of products alone adds behind the links; `limit_first` is how the newer back end writes its links.
    """
    meta = b'{"pagination":' + pagination(page, received, extra=extra, limit_first=limit_first) + b"}"
    return Answer(b'{"data":[' + b",".join(page.documents) + b'],"meta":' + meta + b"}")


def pagination(
    page: Page, received: Sequence[tuple[str, str]], *, extra: bytes = b"", limit_first: bool = False
) -> bytes:
    """The pagination object of a page, as JSON."""
    total_pages = -(-page.total // page.per_page)
    link = newer_link if limit_first else older_link
    links = []
    if 1 < page.page <= total_pages:
        links.append(b'"previous":"' + link(page.page - 1, page.per_page, received) + b'"')
    links.append(b'"current":"' + link(page.page, page.per_page, received) + b'"')
    if page.page < total_pages:
        links.append(b'"next":"' + link(page.page + 1, page.per_page, received) + b'"')
    counts = {
        "total": page.total,
        "count": len(page.documents),
        "per_page": page.per_page,
        "current_page": page.page,
        "total_pages": total_pages,
    }
    return splice(msgspec.json.encode(counts), {"links": b"{" + b",".join(links) + b"}"})[:-1] + extra + b"}"


def older_link(page: int, limit: int, received: Sequence[tuple[str, str]]) -> bytes:
    """`page` first, the caller's other parameters as they came, `limit` last (behaviour 1.1.3)."""
    return "&".join([f"?page={page}", *kept(received), f"limit={limit}"]).encode()


def newer_link(page: int, limit: int, received: Sequence[tuple[str, str]]) -> bytes:
    """`limit` first, `page` last (behaviour 1.1.5)."""
    return "&".join([f"?limit={limit}", *kept(received), f"page={page}"]).encode()


def kept(received: Sequence[tuple[str, str]]) -> list[str]:
    """The caller's own parameters, encoded, without those that a link sets itself."""
    return [
        f"{quote(name, safe='')}={quote(value, safe='')}"
        for name, value in received
        if name not in ("page", "limit")
    ]


def splice(document: bytes, children: Mapping[str, Sequence[bytes] | bytes | None]) -> bytes:
    """Put child documents into their parent under the given names, a list or a single one, without decoding either."""
    parts = [document[:-1]]
    for name, value in children.items():
        if value is None:
            rendered = b"null"
        elif isinstance(value, bytes):
            rendered = value
        else:
            rendered = b"[" + b",".join(value) + b"]"
        parts.append(b'"%s":%s' % (name.encode(), rendered))
    return b",".join(parts) + b"}"

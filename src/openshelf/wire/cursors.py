"""Paging by cursor, beside paging by number (behaviour 1.2.7).

A cursor names a row of an earlier answer: `after` asks for what follows it, `before` for what leads up to it.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

import msgspec

from openshelf.wire.envelope import Answer, Page, kept, pagination, splice

CURSOR = re.compile(r"id:([0-9]{1,18})")
OWN = ("before", "after")


@dataclass(frozen=True)
class CursorPage:
    """A page whose place in the collection is known: `position` rows come before it. `ids` are those of its rows."""

    page: Page
    position: int
    ids: Sequence[int]


def write(row_id: int) -> str:
    """The cursor of a row: `aWQ6Nw==` for 7."""
    return base64.b64encode(b"id:%d" % row_id).decode()


def read(cursor: str) -> int:
    """The row that a cursor names. `ValueError` says what was expected."""
    try:
        text = base64.b64decode(cursor, validate=True).decode("ascii")
    except (binascii.Error, ValueError) as error:
        raise ValueError("must be a cursor of an earlier answer") from error
    found = CURSOR.fullmatch(text)
    if found is None:
        raise ValueError("must be a cursor of an earlier answer")
    return int(found[1])


def collection(found: CursorPage, received: Sequence[tuple[str, str]]) -> Answer:
    """A page of a collection with both pagination objects; `received` are the caller's own query parameters."""
    meta = (
        b'{"pagination":' + numbered(found, received) + b',"cursor_pagination":' + by_cursor(found, received)
    )
    return Answer(b'{"data":[' + b",".join(found.page.documents) + b'],"meta":' + meta + b"}}")


def numbered(found: CursorPage, received: Sequence[tuple[str, str]]) -> bytes:
    """The pagination object; with a cursor the page has the number of the one that its first row is on."""
    if not given(received):
        return pagination(found.page, received)
    page = replace(found.page, page=found.position // found.page.per_page + 1)
    # A link to a page by its number must not bring the cursor along, which would win.
    return pagination(page, without_cursor(received))


def by_cursor(found: CursorPage, received: Sequence[tuple[str, str]]) -> bytes:
    """The `cursor_pagination` object."""
    limit = found.page.per_page
    start, end = (write(found.ids[0]), write(found.ids[-1])) if found.ids else ("", "")
    links: dict[str, str] = {}
    if found.ids and found.position > 0:
        links["previous"] = link("before", start, limit, received)
    links["current"] = current(found, received)
    if found.ids and found.position + len(found.ids) < found.page.total:
        links["next"] = link("after", end, limit, received)
    counts = {"count": len(found.ids), "per_page": limit, "start_cursor": start, "end_cursor": end}
    return splice(msgspec.json.encode(counts), {"links": msgspec.json.encode(links)})


def current(found: CursorPage, received: Sequence[tuple[str, str]]) -> str:
    asked = given(received)
    if asked:
        return link(*asked[-1], found.page.per_page, received)
    rest = kept(received)
    return "&".join([f"?page={found.page.page}", *rest, f"limit={found.page.per_page}"])


def link(name: str, cursor: str, limit: int, received: Sequence[tuple[str, str]]) -> str:
    rest = kept(without_cursor(received))
    return "&".join([f"?{name}={quote(cursor, safe='')}", *rest, f"limit={limit}"])


def given(received: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in received if name in OWN and value]


def without_cursor(received: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in received if name not in OWN]

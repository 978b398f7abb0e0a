"""Paths in the shop of products, brands and categories: made from names, each once in a store, redirects when asked.

All three share one space of paths (behaviour 4.5): a category takes its parent's path before its own word.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from enum import Enum

import sqlalchemy as sa

from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import url_path
from openshelf.wire.problems import Conflict, Unprocessable

MAX_URL = 255
MAX_BRAND_URL = 1024
MAX_SEGMENT = 256
ALLOWED = re.compile(r"[A-Za-z0-9._~/-]+")
SUFFIX = 12
"""Characters kept free behind a made path for a number that tells it from another."""


class Kind(Enum):
    """What a path can lead to; the value is kept in the table."""

    PRODUCT = "product"
    BRAND = "brand"
    CATEGORY = "category"

    @property
    def longest(self) -> int:
        return MAX_BRAND_URL if self is Kind.BRAND else MAX_URL


class UrlTaken(Conflict):
    def __init__(self, path: str, kind: Kind = Kind.PRODUCT) -> None:
        super().__init__(f"The {kind.value} custom_url is a duplicate", errors={"custom_url": taken(path)})


class UrlNotSaved(Unprocessable):
    """The resource was saved and its URL was not: the part of a 207 that says so (behaviour 1.5.1)."""

    def __init__(self, why: str, kind: Kind = Kind.PRODUCT) -> None:
        super().__init__(
            f"The {kind.value} was saved, but its custom_url was not", errors={"custom_url": why}
        )


def taken(path: str) -> str:
    return f"The custom url {path} is already in use"


def slug(name: str, kind: Kind, resource_id: int, base: str = "/") -> str:
    """`/able-brewing-system/`, below `base`; a name without a single Latin letter or digit gets the resource's id."""
    room = kind.longest - SUFFIX - len(base)
    if room < 2 * SUFFIX:  # the names of all ancestors together can be longer than a path may be
        base, room = "/", kind.longest - SUFFIX
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:room].strip("-")
    return f"{base}{words or f'{kind.value}-{resource_id}'}/"


def fault(path: str, kind: Kind = Kind.PRODUCT) -> str | None:
    """Why a given path cannot be used, or None."""
    if not 1 <= len(path) <= kind.longest:
        return f"custom_url.url must have a length between 1 and {kind.longest}"
    if not path.startswith("/") or not ALLOWED.fullmatch(path):
        return "custom_url.url must begin with / and hold only Latin letters, digits and . - _ ~ /"
    if max(map(len, path.split("/"))) > MAX_SEGMENT:
        return f"the parts of custom_url.url must have at most {MAX_SEGMENT} characters"
    return None


def claim_generated(
    tx: Transaction, store_id: int, kind: Kind, resource_id: int, name: str, base: str = "/"
) -> str:
    """Take the path made from a name; when it is taken, the first free one with a number."""
    return claim_free(tx, store_id, kind, resource_id, slug(name, kind, resource_id, base))


def claim_free(tx: Transaction, store_id: int, kind: Kind, resource_id: int, wanted: str) -> str:
    """Take a path that ends with a slash; when it is taken, the first free one with a number."""
    for attempt in itertools.count(1):
        path = wanted if attempt == 1 else f"{wanted[:-1]}-{attempt}/"
        if claim(tx, store_id, kind, resource_id, path):
            return path
    raise AssertionError("unreachable")


def claim(tx: Transaction, store_id: int, kind: Kind, resource_id: int, path: str) -> bool:
    """Take a path; False when another resource has it. A redirect gives way."""
    row = {
        "store_id": store_id,
        "path": path,
        "kind": kind.value,
        "resource_id": resource_id,
        "is_redirect": False,
    }
    if tx.insert_new(url_path, row):
        return True
    there = sa.and_(url_path.c.store_id == store_id, url_path.c.path == path)
    mine = sa.and_(url_path.c.kind == kind.value, url_path.c.resource_id == resource_id)
    taken_over = tx.execute(
        sa.update(url_path)
        .where(there, sa.or_(url_path.c.is_redirect, mine))
        .values(kind=kind.value, resource_id=resource_id, is_redirect=False)
    )
    return taken_over.rowcount == 1


def leave(tx: Transaction, store_id: int, path: str, *, redirect: bool) -> None:
    """Give a path up, or keep it as a redirect to where its resource now is."""
    there = sa.and_(url_path.c.store_id == store_id, url_path.c.path == path)
    if redirect:
        tx.execute(sa.update(url_path).where(there).values(is_redirect=True))
    else:
        tx.execute(sa.delete(url_path).where(there))


def forget(tx: Transaction, store_id: int, kind: Kind, resource_ids: Iterable[int]) -> None:
    """Give up every path of resources that are being deleted, redirects too."""
    tx.execute(
        sa.delete(url_path).where(
            url_path.c.store_id == store_id,
            url_path.c.kind == kind.value,
            url_path.c.resource_id.in_(list(resource_ids)),
        )
    )

"""Paths of products in the shop: made from the name, unique in the store, redirects when asked (behaviour 4.5)."""

from __future__ import annotations

import itertools
import re

import sqlalchemy as sa

from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import url_path
from openshelf.wire.problems import Conflict

MAX_URL = 255
KIND = "product"
ALLOWED = re.compile(r"[A-Za-z0-9._~/-]+")


class UrlTaken(Conflict):
    def __init__(self, path: str) -> None:
        text = f"The custom url {path} is already in use"
        super().__init__("The product custom_url is a duplicate", errors={"custom_url": text})


def slug(name: str, product_id: int) -> str:
    """`/able-brewing-system/`; a name without a single Latin letter or digit gets the product's id."""
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[: MAX_URL - 12].strip("-")
    return f"/{words or f'product-{product_id}'}/"


def fault(path: str) -> str | None:
    """Why a given path cannot be used, or None."""
    if not 1 <= len(path) <= MAX_URL:
        return f"custom_url.url must have a length between 1 and {MAX_URL}"
    if not path.startswith("/") or not ALLOWED.fullmatch(path):
        return "custom_url.url must begin with / and hold only Latin letters, digits and . - _ ~ /"
    return None


def claim_generated(tx: Transaction, store_id: int, product_id: int, name: str) -> str:
    """Take the path made from a name; when it is taken, the first free one with a number."""
    base = slug(name, product_id)
    for attempt in itertools.count(1):
        path = base if attempt == 1 else f"{base[:-1]}-{attempt}/"
        if claim(tx, store_id, product_id, path):
            return path
    raise AssertionError("unreachable")


def claim(tx: Transaction, store_id: int, product_id: int, path: str) -> bool:
    """Take a path for a product; False when another resource has it. A redirect gives way."""
    row = {"store_id": store_id, "path": path, "kind": KIND, "resource_id": product_id, "is_redirect": False}
    if tx.insert_new(url_path, row):
        return True
    there = sa.and_(url_path.c.store_id == store_id, url_path.c.path == path)
    mine = sa.and_(url_path.c.kind == KIND, url_path.c.resource_id == product_id)
    taken_over = tx.execute(
        sa.update(url_path)
        .where(there, sa.or_(url_path.c.is_redirect, mine))
        .values(kind=KIND, resource_id=product_id, is_redirect=False)
    )
    return taken_over.rowcount == 1


def leave(tx: Transaction, store_id: int, path: str, *, redirect: bool) -> None:
    """Give a path up, or keep it as a redirect to where its product now is."""
    there = sa.and_(url_path.c.store_id == store_id, url_path.c.path == path)
    if redirect:
        tx.execute(sa.update(url_path).where(there).values(is_redirect=True))
    else:
        tx.execute(sa.delete(url_path).where(there))


def forget(tx: Transaction, store_id: int, product_ids: list[int]) -> None:
    tx.execute(
        sa.delete(url_path).where(
            url_path.c.store_id == store_id, url_path.c.kind == KIND, url_path.c.resource_id.in_(product_ids)
        )
    )

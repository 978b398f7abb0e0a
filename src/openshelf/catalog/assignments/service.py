"""Rules of assignments: products in categories and on channels, by pairs (behaviour 7.7) or by product (4.1, 4.4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import sqlalchemy as sa

from openshelf.catalog.products.locking import lock_products, products_changed
from openshelf.catalog.products.problems import RecordMissing
from openshelf.persistence.database import Transaction
from openshelf.persistence.statements import Prepared, among
from openshelf.persistence.tables import category, product, product_category, product_channel
from openshelf.wire.newer import NotVerified

MAX_CATEGORIES = 1000
"""Categories of one product (behaviour 10)."""

Pair = tuple[int, int]
"""A product, and its category or its channel."""


def held(tx: Transaction, store_id: int, category_ids: Collection[int]) -> set[int]:
    """Those of the categories that are there; nobody deletes them before the transaction ends."""
    query = sa.select(category.c.id).where(
        category.c.store_id == store_id, category.c.id.in_(list(category_ids))
    )
    locked = query.order_by(category.c.id).with_for_update(read=True, key_share=True)
    return set(tx.execute(locked).scalars())


def set_categories(tx: Transaction, store_id: int, product_id: int, category_ids: Sequence[int]) -> None:
    """Make these the categories of a product whose row is locked. Raises `RecordMissing`, 409 by the contract."""
    wanted = set(category_ids)
    if wanted - held(tx, store_id, wanted):
        raise RecordMissing("categories", "One or more of the categories do not exist")
    there = set(of_products(tx, store_id, [product_id]).get(product_id, ()))
    if there - wanted:
        tx.execute(
            sa.delete(product_category).where(
                product_category.c.store_id == store_id,
                product_category.c.product_id == product_id,
                product_category.c.category_id.in_(there - wanted),
            )
        )
    insert(tx, product_category, store_id, [(product_id, each) for each in sorted(wanted - there)])


CATEGORIES = Prepared(
    sa.select(product_category.c.product_id, product_category.c.category_id)
    .where(product_category.c.store_id == sa.bindparam("store_id"), among(product_category.c.product_id))
    .order_by(product_category.c.product_id, product_category.c.category_id)
)
CHANNELS = Prepared(
    sa.select(product_channel.c.product_id, product_channel.c.channel_id)
    .where(product_channel.c.store_id == sa.bindparam("store_id"), among(product_channel.c.product_id))
    .order_by(product_channel.c.product_id, product_channel.c.channel_id)
)


def of_products(tx: Transaction, store_id: int, product_ids: Iterable[int]) -> dict[int, list[int]]:
    """The categories of products, ascending; products without any are left out."""
    return grouped(tx.rows(CATEGORIES, store_id=store_id, ids=product_ids))


def channels_of_products(tx: Transaction, store_id: int, product_ids: Iterable[int]) -> dict[int, list[int]]:
    """The channels of products, ascending; products without any are left out."""
    return grouped(tx.rows(CHANNELS, store_id=store_id, ids=product_ids))


def grouped(rows: Iterable[tuple[int, ...]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for product_id, other in rows:
        found.setdefault(product_id, []).append(other)
    return found


def insert(tx: Transaction, table: sa.Table, store_id: int, pairs: Iterable[Pair]) -> None:
    """Add pairs; the second column of the key's three names what the product is assigned to."""
    _, product_id, other = (column.name for column in table.primary_key.columns)
    rows = [{"store_id": store_id, product_id: each[0], other: each[1]} for each in pairs]
    if rows:
        tx.execute(sa.insert(table), rows)


def assign_categories(tx: Transaction, store_id: int, pairs: Sequence[Pair]) -> None:
    """Put products into categories: all of the pairs, or none. Those that are there already are fine."""
    products = require_products(tx, store_id, pairs)
    known = held(tx, store_id, {each[1] for each in pairs})
    missing = {
        f"{position}.category_id": "Category does not exist."
        for position, each in enumerate(pairs)
        if each[1] not in known
    }
    if missing:
        raise NotVerified(missing)
    there = of_products(tx, store_id, products)
    new = [each for each in dict.fromkeys(pairs) if each[1] not in there.get(each[0], ())]
    for product_id in {each[0] for each in new}:
        total = len(there.get(product_id, ())) + sum(each[0] == product_id for each in new)
        if total > MAX_CATEGORIES:
            raise NotVerified(
                {"product_id": f"A product can be in at most {MAX_CATEGORIES} categories: {product_id}"}
            )
    insert(tx, product_category, store_id, new)
    products_changed(tx, store_id, sorted({each[0] for each in new}))


def assign_channels(tx: Transaction, store_id: int, pairs: Sequence[Pair]) -> None:
    """Put products on channels: all of the pairs, or none. Those that are there already are fine.

    Channels are not kept by this server, so any number is taken for one.
    """
    there = channels_of_products(tx, store_id, require_products(tx, store_id, pairs))
    new = [each for each in dict.fromkeys(pairs) if each[1] not in there.get(each[0], ())]
    insert(tx, product_channel, store_id, new)


def require_products(tx: Transaction, store_id: int, pairs: Sequence[Pair]) -> list[int]:
    """Lock the products of pairs; returns their ids. Names the positions of those that are not there."""
    wanted = {each[0] for each in pairs}
    known = lock_products(tx, store_id, product.c.id.in_(wanted))
    there = set(known)
    missing = {
        f"{position}.product_id": "Product does not exist."
        for position, each in enumerate(pairs)
        if each[0] not in there
    }
    if missing:
        raise NotVerified(missing)
    return known


def unassign(
    tx: Transaction, store_id: int, table: sa.Table, conditions: Sequence[sa.ColumnElement[bool]]
) -> None:
    """Delete the pairs that the filters name: of the products named, and of the others named (a Cartesian product)."""
    where = sa.and_(table.c.store_id == store_id, *conditions)
    touched = sa.select(table.c.product_id).where(where)
    products = lock_products(tx, store_id, product.c.id.in_(touched))
    tx.execute(sa.delete(table).where(where, table.c.product_id.in_(products)))
    if table is product_category:
        products_changed(tx, store_id, products)

"""Variants in the database, and their documents."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from openshelf.catalog.documents import write_documents
from openshelf.catalog.images import service as gallery
from openshelf.catalog.metafields import service as metafields
from openshelf.catalog.products.locking import lock_product, require_product
from openshelf.catalog.variants.problems import VariantNotFound
from openshelf.catalog.variants.schemas import Variant
from openshelf.media import pictures
from openshelf.persistence import documents, statements
from openshelf.persistence.database import Transaction
from openshelf.persistence.statements import Prepared, among
from openshelf.persistence.tables import (
    option,
    option_value,
    outbox,
    picture,
    product,
    sku,
    store,
    variant,
    variant_option_value,
)

INHERITED = (
    "price",
    "sale_price",
    "retail_price",
    "map_price",
    "weight",
    "width",
    "height",
    "depth",
    "fixed_cost_shipping_price",
)
"""Columns of the product that its variants show, or calculate with."""

COPIED_TO_BASE = (
    *INHERITED,
    "cost_price",
    "is_free_shipping",
    "upc",
    "mpn",
    "gtin",
    "inventory_level",
    "inventory_warning_level",
    "bin_picking_number",
    "sku",
)


def of_product(store_id: int, product_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(variant.c.store_id == store_id, variant.c.product_id == product_id)


def row(tx: Transaction, store_id: int, product_id: int, variant_id: int) -> dict[str, Any]:
    """A variant of this product. Raises `VariantNotFound`, also when it is another product's."""
    found = tx.execute(sa.select(variant).where(of_product(store_id, product_id), variant.c.id == variant_id))
    first = found.mappings().first()
    if first is None:
        raise VariantNotFound(variant_id)
    return dict(first)


IMAGE_FACTS = Prepared(
    sa.select(variant.c.store_id, variant.c.id, variant.c.product_id, variant.c.picture_id, store.c.hash)
    .join(store, store.c.id == variant.c.store_id)
    .where(
        variant.c.store_id == sa.bindparam("of_store"),
        variant.c.product_id == sa.bindparam("of_product"),
        variant.c.id == sa.bindparam("variant_id"),
    )
)


def locked_row(tx: Transaction, store_id: int, product_id: int, variant_id: int) -> dict[str, Any]:
    """What setting an image needs of a variant, with the store's hash; also locks the product's row."""
    # Two statements on purpose: on PostgreSQL, one that waits for a lock sees what it joins as it was before the wait.
    lock_product(tx, store_id, product_id)
    found = tx.rows(IMAGE_FACTS, of_store=store_id, of_product=product_id, variant_id=variant_id)
    if not found:
        raise VariantNotFound(variant_id)
    return dict(zip(("store_id", "id", "product_id", "picture_id", "hash"), found[0], strict=True))


EXISTS = Prepared(
    sa.select(variant.c.id).where(
        variant.c.store_id == sa.bindparam("store_id"),
        variant.c.product_id == sa.bindparam("product_id"),
        variant.c.id == sa.bindparam("variant_id"),
    )
)


def exists(tx: Transaction, store_id: int, product_id: int, variant_id: int) -> None:
    """Raise `ProductNotFound` or `VariantNotFound` unless both are there and belong together."""
    if not tx.rows(EXISTS, store_id=store_id, product_id=product_id, variant_id=variant_id):
        require_product(tx, store_id, product_id)
        raise VariantNotFound(variant_id)


def product_of(tx: Transaction, store_id: int, variant_id: int) -> int | None:
    query = sa.select(variant.c.product_id).where(variant.c.store_id == store_id, variant.c.id == variant_id)
    return tx.execute(query).scalar_one_or_none()


def products_of(tx: Transaction, store_id: int, ids: set[int]) -> set[int]:
    """The products that these variants belong to."""
    query = sa.select(variant.c.product_id).where(variant.c.store_id == store_id, variant.c.id.in_(ids))
    return set(tx.execute(query.distinct()).scalars())


def option_values(tx: Transaction, store_id: int, product_id: int) -> dict[int, set[int]]:
    """The value ids of each option of a product."""
    query = (
        sa.select(option.c.id, option_value.c.id.label("value_id"))
        .outerjoin(
            option_value,
            sa.and_(option_value.c.store_id == option.c.store_id, option_value.c.option_id == option.c.id),
        )
        .where(option.c.store_id == store_id, option.c.product_id == product_id)
    )
    found: dict[int, set[int]] = {}
    for option_id, value_id in tx.execute(query):
        found.setdefault(option_id, set()).add(value_id)
    return found


def count_and_base(tx: Transaction, store_id: int, product_id: int) -> tuple[int, int | None]:
    """How many variants a product has, and the id of its base variant if it has one."""
    base = sa.func.max(sa.case((variant.c.combination == "", variant.c.id)))
    query = sa.select(sa.func.count(), base).where(of_product(store_id, product_id))
    count, base_id = tx.execute(query).one()
    return count, base_id


def set_base_variant(tx: Transaction, store_id: int, product_id: int, variant_id: int | None) -> None:
    update_product(tx, store_id, product_id, {"base_variant_id": variant_id})


def update_product(tx: Transaction, store_id: int, product_id: int, values: dict[str, Any]) -> None:
    """Write facts of a product that are reached through its variants."""
    tx.execute(
        sa.update(product).where(product.c.store_id == store_id, product.c.id == product_id).values(values)
    )
    if {"price", "sale_price"} & values.keys():
        tx.execute(
            sa.update(product)
            .where(product.c.store_id == store_id, product.c.id == product_id)
            .values(
                calculated_price=sa.case(
                    (product.c.sale_price > 0, product.c.sale_price), else_=product.c.price
                )
            )
        )
    tx.touch("product", store_id, product_id)


def copy_product_sku(tx: Transaction, store_id: int, product_id: int) -> None:
    own = (
        sa.select(product.c.sku)
        .where(product.c.store_id == store_id, product.c.id == product_id)
        .scalar_subquery()
    )
    tx.execute(
        sa.update(variant)
        .where(of_product(store_id, product_id), variant.c.combination == "")
        .values(sku=own)
    )


def update_rows(tx: Transaction, store_id: int, ids: list[int], values: dict[str, Any]) -> None:
    tx.execute(sa.update(variant).where(variant.c.store_id == store_id, variant.c.id.in_(ids)).values(values))


def delete_rows(tx: Transaction, store_id: int, ids: list[int]) -> None:
    tx.execute(sa.delete(sku).where(sku.c.store_id == store_id, sku.c.variant_id.in_(ids)))
    tx.execute(sa.delete(variant).where(variant.c.store_id == store_id, variant.c.id.in_(ids)))
    metafields.forget(tx, store_id, "variant", ids)


def sum_inventory(tx: Transaction, store_id: int, product_id: int) -> None:
    """A product that tracks by variant has in stock what its variants have (behaviour 4.7.8)."""
    total = (
        sa.select(sa.func.coalesce(sa.func.sum(variant.c.inventory_level), 0))
        .where(of_product(store_id, product_id))
        .scalar_subquery()
    )
    tx.execute(
        sa.update(product)
        .where(
            product.c.store_id == store_id,
            product.c.id == product_id,
            product.c.inventory_tracking == "variant",
            product.c.base_variant_id.is_(None),
        )
        .values(inventory_level=sa.cast(total, sa.BigInteger))
    )


RECORD = statements.insert(outbox, "store_id", "id", "topic", "payload", "date_created")


def record(tx: Transaction, store_id: int, topic: str, payload: dict[str, Any]) -> None:
    """Put an event into the outbox, in the transaction of the change that it tells of."""
    event_id = tx.next_id("outbox", store_id)
    tx.run(RECORD, store_id=store_id, id=event_id, topic=topic, payload=payload, date_created=tx.now)


SET_PICTURE = statements.update(variant, "picture_id")


def set_picture(tx: Transaction, store_id: int, variant_id: int, picture_id: int | None) -> None:
    tx.run(SET_PICTURE, of_store=store_id, of_id=variant_id, new_picture_id=picture_id)


def ids_of_products(tx: Transaction, store_id: int, product_ids: set[int]) -> set[int]:
    query = sa.select(variant.c.id).where(
        variant.c.store_id == store_id, variant.c.product_id.in_(product_ids)
    )
    return set(tx.execute(query).scalars())


CHOSEN = Prepared(
    sa.select(
        variant_option_value.c.variant_id,
        option_value.c.id,
        option_value.c.label,
        option.c.id.label("option_id"),
        option.c.display_name,
    )
    .join(
        option_value,
        sa.and_(
            option_value.c.store_id == variant_option_value.c.store_id,
            option_value.c.id == variant_option_value.c.option_value_id,
        ),
    )
    .join(
        option,
        sa.and_(
            option.c.store_id == variant_option_value.c.store_id,
            option.c.id == variant_option_value.c.option_id,
        ),
    )
    .where(
        variant_option_value.c.store_id == sa.bindparam("store_id"), among(variant_option_value.c.variant_id)
    )
    .order_by(option.c.sort_order, option.c.id)
)


def chosen_values(tx: Transaction, store_id: int, ids: set[int]) -> dict[int, list[dict[str, Any]]]:
    """The option values of variants in the order of their options, as documents show them."""
    found: dict[int, list[dict[str, Any]]] = {variant_id: [] for variant_id in ids}
    for variant_id, value_id, label, option_id, display_name in tx.rows(CHOSEN, store_id=store_id, ids=ids):
        found[variant_id].append(
            {"id": value_id, "label": label, "option_id": option_id, "option_display_name": display_name}
        )
    return found


FACTS = Prepared(
    sa.select(
        variant,
        *(product.c[name].label(f"product_{name}") for name in COPIED_TO_BASE),
        picture.c.path,
        store.c.hash,
    )
    .join(product, sa.and_(product.c.store_id == variant.c.store_id, product.c.id == variant.c.product_id))
    .join(store, store.c.id == variant.c.store_id)
    .outerjoin(
        picture, sa.and_(picture.c.store_id == variant.c.store_id, picture.c.id == variant.c.picture_id)
    )
    .where(variant.c.store_id == sa.bindparam("store_id"), among(variant.c.id))
)
FACT_NAMES = (
    *(column.name for column in variant.c),
    *(f"product_{name}" for name in COPIED_TO_BASE),
    "path",
    "hash",
)


def render_documents(tx: Transaction, store_id: int, ids: set[int]) -> None:
    rows = [dict(zip(FACT_NAMES, row, strict=True)) for row in tx.rows(FACTS, store_id=store_id, ids=ids)]
    values = chosen_values(tx, store_id, {each["id"] for each in rows})
    simple = {each["product_id"] for each in rows if each["combination"] == ""}
    thumbnails = gallery.standard_urls(tx, store_id, simple) if simple else {}
    write_documents(
        tx,
        variant,
        store_id,
        {each["id"]: render(each, values[each["id"]], thumbnails.get(each["product_id"])) for each in rows},
    )


def render(facts: dict[str, Any], values: list[dict[str, Any]], thumbnail: str | None) -> bytes:
    """A variant's document from its row, the facts of its product and its option values."""
    if facts["combination"] == "":
        facts = facts | {name: facts[f"product_{name}"] for name in COPIED_TO_BASE}
    return documents.render(
        Variant,
        facts,
        calculated_price=documents.number(calculated_price(facts)),
        calculated_weight=documents.number(
            facts["product_weight"] if facts["weight"] is None else facts["weight"]
        ),
        image_url=image_url(facts, thumbnail),
        option_values=values,
    )


def calculated_price(facts: dict[str, Any]) -> Any:
    """The sale price if there is one, else the price; a variant's own price hides the product's sale
    (behaviour 4.7.4, 4.7.5)."""
    own = facts["price"]
    sale = (
        facts["sale_price"]
        if facts["sale_price"] is not None or own is not None
        else facts["product_sale_price"]
    )
    return sale or (facts["product_price"] if own is None else own)


def image_url(facts: dict[str, Any], thumbnail: str | None) -> Any:
    """Which picture a variant shows: its own, or for a simple product's base variant the thumbnail; never null
    (behaviour 6.5.1)."""
    if facts["path"] is not None:
        return documents.url(pictures.original_path(facts["hash"], facts["path"]))
    if facts["combination"] == "" and thumbnail is not None:
        return documents.url(thumbnail)
    return ""

"""Products in the database, and their documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from openshelf.catalog import urls
from openshelf.catalog.assignments import service as assignments
from openshelf.catalog.documents import write_documents
from openshelf.catalog.metafields import service as metafields
from openshelf.catalog.products import relations, search
from openshelf.catalog.products.locking import ProductNotFound
from openshelf.catalog.products.problems import ProductNameDuplicate
from openshelf.catalog.products.schemas import Product
from openshelf.media import pictures
from openshelf.persistence import documents
from openshelf.persistence.database import Transaction
from openshelf.persistence.statements import Prepared, among
from openshelf.persistence.tables import (
    bulk_pricing_rule,
    complex_rule,
    custom_field,
    modifier,
    modifier_value,
    option,
    option_value,
    product,
    product_image,
    product_review,
    product_video,
    variant,
)
from openshelf.wire.envelope import Page, splice
from openshelf.wire.fields import select_fields
from openshelf.wire.query import Query

CHILDREN: dict[str, tuple[sa.Table, sa.ColumnElement[bool]]] = {
    "variants": (variant, sa.true()),
    "images": (product_image, sa.true()),
    "primary_image": (product_image, product_image.c.is_thumbnail),
    "custom_fields": (custom_field, sa.true()),
    "options": (option, sa.true()),
    "modifiers": (modifier, sa.true()),
    "videos": (product_video, sa.true()),
    "reviews": (product_review, sa.true()),
    "bulk_pricing_rules": (bulk_pricing_rule, sa.true()),
}
"""The tables behind `include`, by name."""

SINGLE = frozenset({"primary_image"})
"""Includes that show one document, or null, in place of a list."""

DOCUMENT = Prepared(
    sa.select(product.c.document).where(
        product.c.store_id == sa.bindparam("store_id"), product.c.id == sa.bindparam("product_id")
    )
)


def children_of_one(table: sa.Table, which: sa.ColumnElement[bool]) -> Prepared:
    return Prepared(
        sa.select(table.c.document)
        .where(
            table.c.store_id == sa.bindparam("store_id"),
            table.c.product_id == sa.bindparam("product_id"),
            which,
        )
        .order_by(table.c.id)
    )


CHILDREN_OF_ONE = {name: children_of_one(table, which) for name, (table, which) in CHILDREN.items()}


def document(
    tx: Transaction, store_id: int, product_id: int, query: Query, public_url: bytes, *also: str
) -> bytes:
    """A product as the query asks for it; `also` names includes that are shown unasked. Raises `ProductNotFound`."""
    found = tx.rows(DOCUMENT, store_id=store_id, product_id=product_id)
    if not found:
        raise ProductNotFound(product_id)
    children: dict[str, Any] = {}
    for name in dict.fromkeys((*also, *query.includes)):
        children[name] = shown(name, children_of_product(tx, store_id, product_id, name))
    return splice(select_fields(found[0][0], query, public_url), children)


def children_of_product(tx: Transaction, store_id: int, product_id: int, name: str) -> list[bytes]:
    """The documents behind an include of one product."""
    if name in COMPUTED:
        return COMPUTED[name](tx, store_id, [product_id]).get(product_id, [])
    return [row[0] for row in tx.rows(CHILDREN_OF_ONE[name], store_id=store_id, product_id=product_id)]


def channels(tx: Transaction, store_id: int, product_ids: list[int]) -> dict[int, list[bytes]]:
    """The numbers of the channels that products are on, as JSON."""
    found = assignments.channels_of_products(tx, store_id, product_ids)
    return {product_id: [str(each).encode() for each in mine] for product_id, mine in found.items()}


COMPUTED: dict[str, Callable[[Transaction, int, list[int]], dict[int, list[bytes]]]] = {
    "channels": channels,
    "parent_relations": relations.of_products,
}
"""Includes that are no documents of the product's own rows, by product."""


def shown(name: str, found: list[bytes]) -> Any:
    if name in SINGLE:
        return found[0] if found else None
    return found


def page(tx: Transaction, store_id: int, query: Query, public_url: bytes) -> Page:
    """One page of products as the query asks for it."""
    conditions = [product.c.store_id == store_id, *query.conditions(store_id)]
    total = tx.execute(sa.select(sa.func.count()).select_from(product).where(*conditions)).scalar_one()
    select = sa.select(product.c.id, product.c.document).where(*conditions)
    order: list[sa.ColumnElement[Any]] = [product.c.id.desc() if query.descending else product.c.id.asc()]
    keyword = query.value("keyword")
    if query.sort is not None:
        column = LIST_SORTS[query.sort]
        order = [column.desc() if query.descending else column.asc(), product.c.id]
    elif keyword is not None:
        select, order = search.best_first(tx, store_id, keyword, select)
    rows = tx.execute(select.order_by(*order).limit(query.limit).offset(query.offset)).all()
    children = {name: children_of(tx, store_id, [row.id for row in rows], name) for name in query.includes}
    spliced = [
        splice(
            select_fields(row.document, query, public_url),
            {name: shown(name, found.get(row.id, [])) for name, found in children.items()},
        )
        for row in rows
    ]
    return Page(spliced, total, query.page, query.limit)


LIST_SORTS = {column.name: column for column in product.c}


def children_of_many(table: sa.Table, which: sa.ColumnElement[bool]) -> Prepared:
    return Prepared(
        sa.select(table.c.product_id, table.c.document)
        .where(table.c.store_id == sa.bindparam("store_id"), among(table.c.product_id), which)
        .order_by(table.c.product_id, table.c.id)
    )


CHILDREN_OF_MANY = {name: children_of_many(table, which) for name, (table, which) in CHILDREN.items()}


def children_of(tx: Transaction, store_id: int, product_ids: list[int], name: str) -> dict[int, list[bytes]]:
    """The documents behind an include, by product."""
    if name in COMPUTED:
        return COMPUTED[name](tx, store_id, product_ids)
    found: dict[int, list[bytes]] = {}
    for product_id, child in tx.rows(CHILDREN_OF_MANY[name], store_id=store_id, ids=product_ids):
        found.setdefault(product_id, []).append(child)
    return found


def row(tx: Transaction, store_id: int, product_id: int) -> dict[str, Any]:
    found = tx.execute(sa.select(product).where(product.c.store_id == store_id, product.c.id == product_id))
    first = found.mappings().first()
    if first is None:
        raise ProductNotFound(product_id)
    return dict(first)


def require_free_name(tx: Transaction, store_id: int, name_key: str) -> None:
    query = sa.select(product.c.id).where(product.c.store_id == store_id, product.c.name_key == name_key)
    if tx.execute(query).first() is not None:
        raise ProductNameDuplicate


def matching(tx: Transaction, store_id: int, query: Query, most: int) -> list[int]:
    """The first products that a deleting query means."""
    found = (
        sa.select(product.c.id)
        .where(product.c.store_id == store_id, *query.conditions(store_id))
        .order_by(product.c.id)
        .limit(most)
    )
    return list(tx.execute(found).scalars())


def delete_rows(tx: Transaction, store_id: int, product_ids: list[int]) -> None:
    """Children go with their product by foreign key; what is tied to it by name only goes here."""
    variants = sa.select(variant.c.id).where(
        variant.c.store_id == store_id, variant.c.product_id.in_(product_ids)
    )
    variant_ids = list(tx.execute(variants).scalars())
    for table, slot in (
        (variant, pictures.VARIANT),
        (product_image, pictures.GALLERY),
        (complex_rule, pictures.COMPLEX_RULE),
    ):
        owners = sa.select(table.c.id).where(
            table.c.store_id == store_id, table.c.product_id.in_(product_ids)
        )
        pictures.release_owned(tx, store_id, slot, list(tx.execute(owners).scalars()))
    for values, parents in ((option_value, option), (modifier_value, modifier)):
        owners = (
            sa.select(values.c.id)
            .join(
                parents,
                sa.and_(
                    parents.c.store_id == values.c.store_id, parents.c.id == values.c[f"{parents.name}_id"]
                ),
            )
            .where(parents.c.store_id == store_id, parents.c.product_id.in_(product_ids))
        )
        value_ids = list(tx.execute(owners).scalars())
        for slot in (pictures.SWATCH, pictures.MODIFIER_VALUE):
            pictures.release_owned(tx, store_id, slot, value_ids)
    urls.forget(tx, store_id, urls.Kind.PRODUCT, product_ids)
    rows = sa.select(product.c.search_row).where(
        product.c.store_id == store_id, product.c.id.in_(product_ids)
    )
    search.forget(tx, list(tx.execute(rows).scalars()))
    tx.execute(sa.delete(product).where(product.c.store_id == store_id, product.c.id.in_(product_ids)))
    metafields.forget(tx, store_id, "product", product_ids)
    metafields.forget(tx, store_id, "variant", variant_ids)


ROWS = Prepared(sa.select(product).where(product.c.store_id == sa.bindparam("store_id"), among(product.c.id)))
COLUMNS = tuple(column.name for column in product.c)


def render_documents(tx: Transaction, store_id: int, ids: set[int]) -> None:
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in tx.rows(ROWS, store_id=store_id, ids=ids)]
    categories = assignments.of_products(tx, store_id, ids)
    write_documents(
        tx,
        product,
        store_id,
        {each["id"]: render(each, categories.get(each["id"], [])) for each in rows},
    )
    for each in rows:
        search.index(tx, each)


def render(facts: dict[str, Any], categories: list[int]) -> bytes:
    """A product's document from its row and the ids of its categories."""
    imported = facts["date_last_imported"]
    return documents.render(
        Product,
        facts,
        categories=categories,
        option_set_id=None,
        option_set_display="right",
        date_last_imported="" if imported is None else documents.timestamp(imported),
        custom_url={"url": facts["url"], "is_customized": facts["url_is_customized"]},
    )

"""Which documents follow from a change: the one list of dependencies, and the renderer of each kind.

A write touches what it changed; here the circle is drawn to those that show the same facts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import sqlalchemy as sa

from openshelf.catalog.brands import service as brands
from openshelf.catalog.bulk_pricing_rules import service as bulk_pricing_rules
from openshelf.catalog.categories import documents as categories
from openshelf.catalog.complex_rules import service as complex_rules
from openshelf.catalog.custom_fields import service as custom_fields
from openshelf.catalog.images import service as images
from openshelf.catalog.metafields import service as metafields
from openshelf.catalog.modifiers import service as modifiers
from openshelf.catalog.options import service as options
from openshelf.catalog.products import repository as products
from openshelf.catalog.reviews import service as reviews
from openshelf.catalog.trees import service as trees
from openshelf.catalog.variants import repository as variants
from openshelf.catalog.videos import service as videos
from openshelf.persistence.database import Touched, Transaction

Renderer = Callable[[Transaction, int, set[int]], None]

RENDERERS: Mapping[str, Renderer] = {
    "product": products.render_documents,
    "variant": variants.render_documents,
    "option": options.render_documents,
    "option_value": options.render_value_documents,
    "modifier": modifiers.render_documents,
    "modifier_value": modifiers.render_value_documents,
    "complex_rule": complex_rules.render_documents,
    "product_image": images.render_documents,
    "product_video": videos.render_documents,
    "product_review": reviews.render_documents,
    "bulk_pricing_rule": bulk_pricing_rules.render_documents,
    "custom_field": custom_fields.render_documents,
    "metafield": metafields.render_documents,
    "brand": brands.render_documents,
    "category": categories.render_documents,
    "category_tree": trees.render_documents,
}

Dependents = Callable[[Transaction, int, set[int]], set[int]]

DEPENDENTS: Mapping[str, tuple[str, Dependents]] = {
    # a variant shows the names of its options and the labels of its values
    "option": ("variant", options.dependent_variants),
    # a variant inherits what it does not say itself, and a base variant shows the product's thumbnail
    "variants of product": ("variant", variants.ids_of_products),
}


def render_touched(tx: Transaction, touched: Touched) -> None:
    """Bring the documents of everything touched, and of what depends on it, up to date."""
    every = {key: set(ids) for key, ids in touched.items()}
    for (kind, store_id), ids in touched.items():
        if kind in DEPENDENTS and ids:
            dependent, find = DEPENDENTS[kind]
            every.setdefault((dependent, store_id), set()).update(find(tx, store_id, ids))
    for (kind, store_id), ids in every.items():
        if kind in RENDERERS and ids:
            RENDERERS[kind](tx, store_id, ids)


def stale_documents(tx: Transaction, kind: str, table: sa.Table, store_id: int, ids: list[int]) -> list[int]:
    """Those of the rows whose document is not what the row says; they are rendered again in this transaction."""
    which = sa.and_(table.c.store_id == store_id, table.c.id.in_(ids))
    before = {
        row.id: row.document for row in tx.execute(sa.select(table.c.id, table.c.document).where(which))
    }
    RENDERERS[kind](tx, store_id, set(ids))
    after = {row.id: row.document for row in tx.execute(sa.select(table.c.id, table.c.document).where(which))}
    return [row_id for row_id in ids if before.get(row_id) != after.get(row_id)]

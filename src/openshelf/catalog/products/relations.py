"""Which other products offer a product: by a value of an option or a modifier whose type is a product list."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from openshelf.catalog.products.schemas import ParentRelation, RelationType
from openshelf.persistence.database import Transaction
from openshelf.persistence.statements import Prepared, among
from openshelf.persistence.tables import modifier, modifier_value, option, option_value


def offering(values: sa.Table, parents: sa.Table, parent_id: sa.ColumnElement[int]) -> Prepared:
    """The offered product, the offering one, and the option or modifier by which it does."""
    return Prepared(
        sa.select(values.c.listed_product_id, parents.c.product_id, parents.c.id)
        .distinct()
        .join(parents, sa.and_(parents.c.store_id == values.c.store_id, parents.c.id == parent_id))
        .where(values.c.store_id == sa.bindparam("store_id"), among(values.c.listed_product_id))
        .order_by(parents.c.product_id, parents.c.id)
    )


OFFERING: dict[RelationType, Prepared] = {
    "variant_option": offering(option_value, option, option_value.c.option_id),
    "modifier": offering(modifier_value, modifier, modifier_value.c.modifier_id),
}


def of_products(tx: Transaction, store_id: int, product_ids: list[int]) -> dict[int, list[bytes]]:
    """The parent relations of products, as JSON, by product."""
    found: dict[int, list[bytes]] = {}
    for kind, statement in OFFERING.items():
        for offered, parent, attribute in tx.rows(statement, store_id=store_id, ids=product_ids):
            relation = ParentRelation(type=kind, product_id=parent, attribute_id=attribute)
            found.setdefault(offered, []).append(msgspec.json.encode(relation))
    return found

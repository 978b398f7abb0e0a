"""Rules of custom fields: at most 200 a product, each pair of name and value once (behaviour 7.4)."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from msgspec import UNSET

from openshelf.catalog.custom_fields.schemas import (
    CustomField,
    CustomFieldPost,
    CustomFieldPut,
    InlineCustomField,
)
from openshelf.catalog.documents import write_documents
from openshelf.catalog.types import sent
from openshelf.persistence.database import Transaction
from openshelf.persistence.documents import render
from openshelf.persistence.tables import custom_field
from openshelf.wire.problems import NotFound, Unprocessable

MAX_CUSTOM_FIELDS = 200


class CustomFieldExists(Unprocessable):
    def __init__(self, name: str) -> None:
        text = f"The custom field {name} with this value already exists"
        super().__init__(text, errors={"custom_fields": text})


class TooManyCustomFields(Unprocessable):
    def __init__(self) -> None:
        text = f"A product may have at most {MAX_CUSTOM_FIELDS} custom fields"
        super().__init__(text, errors={"custom_fields": text})


class CustomFieldNotFound(NotFound):
    def __init__(self, custom_field_id: int) -> None:
        super().__init__(f"A custom field was not found with an id of {custom_field_id}")


def save_inline(tx: Transaction, store_id: int, product_id: int, fields: Sequence[InlineCustomField]) -> None:
    """The custom fields of a product's own body: those with an id change one, the others are added (4.6.1)."""
    for each in fields:
        if each.id is UNSET:
            add(tx, store_id, product_id, each)
        else:
            change(tx, store_id, product_id, each.id, CustomFieldPut(name=each.name, value=each.value))


def mine(store_id: int, product_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(custom_field.c.store_id == store_id, custom_field.c.product_id == product_id)


def add(tx: Transaction, store_id: int, product_id: int, new: CustomFieldPost) -> int:
    """Add a custom field to a product whose row is locked; returns its id."""
    if (
        tx.execute(sa.select(sa.func.count()).where(mine(store_id, product_id))).scalar_one()
        >= MAX_CUSTOM_FIELDS
    ):
        raise TooManyCustomFields
    field_id = tx.next_id("custom_field", store_id)
    row = {
        "store_id": store_id,
        "id": field_id,
        "product_id": product_id,
        "name": new.name,
        "value": new.value,
    }
    if not tx.insert_new(custom_field, {**row, "document": b""}):
        raise CustomFieldExists(new.name)
    tx.touch("custom_field", store_id, field_id)
    return field_id


def change(tx: Transaction, store_id: int, product_id: int, field_id: int, changes: CustomFieldPut) -> int:
    """Change a custom field of a product whose row is locked; returns its id."""
    of_product = mine(store_id, product_id)
    row = tx.execute(sa.select(custom_field).where(of_product, custom_field.c.id == field_id)).first()
    if row is None:
        raise CustomFieldNotFound(field_id)
    after = {"name": row.name, "value": row.value, **sent(changes)}
    twin = sa.select(custom_field.c.id).where(
        of_product,
        custom_field.c.name == after["name"],
        custom_field.c.value == after["value"],
        custom_field.c.id != field_id,
    )
    if tx.execute(twin).first() is not None:
        raise CustomFieldExists(after["name"])
    tx.execute(sa.update(custom_field).where(of_product, custom_field.c.id == field_id).values(after))
    tx.touch("custom_field", store_id, field_id)
    return field_id


def render_documents(tx: Transaction, store_id: int, ids: set[int]) -> None:
    found = sa.select(custom_field).where(custom_field.c.store_id == store_id, custom_field.c.id.in_(ids))
    rows = tx.execute(found).mappings()
    write_documents(tx, custom_field, store_id, {row["id"]: render(CustomField, row) for row in rows})

"""Rules of complex rules: conditions that can come together, each set of them once a product (behaviour 7.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import UNSET

from openshelf.catalog import adjusters
from openshelf.catalog.complex_rules.schemas import (
    ComplexRule,
    ComplexRuleFields,
    ComplexRulePost,
    ComplexRulePut,
    Condition,
    ConditionGiven,
)
from openshelf.catalog.documents import write_documents
from openshelf.catalog.types import sent
from openshelf.media import pictures
from openshelf.media.pictures import Kept
from openshelf.persistence import documents
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import complex_rule, complex_rule_condition, picture, store, variant
from openshelf.persistence.tables import modifier as modifier_table
from openshelf.persistence.tables import modifier_value as value_table
from openshelf.wire.problems import Conflict, InvalidFields, NotFound, Unprocessable


class ComplexRuleNotFound(NotFound):
    def __init__(self, rule_id: int) -> None:
        super().__init__(f"A complex rule was not found with an id of {rule_id}")


class ConditionsTooSimple(Unprocessable):
    """What follows from one choice alone is said by that value's adjusters, or by the variant itself."""

    def __init__(self) -> None:
        text = (
            "The rule must contain multiple modifier conditions with unique modifier ids"
            " or a variant condition and modifier condition"
        )
        super().__init__(text, errors={"conditions": text})


class ConditionsExist(Conflict):
    def __init__(self) -> None:
        text = "A complex rule with the same conditions already exists on this product"
        super().__init__(text, errors={"conditions": text})


Row = dict[str, Any]


def create(
    tx: Transaction, store_id: int, product_id: int, new: ComplexRulePost, image: Kept | None = None
) -> int:
    """Add a rule to a product whose row is locked; returns its id."""
    conditions = settle(tx, store_id, product_id, new.conditions)
    rule_id = tx.next_id("complex_rule", store_id)
    row = {
        "store_id": store_id,
        "id": rule_id,
        "product_id": product_id,
        "enabled": True,
        "stop": False,
        "purchasing_disabled": False,
        "purchasing_hidden": False,
        "conditions_key": key_of(conditions),
        "document": b"",
        **columns(new),
    }
    if not tx.insert_new(complex_rule, row):
        raise ConditionsExist
    insert_conditions(tx, store_id, rule_id, conditions)
    if image is not None:
        set_picture(tx, store_id, rule_id, image, None)
    tx.touch("complex_rule", store_id, rule_id)
    return rule_id


def change(
    tx: Transaction,
    store_id: int,
    product_id: int,
    rule_id: int,
    changes: ComplexRulePut,
    image: Kept | None = None,
) -> int:
    """Change a rule of a product whose row is locked; returns its id. `image` is the picture kept for a sent
    `image_url`; an empty one takes the picture away."""
    this = sa.and_(
        complex_rule.c.store_id == store_id,
        complex_rule.c.product_id == product_id,
        complex_rule.c.id == rule_id,
    )
    row = tx.execute(sa.select(complex_rule.c.picture_id).where(this)).first()
    if row is None:
        raise ComplexRuleNotFound(rule_id)
    values = columns(changes)
    if changes.conditions is not UNSET:
        conditions = settle(tx, store_id, product_id, changes.conditions)
        values["conditions_key"] = key_of(conditions)
        twin = sa.select(complex_rule.c.id).where(
            complex_rule.c.store_id == store_id,
            complex_rule.c.product_id == product_id,
            complex_rule.c.conditions_key == values["conditions_key"],
            complex_rule.c.id != rule_id,
        )
        if tx.execute(twin).first() is not None:
            raise ConditionsExist
        tx.execute(
            sa.delete(complex_rule_condition).where(
                complex_rule_condition.c.store_id == store_id, complex_rule_condition.c.rule_id == rule_id
            )
        )
        insert_conditions(tx, store_id, rule_id, conditions)
    if values:
        tx.execute(sa.update(complex_rule).where(this).values(values))
    if image is not None:
        set_picture(tx, store_id, rule_id, image, row.picture_id)
    elif changes.image_url == "" and row.picture_id is not None:
        pictures.release(tx, store_id, row.picture_id)
        tx.execute(sa.update(complex_rule).where(this).values(picture_id=None))
    tx.touch("complex_rule", store_id, rule_id)
    return rule_id


def delete(tx: Transaction, store_id: int, rule_ids: list[int]) -> None:
    """Delete rules and let go of their pictures; their conditions go with them."""
    pictures.release_owned(tx, store_id, pictures.COMPLEX_RULE, rule_ids)
    tx.execute(
        sa.delete(complex_rule).where(complex_rule.c.store_id == store_id, complex_rule.c.id.in_(rule_ids))
    )


def forget(tx: Transaction, store_id: int, column: sa.ColumnElement[Any], ids: Iterable[int]) -> None:
    """Delete the rules that have one of these ids in this column of their conditions: without it, a rule would hold
    where it never was meant to."""
    query = sa.select(complex_rule_condition.c.rule_id).where(
        complex_rule_condition.c.store_id == store_id, column.in_(list(ids))
    )
    if rule_ids := list(set(tx.execute(query).scalars())):
        delete(tx, store_id, rule_ids)


def columns(given: ComplexRuleFields) -> Row:
    return {
        **sent(given, "conditions", "image_url", "price_adjuster", "weight_adjuster"),
        **adjusters.columns("price", given.price_adjuster, "price_adjuster"),
        **adjusters.columns("weight", given.weight_adjuster, "weight_adjuster"),
    }


def settle(tx: Transaction, store_id: int, product_id: int, given: Sequence[ConditionGiven]) -> list[Row]:
    """The conditions as they are kept. Raises `InvalidFields` for what the product does not have, and
    `ConditionsTooSimple`."""
    values_of = {
        row.id: row.modifier_id
        for row in tx.execute(
            sa.select(value_table.c.id, value_table.c.modifier_id)
            .join(
                modifier_table,
                sa.and_(
                    modifier_table.c.store_id == value_table.c.store_id,
                    modifier_table.c.id == value_table.c.modifier_id,
                ),
            )
            .where(modifier_table.c.store_id == store_id, modifier_table.c.product_id == product_id)
        )
    }
    skus = {
        row.id: row.sku_id
        for row in tx.execute(
            sa.select(variant.c.id, variant.c.sku_id).where(
                variant.c.store_id == store_id, variant.c.product_id == product_id
            )
        )
    }
    conditions: dict[tuple[Any, ...], Row] = {}
    wrong: dict[str, str] = {}
    for position, each in enumerate(given):
        modifier_id, value_id, variant_id = (
            getattr(each, name) or None for name in ("modifier_id", "modifier_value_id", "variant_id")
        )
        path = f"conditions.{position}"
        if modifier_id is None and value_id is None and variant_id is None:
            wrong[path] = "a condition needs a modifier_id with its modifier_value_id, or a variant_id"
        elif modifier_id is not None and value_id is None:
            wrong[f"{path}.modifier_value_id"] = "Please provide a modifier_value_id."
        elif modifier_id is None and value_id is not None:
            wrong[f"{path}.modifier_id"] = "Please provide a modifier_id."
        elif modifier_id is not None and modifier_id not in values_of.values():
            wrong[f"{path}.modifier_id"] = (
                f"modifier_id {modifier_id} is not that of a modifier with values here"
            )
        elif value_id is not None and values_of.get(value_id) != modifier_id:
            wrong[f"{path}.modifier_value_id"] = f"modifier_value_id {value_id} is not that of a value of it"
        if variant_id is not None and variant_id not in skus:
            wrong[f"{path}.variant_id"] = f"variant_id {variant_id} is not that of a variant of this product"
        conditions[modifier_id, value_id, variant_id] = {
            "modifier_id": modifier_id,
            "modifier_value_id": value_id,
            "variant_id": variant_id,
            "combination_id": skus.get(variant_id) or 0,
        }
    if wrong:
        raise InvalidFields(wrong)
    require_several(conditions.values())
    return list(conditions.values())


def require_several(conditions: Iterable[Row]) -> None:
    """At least two modifiers, each with one value, or a modifier and a variant."""
    conditions = list(conditions)
    chosen = {(each["modifier_id"], each["modifier_value_id"]) for each in conditions if each["modifier_id"]}
    modifiers = {modifier_id for modifier_id, _ in chosen}
    has_variant = any(each["variant_id"] for each in conditions)
    if len(modifiers) < len(chosen) or len(modifiers) < (1 if has_variant else 2):
        raise ConditionsTooSimple


def key_of(conditions: Iterable[Row]) -> str:
    """The same text for the same conditions, in whatever order and grouping they came."""
    chosen = {
        f"m{each['modifier_id']}:{each['modifier_value_id']}" for each in conditions if each["modifier_id"]
    }
    variants = {f"v{each['variant_id']}" for each in conditions if each["variant_id"]}
    return ",".join(sorted(chosen | variants))


def insert_conditions(tx: Transaction, store_id: int, rule_id: int, conditions: Sequence[Row]) -> None:
    ids = tx.next_ids("complex_rule_condition", store_id, len(conditions))
    tx.execute(
        sa.insert(complex_rule_condition),
        [
            {"store_id": store_id, "id": condition_id, "rule_id": rule_id, **each}
            for condition_id, each in zip(ids, conditions, strict=True)
        ],
    )


def set_picture(tx: Transaction, store_id: int, rule_id: int, image: Kept, current: int | None) -> None:
    placed = pictures.place(tx, store_id, pictures.COMPLEX_RULE, rule_id, image, current)
    tx.execute(
        sa.update(complex_rule)
        .where(complex_rule.c.store_id == store_id, complex_rule.c.id == rule_id)
        .values(picture_id=placed.id)
    )


def render_documents(tx: Transaction, store_id: int, ids: set[int]) -> None:
    query = (
        sa.select(complex_rule, picture.c.path.label("image_path"), store.c.hash)
        .join(store, store.c.id == complex_rule.c.store_id)
        .outerjoin(
            picture,
            sa.and_(picture.c.store_id == complex_rule.c.store_id, picture.c.id == complex_rule.c.picture_id),
        )
        .where(complex_rule.c.store_id == store_id, complex_rule.c.id.in_(ids))
    )
    conditions: dict[int, list[Row]] = {rule_id: [] for rule_id in ids}
    its = sa.select(complex_rule_condition).where(
        complex_rule_condition.c.store_id == store_id, complex_rule_condition.c.rule_id.in_(ids)
    )
    for row in tx.execute(its.order_by(complex_rule_condition.c.id)).mappings():
        conditions[row["rule_id"]].append({name: row[name] for name in Condition.__struct_fields__})
    write_documents(
        tx,
        complex_rule,
        store_id,
        {
            row["id"]: documents.render(
                ComplexRule,
                row,
                price_adjuster=adjusters.shown("price", row),
                weight_adjuster=adjusters.shown("weight", row),
                image_url=adjusters.image_url(row),
                conditions=conditions[row["id"]],
            )
            for row in tx.execute(query).mappings()
        },
    )

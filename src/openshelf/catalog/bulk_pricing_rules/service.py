"""Rules of bulk pricing: at most 50 a product, and no quantity falls under two of them (behaviour 7.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from msgspec import UNSET

from openshelf.catalog.bulk_pricing_rules.schemas import (
    AmountGiven,
    BulkPricingRule,
    BulkPricingRulePost,
    BulkPricingRulePut,
    InlineBulkPricingRule,
)
from openshelf.catalog.documents import write_documents
from openshelf.catalog.types import sent
from openshelf.persistence.database import Transaction
from openshelf.persistence.documents import render
from openshelf.persistence.tables import bulk_pricing_rule
from openshelf.persistence.types import exact
from openshelf.wire.problems import Conflict, InvalidFields, NotFound, Unprocessable

MAX_RULES = 50
MAX_AMOUNT = 9_999_999_999


class BulkPricingRuleNotFound(NotFound):
    def __init__(self, rule_id: int) -> None:
        super().__init__(f"A bulk pricing rule was not found with an id of {rule_id}")


class QuantityMaxMissing(Unprocessable):
    def __init__(self) -> None:
        title = "Bulk pricing rule property quantityMax should be set"
        super().__init__(title, errors={"quantity_max": title})


class BulkPricingRulesOverlap(Conflict):
    def __init__(self, *ranges: tuple[int, int]) -> None:
        title = "The bulk pricing rule quantity range must not overlap with that of another rule"
        found = " and ".join(f"{low} to {high or 'any'}" for low, high in ranges)
        super().__init__(title, errors={"bulk_pricing_rules": f"{found} overlap"})


class TooManyBulkPricingRules(Unprocessable):
    def __init__(self) -> None:
        text = f"A product may have at most {MAX_RULES} bulk pricing rules"
        super().__init__(text, errors={"bulk_pricing_rules": text})


def save_inline(
    tx: Transaction, store_id: int, product_id: int, rules: Sequence[InlineBulkPricingRule]
) -> None:
    """The rules of a product's own body: those with an id change one, the others are added.

    They must be apart when all are saved, so that two rules can change places.
    """
    for each in rules:
        if each.id is UNSET:
            insert(tx, store_id, product_id, each)
        else:
            update(tx, store_id, product_id, each.id, each)
    require_apart(tx, store_id, product_id)


def add(tx: Transaction, store_id: int, product_id: int, new: BulkPricingRulePost) -> int:
    """Add a rule to a product whose row is locked; returns its id."""
    rule_id = insert(tx, store_id, product_id, new)
    require_apart(tx, store_id, product_id)
    return rule_id


def change(tx: Transaction, store_id: int, product_id: int, rule_id: int, changes: BulkPricingRulePut) -> int:
    """Change a rule of a product whose row is locked; returns its id."""
    update(tx, store_id, product_id, rule_id, changes)
    require_apart(tx, store_id, product_id)
    return rule_id


def mine(store_id: int, product_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(bulk_pricing_rule.c.store_id == store_id, bulk_pricing_rule.c.product_id == product_id)


def insert(tx: Transaction, store_id: int, product_id: int, new: BulkPricingRulePost) -> int:
    if new.quantity_max is UNSET:
        raise QuantityMaxMissing
    values = columns(new)
    check(values)
    rule_id = tx.next_id("bulk_pricing_rule", store_id)
    tx.execute(
        sa.insert(bulk_pricing_rule).values(store_id=store_id, id=rule_id, product_id=product_id, **values)
    )
    tx.touch("bulk_pricing_rule", store_id, rule_id)
    return rule_id


def update(
    tx: Transaction, store_id: int, product_id: int, rule_id: int, changes: BulkPricingRulePut
) -> None:
    this = sa.and_(mine(store_id, product_id), bulk_pricing_rule.c.id == rule_id)
    row = tx.execute(sa.select(bulk_pricing_rule).where(this)).mappings().first()
    if row is None:
        raise BulkPricingRuleNotFound(rule_id)
    values = columns(changes)
    check({**row, **values})
    if values:
        tx.execute(sa.update(bulk_pricing_rule).where(this).values(values))
    tx.touch("bulk_pricing_rule", store_id, rule_id)


def columns(fields: BulkPricingRulePut) -> dict[str, Any]:
    values = sent(fields, "id")
    if "amount" in values:
        values["amount"] = amount(values["amount"])
    return values


def amount(given: AmountGiven) -> Decimal:
    """The amount that was sent as a number or as its text."""
    try:
        value = exact(given) if isinstance(given, float) else Decimal(given)
    except InvalidOperation as error:
        raise InvalidFields({"amount": "amount must be a number"}) from error
    if not value.is_finite() or not 0 <= value <= MAX_AMOUNT:
        raise InvalidFields({"amount": f"amount must be between 0 and {MAX_AMOUNT}"})
    return value


def check(rule: Mapping[str, Any]) -> None:
    """Rules between the fields of one rule."""
    if 0 < rule["quantity_max"] <= rule["quantity_min"]:
        raise InvalidFields({"quantity_max": "quantity_max must be above quantity_min, or 0 for no maximum"})
    if rule["type"] == "percent" and rule["amount"] > 100:
        raise InvalidFields({"amount": "amount must be between 0 and 100 for a rule of the type percent"})


def require_apart(tx: Transaction, store_id: int, product_id: int) -> None:
    """Raise `BulkPricingRulesOverlap` or `TooManyBulkPricingRules` unless a product's rules can stand together."""
    found = sa.select(bulk_pricing_rule.c.quantity_min, bulk_pricing_rule.c.quantity_max)
    ordered = found.where(mine(store_id, product_id)).order_by(bulk_pricing_rule.c.quantity_min)
    ranges = [(row.quantity_min, row.quantity_max) for row in tx.execute(ordered)]
    if len(ranges) > MAX_RULES:
        raise TooManyBulkPricingRules
    for lower, upper in pairwise(ranges):
        if lower[1] == 0 or lower[1] >= upper[0]:
            raise BulkPricingRulesOverlap(lower, upper)


def render_documents(tx: Transaction, store_id: int, ids: set[int]) -> None:
    found = sa.select(bulk_pricing_rule).where(
        bulk_pricing_rule.c.store_id == store_id, bulk_pricing_rule.c.id.in_(ids)
    )
    rows = tx.execute(found).mappings()
    write_documents(
        tx, bulk_pricing_rule, store_id, {row["id"]: render(BulkPricingRule, row) for row in rows}
    )

"""Wire shapes of complex rules (behaviour 7.2)."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from openshelf.catalog.adjusters import Adjuster, AdjusterGiven
from openshelf.catalog.types import Fields, Id, ImageUrl, Order, Shape, Text255

MAX_CONDITIONS = 250


class Condition(Shape, kw_only=True):
    """A value of a modifier is chosen, a variant is, or both. `combination_id` is the SKU's id of the older API, 0
    where there is none."""

    id: int
    rule_id: int
    modifier_id: int | None
    modifier_value_id: int | None
    variant_id: int | None
    combination_id: int


class ComplexRule(Shape, kw_only=True):
    id: int
    product_id: int
    sort_order: int
    enabled: bool
    stop: bool
    price_adjuster: Adjuster | None
    weight_adjuster: Adjuster | None
    purchasing_disabled: bool
    purchasing_disabled_message: str
    purchasing_hidden: bool
    image_url: str
    conditions: list[Condition]


class ConditionGiven(Fields, kw_only=True):
    modifier_id: Id | UnsetType | None = UNSET
    modifier_value_id: Id | UnsetType | None = UNSET
    variant_id: Id | UnsetType | None = UNSET


Conditions = Annotated[list[ConditionGiven], Meta(max_length=MAX_CONDITIONS)]


class ComplexRuleFields(Fields, kw_only=True):
    """All that a caller may say of a rule."""

    sort_order: Order | UnsetType = UNSET
    enabled: bool | UnsetType = UNSET
    stop: bool | UnsetType = UNSET
    price_adjuster: AdjusterGiven | UnsetType | None = UNSET
    weight_adjuster: AdjusterGiven | UnsetType | None = UNSET
    purchasing_disabled: bool | UnsetType = UNSET
    purchasing_disabled_message: Text255 | UnsetType = UNSET
    purchasing_hidden: bool | UnsetType = UNSET
    image_url: ImageUrl | UnsetType = UNSET


class ComplexRulePost(ComplexRuleFields, kw_only=True):
    conditions: Conditions


class ComplexRulePut(ComplexRuleFields, kw_only=True):
    """Changes to a rule; conditions that are sent replace those that are there."""

    conditions: Conditions | UnsetType = UNSET

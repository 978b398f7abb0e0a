"""Wire shapes of bulk pricing rules (behaviour 7.3)."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, UnsetType

from openshelf.catalog.types import Billion, Fields, Id, Shape

RuleType = Literal["price", "percent", "fixed"]
"""What the amount is: taken off the price, so much of it in hundredths or as a fraction, or the new price."""

AmountGiven = float | str
"""A number, or its text as the published document wants it for a percentage (`".10"`)."""


class BulkPricingRule(Shape, kw_only=True):
    id: int
    quantity_min: int
    quantity_max: int
    type: RuleType
    amount: float


class BulkPricingRulePut(Fields, kw_only=True):
    """Changes to a rule; what is left out stays."""

    quantity_min: Billion | UnsetType = UNSET
    quantity_max: Billion | UnsetType = UNSET
    type: RuleType | UnsetType = UNSET
    amount: AmountGiven | UnsetType = UNSET

    id: Any | UnsetType = UNSET
    """The path says which rule is meant; an id in the body is what a client was shown."""


class BulkPricingRulePost(BulkPricingRulePut, kw_only=True):
    """A new rule. `quantity_max` is needed too, with a problem of its own; 0 stands for no upper end."""

    quantity_min: Billion
    type: RuleType
    amount: AmountGiven


class InlineBulkPricingRule(BulkPricingRulePost, kw_only=True):
    """A rule in the body of a product: with an id it changes one that is there."""

    id: Id | UnsetType = UNSET

"""The wire shape of the summary (behaviour 7.11)."""

from __future__ import annotations

from openshelf.catalog.types import Shape


class Summary(Shape, kw_only=True):
    """Numbers and days (`2018-08-15`) over the whole catalog; zero and empty texts for one without products."""

    inventory_count: int
    variant_count: int
    inventory_value: float
    highest_variant_price: float
    average_variant_price: float
    lowest_variant_price: float
    oldest_variant_date: str
    newest_variant_date: str
    primary_category_id: int
    primary_category_name: str

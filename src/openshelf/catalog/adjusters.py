"""How a modifier's value, or a complex rule, changes a price or a weight (behaviour 7.1.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from openshelf.catalog.types import Fields, Shape
from openshelf.media import pictures
from openshelf.persistence import documents
from openshelf.wire.problems import InvalidFields

Kind = Literal["relative", "percentage"]
Change = Annotated[float, Meta(ge=-9_999_999_999, le=9_999_999_999)]


class Adjuster(Shape, kw_only=True):
    """`relative` adds its value, in the store's currency or unit of weight; `percentage` adds so many hundredths."""

    adjuster: Kind
    adjuster_value: float


class AdjusterGiven(Fields, kw_only=True):
    """Without a kind, or with null for one, nothing is adjusted."""

    adjuster: Kind | UnsetType | None = UNSET
    adjuster_value: Change | UnsetType | None = UNSET


def columns(name: str, given: AdjusterGiven | UnsetType | None, path: str) -> dict[str, Any]:
    """The columns of an adjuster that was sent; none for one that was not. `path` is what a problem calls it."""
    if given is UNSET:
        return {}
    kind, value = f"{name}_adjuster", f"{name}_adjuster_value"
    if given is None or not given.adjuster:
        return {kind: None, value: None}
    if given.adjuster_value is UNSET or given.adjuster_value is None:
        raise InvalidFields({f"{path}.adjuster_value": "Please provide an adjuster_value."})
    return {kind: given.adjuster, value: given.adjuster_value}


def shown(name: str, row: Mapping[Any, Any]) -> dict[str, Any] | None:
    """An adjuster as documents show it: null where nothing is adjusted."""
    if row[f"{name}_adjuster"] is None:
        return None
    return {
        "adjuster": row[f"{name}_adjuster"],
        "adjuster_value": documents.number(row[f"{name}_adjuster_value"]),
    }


def image_url(row: Mapping[Any, Any]) -> Any:
    """Where a rule's, or a value's, picture is; an empty text for none."""
    if row["image_path"] is None:
        return ""
    return documents.url(pictures.original_path(row["hash"], row["image_path"]))

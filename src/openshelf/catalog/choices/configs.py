"""The `config` of options and modifiers: what each type has, its defaults, its rules (behaviour 7.1.3, 7.1.6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from openshelf.catalog.types import INT32, Fields, Text255, Text65535, sent
from openshelf.wire.problems import InvalidFields

Size = Annotated[int, Meta(ge=0, le=INT32)]
Bound = Annotated[float, Meta(ge=-9_999_999_999, le=9_999_999_999)]


class Config(Fields, kw_only=True):
    """All that a `config` may hold; which of it matters depends on the type."""

    default_value: Text65535 | UnsetType | None = UNSET
    checkbox_label: Text255 | UnsetType = UNSET
    checked_by_default: bool | UnsetType = UNSET
    date_limited: bool | UnsetType = UNSET
    date_limit_mode: Literal["earliest", "range", "latest"] | UnsetType = UNSET
    date_earliest_value: Text255 | UnsetType | None = UNSET
    date_latest_value: Text255 | UnsetType | None = UNSET
    file_types_mode: Literal["specific", "all"] | UnsetType = UNSET
    file_types_supported: list[Text255] | UnsetType = UNSET
    file_types_other: list[Text255] | UnsetType = UNSET
    file_max_size: Size | UnsetType = UNSET
    text_characters_limited: bool | UnsetType = UNSET
    text_min_length: Size | UnsetType = UNSET
    text_max_length: Size | UnsetType = UNSET
    text_lines_limited: bool | UnsetType = UNSET
    text_max_lines: Size | UnsetType = UNSET
    number_limited: bool | UnsetType = UNSET
    number_limit_mode: Literal["lowest", "highest", "range"] | UnsetType = UNSET
    number_lowest_value: Bound | UnsetType = UNSET
    number_highest_value: Bound | UnsetType = UNSET
    number_integers_only: bool | UnsetType = UNSET
    product_list_adjusts_inventory: bool | UnsetType = UNSET
    product_list_adjusts_pricing: bool | UnsetType = UNSET
    product_list_shipping_calc: Literal["none", "weight", "package"] | UnsetType = UNSET


ConfigOrNone = Config | Annotated[list[Any], Meta(max_length=0)]
"""An empty one is shown as `[]`, and taken back so (behaviour 5.11)."""

TEXT = {
    "default_value": "",
    "text_characters_limited": False,
    "text_min_length": 0,
    "text_max_length": 0,
}
PRODUCT_LIST = {
    "product_list_adjusts_inventory": False,
    "product_list_adjusts_pricing": False,
    "product_list_shipping_calc": "none",
}
DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "text": TEXT,
    "multi_line_text": {**TEXT, "text_lines_limited": False, "text_max_lines": 0},
    "numbers_only_text": {
        "default_value": "",
        "number_limited": False,
        "number_limit_mode": "lowest",
        "number_lowest_value": 0,
        "number_highest_value": 0,
        "number_integers_only": False,
    },
    "checkbox": {"checkbox_label": "", "checked_by_default": False},
    "date": {
        "date_limited": False,
        "date_limit_mode": "earliest",
        "date_earliest_value": None,
        "date_latest_value": None,
        "default_value": None,
    },
    "file": {
        "file_types_mode": "specific",
        "file_types_supported": ["images"],
        "file_types_other": [],
        "file_max_size": 512 * 1024,
    },
    "product_list": PRODUCT_LIST,
    "product_list_with_images": PRODUCT_LIST,
}
"""By type; a type that is not named here shows `[]`."""

DATES = ("date_earliest_value", "date_latest_value")


def settle(
    kind: str, given: ConfigOrNone | UnsetType | None, there: Mapping[str, Any] | list[Any] | None = None
) -> dict[str, Any] | list[Any]:
    """The config of a type: what was sent, over what is `there`, over the defaults. `[]` when that is nothing.

    Raises `InvalidFields`, with the field that is wrong.
    """
    changes = sent(given) if isinstance(given, Config) else {}
    dates = (*DATES, "default_value") if kind == "date" else DATES
    changes |= {name: date(name, changes[name]) for name in dates if name in changes}
    settled = {**DEFAULTS.get(kind, {}), **(there if isinstance(there, Mapping) else {}), **changes}
    check(settled)
    return settled or []


def date(name: str, given: str | None) -> str | None:
    """A date and time with its offset, in the one form that the wire knows. An empty text is none."""
    if not given:
        return None
    try:
        moment: datetime | None = datetime.fromisoformat(given)
        datetime.fromisoformat(given).astimezone(UTC)  # an offset may carry a date out of all years
    except (ValueError, OverflowError):
        moment = None
    if moment is None or "T" not in given or moment.tzinfo is None:
        text = f"{name} must be a date and time with an offset, such as 2026-11-23T10:00:00+00:00"
        raise InvalidFields({f"config.{name}": text})
    return moment.isoformat(timespec="seconds")


def check(config: Mapping[str, Any]) -> None:
    """Where both ends of a range are set, the lower is not above the upper."""
    wrong = {}
    if config.get("date_limited") and config.get("date_limit_mode") == "range":
        earliest, latest = (config.get(name) for name in DATES)
        if earliest and latest and datetime.fromisoformat(earliest) > datetime.fromisoformat(latest):
            wrong["config.date_earliest_value"] = "date_earliest_value must not be after date_latest_value"
    if config.get("text_characters_limited"):
        most = config.get("text_max_length") or 0
        if most and config.get("text_min_length", 0) > most:
            wrong["config.text_min_length"] = "text_min_length must not be above text_max_length"
    if config.get("number_limited") and config.get("number_limit_mode") == "range":
        lowest, highest = config.get("number_lowest_value", 0), config.get("number_highest_value", 0)
        if lowest > highest:
            wrong["config.number_lowest_value"] = "number_lowest_value must not be above number_highest_value"
    if wrong:
        raise InvalidFields(wrong)

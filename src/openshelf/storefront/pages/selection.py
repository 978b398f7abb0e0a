"""What a choice of option values leads to: which variants, which picture, which price, which other values.

Pure rules, told a second time in `static/selection.js` so that choosing needs no server. The two must agree:
`tests/storefront/selection_cases.json` holds the table that both are run against.

A *selection* maps option ids to value ids and may leave options out. A variant that names no value for an
option (the API lets an option be added to a product that already has variants) goes with every value of it:
otherwise such an option would make each of its choices impossible.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, Protocol, TypeVar
from urllib.parse import parse_qsl, urlencode

Selection = dict[int, int]
"""Option id → value id."""

Options = Mapping[int, Sequence[int]]
"""Option id → the ids of its values; both in the order in which a shopper sees them."""

# Fifteen digits are what JavaScript holds exactly; no id of ours comes near.
_FIELD = re.compile(r"attribute\[([0-9]{1,15})\]")
_ID = re.compile(r"[0-9]{1,15}")
_SHOWN_PAIR = re.compile(r"([0-9]{1,15})-([0-9]{1,15})")


class Sellable(Protocol):
    """What the rules must know of a variant."""

    @property
    def values(self) -> Mapping[int, int]: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def purchasable(self) -> bool: ...
    @property
    def picture_key(self) -> str | None:
        """Tells pictures apart; equal for variants that show the same one; None without a picture."""


Variant = TypeVar("Variant", bound=Sellable)


@dataclass(frozen=True)
class Outcome(Generic[Variant]):
    """Everything that a selection decides.

    `variant` is set once only one is left. `cheapest` and `dearest` span the prices a shopper can still pay.
    `picture` is a picture key. `possible` and `purchasable` name, for each option, the values that exist, and
    that can be bought, beside the other choices.
    """

    variants: tuple[Variant, ...]
    variant: Variant | None
    cheapest: Variant | None
    dearest: Variant | None
    picture: str | None
    possible: dict[int, frozenset[int]]
    purchasable: dict[int, frozenset[int]]


def goes_with(variant: Sellable, selection: Mapping[int, int]) -> bool:
    """Whether the variant has every chosen value."""
    return all(variant.values.get(option, value) == value for option, value in selection.items())


def matching(variants: Iterable[Variant], selection: Mapping[int, int]) -> list[Variant]:
    return [variant for variant in variants if goes_with(variant, selection)]


def values_left(
    options: Options, variants: Iterable[Sellable], selection: Mapping[int, int], option: int
) -> frozenset[int]:
    """The values of `option` that some variant has beside the choices made for the *other* options."""
    others = {other: value for other, value in selection.items() if other != option}
    left = {variant.values.get(option) for variant in variants if goes_with(variant, others)}
    return frozenset(value for value in options[option] if None in left or value in left)


def known(options: Options, wanted: Mapping[int, int]) -> Selection:
    """`wanted` without the options and values that are not this product's; the order stays."""
    return {option: value for option, value in wanted.items() if value in options.get(option, ())}


def with_defaults(options: Options, asked: Mapping[int, int], defaults: Mapping[int, int]) -> Selection:
    """What was asked for, as far as this product has it, and behind it the defaults of the other options."""
    asked = known(options, asked)
    return {**asked, **{option: value for option, value in defaults.items() if option not in asked}}


def settle(options: Options, variants: Sequence[Variant], wanted: Mapping[int, int]) -> Selection:
    """The selection that exists and comes closest to `wanted`, whose first entries weigh most.

    No choice is a dead end. What goes together is kept, by weight. A value that does not go with what was
    kept gives way to the nearest one in its option's order that does, one that can be bought before one that
    cannot. Unknown ids are ignored. Entries come out in the order of `options`.
    """
    wanted = known(options, wanted)
    kept: Selection = {}
    for option, value in wanted.items():
        if value in values_left(options, variants, kept, option):
            kept[option] = value
    buyable = [variant for variant in variants if variant.purchasable]
    for option, value in wanted.items():
        if option not in kept:
            left = values_left(options, buyable, kept, option) or values_left(options, variants, kept, option)
            if left:
                kept[option] = _nearest(options[option], value, left)
    return {option: kept[option] for option in options if option in kept}


def _nearest(order: Sequence[int], value: int, allowed: frozenset[int]) -> int:
    place = order.index(value)
    return min(allowed, key=lambda other: (abs(order.index(other) - place), order.index(other)))


def outcome(
    options: Options,
    variants: Sequence[Variant],
    selection: Mapping[int, int],
    *,
    default: str | None,
    cover: str | None,
) -> Outcome[Variant]:
    """What the selection, settled before, leads to.

    `default` is the key of the product's own picture; `cover` is what the product shows while nothing is
    known of the choice: the default, or some variant's picture where the product has none of its own.
    """
    found = matching(variants, selection)
    buyable = [variant for variant in variants if variant.purchasable]
    payable = [variant for variant in found if variant.purchasable] or found
    return Outcome(
        variants=tuple(found),
        variant=found[0] if len(found) == 1 else None,
        cheapest=min(payable, key=lambda variant: variant.amount, default=None),
        dearest=max(payable, key=lambda variant: variant.amount, default=None),
        picture=known_picture(variants, selection, default=default, cover=cover),
        possible={option: values_left(options, variants, selection, option) for option in options},
        purchasable={option: values_left(options, buyable, selection, option) for option in options},
    )


def known_picture(
    variants: Sequence[Sellable], selection: Mapping[int, int], *, default: str | None, cover: str | None
) -> str | None:
    """The key of the picture to show, as far as the selection tells.

    A picture is known when all matching variants that have one have the same. If some of them have none, it
    must also belong to this choice alone: "M" does not turn a shirt red because only the red ones were
    photographed. Where no matching variant has a picture, the product's default stands in (behaviour 6.5.3);
    another variant's never does.
    """
    found = matching(variants, selection)
    if not selection and len(found) != 1:
        return cover
    pictures = {variant.picture_key for variant in found}
    seen = pictures - {None}
    if not seen:
        return default
    if len(seen) > 1:
        return cover
    elsewhere = {variant.picture_key for variant in variants if not goes_with(variant, selection)}
    return cover if None in pictures and seen & elsewhere else seen.pop()


def read_query(query: str) -> Selection:
    """What a query string asks for, unchecked, the weightiest choice first.

    The fields are those of storefront forms, `attribute[<option id>]=<value id>`; a repeated one counts as
    its last. Anything else is ignored. `shown` is what the form showed when it was sent (`show`): without a
    script this alone tells which of two values that do not go together was chosen just now.
    """
    wanted: Selection = {}
    shown: Selection = {}
    for name, text in parse_qsl(query, keep_blank_values=True):
        field = _FIELD.fullmatch(name)
        if field and _ID.fullmatch(text):
            wanted[int(field[1])] = int(text)
        elif name == "shown":
            shown = {int(option): int(value) for option, value in _SHOWN_PAIR.findall(text)}
    if not shown:
        return wanted
    return dict(sorted(wanted.items(), key=lambda choice: shown.get(choice[0]) == choice[1]))


def write_query(selection: Mapping[int, int]) -> str:
    """The query string that restores the selection; empty for none."""
    return urlencode([(f"attribute[{option}]", value) for option, value in selection.items()])


def show(selection: Mapping[int, int]) -> str:
    """The value of the form's hidden field `shown`; see `read_query`."""
    return ".".join(f"{option}-{value}" for option, value in selection.items())

"""A product made ready for the shop: its options, variants and pictures in the order and words a shopper
sees.

Products come in as the wire shows them (`GET /v3/catalog/products/{id}?include=variants,options,images,
custom_fields`, decoded).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import quote

from openshelf.storefront.pages.selection import Selection

SIZE_FIELD = "{:size}"
"""What stands in a picture's URL template where the size of the rendition goes (behaviour 6.4)."""

Wire = Mapping[str, Any]
Pictures = Callable[[str], "PictureView | None"]
"""From an image URL of the wire to its picture; None for one that the shop cannot show."""

_CROP = 1.08
"""How many times longer than its box a picture may be to lose the rest: 4 % at either end."""

_URL_SAFE = "/%:@!$&'()*+,;=~"


@dataclass(frozen=True)
class MoneyFormat:
    """How the shop writes prices. `currency` is the ISO 4217 code that search engines read."""

    currency: str = "USD"
    before: str = "$"
    after: str = ""
    places: int = 2
    decimal: str = "."
    thousands: str = ","

    def round(self, amount: Decimal) -> Decimal:
        """The amount, rounded half up to the currency's places."""
        return amount.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)

    def text(self, amount: Decimal) -> str:
        """The rounded amount as a shopper reads it, such as `$1,299.00`."""
        whole, _, fraction = f"{self.round(amount):,f}".partition(".")
        digits = whole.replace(",", self.thousands) + (self.decimal + fraction if fraction else "")
        return f"{self.before}{digits}{self.after}"


@dataclass(frozen=True)
class Shape:
    """The form of a box for pictures. `name` is that of the style sheet's class."""

    name: str
    ratio: float


SHAPES = tuple(
    Shape(f"ratio-{w}-{h}", w / h) for w, h in ((2, 3), (3, 4), (4, 5), (1, 1), (5, 4), (4, 3), (3, 2))
)


@dataclass(frozen=True)
class PictureView:
    """A picture that can be had in any size.

    `template` is its URL with `{:size}` for the size; `width` and `height` are those of the upright original
    in pixels; `content` names the bytes (a hash). Two variants keep two URLs for the same bytes; shown under
    one of them, the picture neither loads twice nor counts as two different ones. Empty: the template tells
    pictures apart.
    """

    template: str
    width: int
    height: int
    alt: str = ""
    content: str = ""

    @property
    def key(self) -> str:
        return self.content or self.template

    def fills(self, shape: Shape) -> bool:
        """Whether it may be cropped to fill a box of that shape: nothing is lost that would be missed."""
        ratio = self.width / self.height
        return max(ratio / shape.ratio, shape.ratio / ratio) <= _CROP

    def url(self, size: str) -> str:
        """The URL of a rendition; `size` is `original`, `640w` or `96x96`."""
        return self.template.replace(SIZE_FIELD, size)

    def srcset(self, widths: Iterable[int]) -> str:
        """The candidates of an `srcset`; none is wider than the original, which never gets enlarged."""
        return ", ".join(f"{self.url(f'{width}w')} {width}w" for width in self.offered(widths))

    def offered(self, widths: Iterable[int]) -> list[int]:
        """Those of the widths that the original can fill, and its own width instead of any wider one."""
        return sorted({min(width, self.width) for width in widths})


@dataclass(frozen=True)
class VariantView:
    """A variant as a shopper sees it. `was` is the price before a sale; `message` tells its availability."""

    id: int
    sku: str
    amount: Decimal
    price: str
    was: str | None
    picture: PictureView | None
    values: dict[int, int]
    purchasable: bool
    message: str

    @property
    def picture_key(self) -> str | None:
        return self.picture.key if self.picture else None


@dataclass(frozen=True)
class Shelf:
    """What one product offers.

    `options` are the wire's, they and their values in order; `order` the same as ids, `labels` by the ids of
    option and value. `default` is the product's own picture, `cover` the one it shows while nothing is
    chosen: its own, or the first variant's where it has none. `pictures` holds all of them by key.
    """

    options: tuple[Wire, ...]
    order: dict[int, tuple[int, ...]]
    labels: dict[tuple[int, int], str]
    defaults: Selection
    variants: tuple[VariantView, ...]
    pictures: dict[str, PictureView]
    gallery: tuple[PictureView, ...]
    default: PictureView | None
    cover: PictureView | None


def shelf(product: Wire, pictures: Pictures, money: MoneyFormat) -> Shelf:
    """Read a product of the wire. Raises KeyError if its variants, options or images were not included."""
    options = [
        {**option, "option_values": sorted(option["option_values"], key=_sort_order)}
        for option in sorted(product["options"], key=_sort_order)
    ]
    labels = {(o["id"], value["id"]): str(value["label"]) for o in options for value in o["option_values"]}
    gallery, thumbnail = _gallery(product, pictures)
    variants = [_variant(variant, product, pictures, money) for variant in product["variants"]]
    shown = {picture.key: picture for picture in gallery}
    own = tuple(shown.values())
    for variant in variants:
        if variant.picture and variant.picture.key not in shown:
            shown[variant.picture.key] = _named(variant.picture, product, variants, labels)
    variants = [replace(v, picture=shown[v.picture.key]) if v.picture else v for v in variants]
    pictured = next((variant.picture for variant in variants if variant.picture), None)
    return Shelf(
        options=tuple(options),
        order={option["id"]: tuple(value["id"] for value in option["option_values"]) for option in options},
        labels=labels,
        defaults=_defaults(options),
        variants=tuple(variants),
        pictures=shown,
        gallery=own,
        default=thumbnail,
        cover=thumbnail or pictured,
    )


def best_shape(pictures: Iterable[PictureView]) -> Shape:
    """The shape nearest to the middle one of the pictures; square for none."""
    ratios = sorted(picture.width / picture.height for picture in pictures)
    middle = ratios[len(ratios) // 2] if ratios else 1.0
    return min(SHAPES, key=lambda shape: max(shape.ratio / middle, middle / shape.ratio))


def product_path(product: Wire, shop_base: str) -> str:
    """The path of a product's page. Paths may hold any character (behaviour 4.5); links may not."""
    return shop_base + quote(str(product["custom_url"]["url"]), safe=_URL_SAFE)


def _sort_order(part: Wire) -> int:
    return int(part.get("sort_order") or 0)


def _defaults(options: Sequence[Wire]) -> Selection:
    chosen: Selection = {}
    for option in options:
        values = option["option_values"]
        default = next((value["id"] for value in values if value.get("is_default")), None)
        if default is None and len(values) == 1:
            default = values[0]["id"]
        if default is not None:
            chosen[option["id"]] = default
    return chosen


def _gallery(product: Wire, pictures: Pictures) -> tuple[list[PictureView], PictureView | None]:
    """The gallery in its order, and of it the product's default picture (behaviour 6.3)."""
    found: list[PictureView] = []
    default: PictureView | None = None
    for image in sorted(product["images"], key=_sort_order):
        picture = pictures(image["url_standard"])
        if picture is None:
            continue
        picture = replace(picture, alt=image.get("description") or picture.alt or product["name"])
        found.append(picture)
        if image.get("is_thumbnail"):
            default = picture
    return found, default or (found[0] if found else None)


def _named(
    picture: PictureView,
    product: Wire,
    variants: Sequence[VariantView],
    labels: Mapping[tuple[int, int], str],
) -> PictureView:
    """The picture with a text alternative: the product, and what all variants that show it have in common.

    Variant pictures have no description of their own (behaviour 6.4).
    """
    if picture.alt:
        return picture
    sharing = [set(v.values.items()) for v in variants if v.picture and v.picture.key == picture.key]
    common = set[tuple[int, int]].intersection(*sharing)
    return replace(
        picture, alt=", ".join([product["name"], *(text for ids, text in labels.items() if ids in common)])
    )


def _variant(variant: Wire, product: Wire, pictures: Pictures, money: MoneyFormat) -> VariantView:
    amount = _amount(variant.get("calculated_price"))
    own_price = variant.get("price")
    regular = _amount(product.get("price") if own_price is None else own_price)
    hidden = bool(product.get("is_price_hidden"))
    message, purchasable = _availability(variant, product)
    return VariantView(
        id=variant["id"],
        sku=variant.get("sku") or "",
        # A hidden price stays hidden from those who read the page's source, too.
        amount=Decimal(0) if hidden else money.round(amount),
        price=str(product.get("price_hidden_label") or "") if hidden else money.text(amount),
        was=money.text(regular) if amount < regular and not hidden else None,
        picture=pictures(variant["image_url"]) if variant.get("image_url") else None,
        values={value["option_id"]: value["id"] for value in variant.get("option_values") or ()},
        purchasable=purchasable,
        message=message,
    )


def _amount(value: float | str | Decimal | None) -> Decimal:
    # By way of its digits: the binary neighbour of 0.125 and the like would round the wrong way.
    return Decimal(str(value or 0))


def _availability(variant: Wire, product: Wire) -> tuple[str, bool]:
    """What a shopper is told, and whether it can be bought (behaviour 4.3, 4.7.8, 5.20)."""
    if product.get("availability") == "disabled":
        return product.get("availability_description") or "Not for sale at the moment", False
    if variant.get("purchasing_disabled"):
        return variant.get("purchasing_disabled_message") or "Unavailable", False
    holder = {"variant": variant, "product": product}.get(str(product.get("inventory_tracking")))
    if holder is not None and (holder.get("inventory_level") or 0) <= 0:
        return "Out of stock", False
    if product.get("availability") == "preorder":
        return product.get("preorder_message") or "Available for pre-order", True
    return product.get("availability_description") or "Available", True

"""Rules of products: defaults, uniqueness, prices, URLs, and what arises with a new one (behaviour 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from msgspec import UNSET
from sqlalchemy.exc import IntegrityError

from openshelf.catalog import urls
from openshelf.catalog.assignments import service as assignments
from openshelf.catalog.brands import service as brands
from openshelf.catalog.bulk_pricing_rules import service as bulk_pricing_rules
from openshelf.catalog.custom_fields import service as custom_fields
from openshelf.catalog.images import service as images
from openshelf.catalog.moments import moment
from openshelf.catalog.options import service as options
from openshelf.catalog.options.schemas import OptionValuePost
from openshelf.catalog.products import repository
from openshelf.catalog.products.locking import lock_product, lock_products
from openshelf.catalog.products.problems import ProductNameDuplicate, RecordMissing
from openshelf.catalog.products.schemas import (
    ProductBatchPut,
    ProductFields,
    ProductPost,
    ProductPut,
)
from openshelf.catalog.skus import claim_sku, free_sku
from openshelf.catalog.types import sent
from openshelf.catalog.variants import service as variants
from openshelf.catalog.variants.repository import COPIED_TO_BASE, sum_inventory
from openshelf.catalog.variants.schemas import InlineVariantPost, OptionValueLabel
from openshelf.catalog.videos import service as videos
from openshelf.media.pictures import Kept
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import product, variant
from openshelf.persistence.types import ten_thousandths
from openshelf.wire.problems import InvalidFields, MissingFields, Problem

DEFAULTS: Mapping[str, Any] = {
    "inventory_tracking": "none",
    "is_visible": True,
    "is_free_shipping": False,
    "is_featured": False,
    "related_products": [-1],
    "layout_file": "product.html",
    "availability": "available",
    "gift_wrapping_options_type": "any",
    "gift_wrapping_options_list": [],
    "condition": "New",
    "is_condition_shown": False,
    "meta_keywords": [],
    "is_preorder_only": False,
    "is_price_hidden": False,
    "open_graph_type": "product",
    "open_graph_use_meta_description": True,
    "open_graph_use_product_name": True,
    "open_graph_use_image": True,
}
"""Behaviour 4.2; what is not named here is empty, zero or null by the table's own default."""

REQUIRED = ("name", "type", "weight", "price")
PARTS = (
    "id",
    "brand_name",
    "custom_url",
    "custom_fields",
    "images",
    "options",
    "variants",
    "categories",
    "videos",
    "bulk_pricing_rules",
    "total_sold",
    "reviews_rating_sum",
    "reviews_count",
)
"""Fields that are no columns of the product's own row."""


@dataclass(frozen=True)
class KeptPictures:
    """The pictures of a request's URLs, their bytes kept before the transaction: by URL, for each slot."""

    gallery: Mapping[str, Kept] = field(default_factory=dict)
    variants: Mapping[str, Kept] = field(default_factory=dict)
    swatches: Mapping[str, Kept] = field(default_factory=dict)


def columns(fields: ProductFields) -> dict[str, Any]:
    values = sent(fields, *PARTS)
    for name in ("upc", "mpn", "gtin"):
        if name in values and values[name] is None:
            values[name] = ""
    for name in ("date_last_imported", "preorder_release_date"):
        if name in values:
            values[name] = moment(name, values[name])
    if "name" in values:
        values["name_key"] = values["name"].casefold()
    return values


def check(fields: ProductFields, after: Mapping[str, Any]) -> None:
    """Rules between fields. `after` is the row as it would be."""
    if after.get("availability") != "disabled":
        hidden = {
            name: f"{name} needs availability to be disabled"
            for name in ("is_price_hidden", "price_hidden_label")
            if after.get(name) and getattr(fields, name) is not UNSET
        }
        if hidden:
            raise InvalidFields(hidden)
    low, high = after.get("order_quantity_minimum") or 0, after.get("order_quantity_maximum") or 0
    if high and low > high:
        raise InvalidFields(
            {"order_quantity_minimum": "order_quantity_minimum must not be above order_quantity_maximum"}
        )


def put_brand(tx: Transaction, store_id: int, fields: ProductFields, values: dict[str, Any]) -> None:
    """Judge the brand that a body names, by id or else by name, and put its id into `values` (behaviour 4.6.4)."""
    if fields.brand_id is not UNSET and fields.brand_id:
        if not brands.hold(tx, store_id, fields.brand_id):
            raise RecordMissing("brand_id", "The brand does not exist")
    elif fields.brand_name is not UNSET and fields.brand_name is not None:
        values["brand_id"] = brands.find_or_create(tx, store_id, fields.brand_name)


def calculated_price(values: Mapping[str, Any]) -> Any:
    """The sale price if there is one, to four places, else the price (behaviour 4.7.4)."""
    sale = values.get("sale_price") or 0
    return sale if ten_thousandths(sale) else values["price"]


def create(tx: Transaction, store_id: int, new: ProductPost, kept: KeptPictures) -> int:
    """Create a product with all that its body brings; returns its id. All of it, or nothing."""
    values = {**DEFAULTS, **columns(new)}
    check(new, values)
    put_brand(tx, store_id, new, values)
    product_id = tx.next_id("product", store_id)
    repository.require_free_name(tx, store_id, values["name_key"])
    path = new.custom_url.url if new.custom_url is not UNSET and new.custom_url.url is not UNSET else None
    if path is not None:
        if (why := urls.fault(path)) is not None:
            raise InvalidFields({"custom_url": why})
        if not urls.claim(tx, store_id, urls.Kind.PRODUCT, product_id, path):
            raise urls.UrlTaken(path)
    else:
        path = urls.claim_generated(tx, store_id, urls.Kind.PRODUCT, product_id, new.name)
    values |= {
        "store_id": store_id,
        "id": product_id,
        "url": path,
        "url_is_customized": new.custom_url is not UNSET and new.custom_url.url is not UNSET,
        "calculated_price": calculated_price(values),
        "date_created": tx.now,
        "date_modified": tx.now,
        "document": b"",
        "search_row": tx.next_id("search_row", 0),
    }
    try:
        tx.execute(sa.insert(product).values(values))
    except IntegrityError as error:  # lost a race for the name since it was found free
        raise ProductNameDuplicate from error
    claim_sku(tx, store_id, values.get("sku", ""), product_id, None)
    tx.touch("product", store_id, product_id)
    if new.categories is not UNSET:
        assignments.set_categories(tx, store_id, product_id, new.categories)
    add_parts(tx, store_id, product_id, new, kept)
    return product_id


def add_parts(tx: Transaction, store_id: int, product_id: int, new: ProductPost, kept: KeptPictures) -> None:
    for option in () if new.options is UNSET else new.options:
        options.create(tx, store_id, product_id, option, kept.swatches)
    inline = [] if new.variants is UNSET else new.variants
    if inline:
        add_variants(tx, store_id, product_id, inline, kept)
    else:
        variants.insert_base(tx, store_id, product_id)
    save_parts(tx, store_id, product_id, new, kept)


def save_parts(
    tx: Transaction, store_id: int, product_id: int, fields: ProductFields, kept: KeptPictures
) -> None:
    """The sub-resources that a new product's body may bring as well as a change's."""
    if fields.images is not UNSET:
        images.save_inline(tx, store_id, product_id, fields.images, kept.gallery)
    if fields.custom_fields is not UNSET:
        custom_fields.save_inline(tx, store_id, product_id, fields.custom_fields)
    if fields.videos is not UNSET:
        videos.save_inline(tx, store_id, product_id, fields.videos)
    if fields.bulk_pricing_rules is not UNSET:
        bulk_pricing_rules.save_inline(tx, store_id, product_id, fields.bulk_pricing_rules)


def add_variants(
    tx: Transaction, store_id: int, product_id: int, new: Sequence[InlineVariantPost], kept: KeptPictures
) -> None:
    """The variants of a new product; their options and values arise from their labels (behaviour 5.14)."""
    option_ids, value_ids = known_labels(tx, store_id, product_id, new)
    for position, each in enumerate(new):
        values = {}
        for named in labels(each):
            option_id = option_ids[named.option_display_name.casefold()]
            values[option_id] = value_ids[option_id, named.label.casefold()]
        # Without an option there is nothing to tell variants apart by: a simple product has its base variant only.
        if not values or len(values) != len(option_ids) or len(labels(each)) != len(values):
            text = "option_values must give one value of every option of the product"
            raise InvalidFields({f"variants.{position}.option_values": text})
        picture = kept.variants[each.image_url] if each.image_url else None
        variants.insert(tx, store_id, product_id, each.sku, variants.columns(each), values, picture)


def labels(new: InlineVariantPost) -> list[OptionValueLabel]:
    return [] if new.option_values is UNSET else new.option_values


def known_labels(
    tx: Transaction, store_id: int, product_id: int, new: Sequence[InlineVariantPost]
) -> tuple[dict[str, int], dict[tuple[int, str], int]]:
    """Option ids by folded name and value ids by option and folded label; what the variants name anew is made."""
    there = options.of_product(tx, store_id, product_id)
    option_ids = {each["display_name_key"]: each["id"] for each in there}
    value_ids = {(each["id"], value["label_key"]): value["id"] for each in there for value in each["values"]}
    fresh: dict[int, dict[str, OptionValuePost]] = {}
    for named in (label for each in new for label in labels(each)):
        key, label_key = named.option_display_name.casefold(), named.label.casefold()
        if key not in option_ids:
            option_ids[key] = options.insert_option(tx, store_id, product_id, named.option_display_name)
        if (option_ids[key], label_key) not in value_ids:
            fresh.setdefault(option_ids[key], {}).setdefault(label_key, OptionValuePost(label=named.label))
    for option_id, values in fresh.items():
        ids = options.add_values(tx, store_id, option_id, list(values.values()))
        value_ids |= {
            (option_id, label_key): value_id for label_key, value_id in zip(values, ids, strict=True)
        }
    return option_ids, value_ids


def id_of(changes: ProductBatchPut) -> int:
    """The id of one of a batch. Without one, it is told what a new product would need (behaviour 4.1.2)."""
    if changes.id is not UNSET:
        return changes.id
    missing = [name for name in REQUIRED if getattr(changes, name) is UNSET]
    raise MissingFields(
        {name: f"Please provide a {name}." for name in missing} or {"id": "Please provide an id."}
    )


def update(
    tx: Transaction, store_id: int, product_id: int, changes: ProductPut | ProductBatchPut, kept: KeptPictures
) -> Problem | None:
    """Change a product. Returns what could not be saved although the rest was: the URL's part of a 207."""
    lock_product(tx, store_id, product_id)
    row = repository.row(tx, store_id, product_id)
    values = columns(changes)
    after = {**row, **values}
    check(changes, after)
    if after["name_key"] != row["name_key"]:
        repository.require_free_name(tx, store_id, after["name_key"])
    if after["sku"] != row["sku"]:
        free_sku(tx, store_id, row["sku"])
        claim_sku(tx, store_id, after["sku"], product_id, None)
    put_brand(tx, store_id, changes, values)
    if changes.categories is not UNSET:
        assignments.set_categories(tx, store_id, product_id, changes.categories)
    values["calculated_price"] = calculated_price(after)
    values["date_modified"] = tx.now
    url_problem = change_url(tx, row, changes, values)
    try:
        tx.execute(
            sa.update(product)
            .where(product.c.store_id == store_id, product.c.id == product_id)
            .values(values)
        )
    except IntegrityError as error:  # lost a race for the name since it was found free
        raise ProductNameDuplicate from error
    tx.touch("product", store_id, product_id)
    follow(tx, row, values)
    save_parts(tx, store_id, product_id, changes, kept)
    return url_problem


def change_url(
    tx: Transaction, row: Mapping[str, Any], changes: ProductFields, values: dict[str, Any]
) -> Problem | None:
    """A URL that cannot be taken leaves the rest of the change standing (behaviour 4.5.4)."""
    given = changes.custom_url
    if given is UNSET or given.url is UNSET or given.url == row["url"]:
        return None
    why = urls.fault(given.url)
    if why is None and not urls.claim(tx, row["store_id"], urls.Kind.PRODUCT, row["id"], given.url):
        why = urls.taken(given.url)
    if why is not None:
        return urls.UrlNotSaved(why)
    urls.leave(tx, row["store_id"], row["url"], redirect=given.create_redirect is True)
    values["url"], values["url_is_customized"] = given.url, True
    return None


def follow(tx: Transaction, row: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Bring along what depends on the product's row: the base variant's SKU, inherited values, the stock's sum."""
    store_id, product_id = row["store_id"], row["id"]
    if "sku" in values and row["base_variant_id"] is not None:
        tx.execute(
            sa.update(variant)
            .where(variant.c.store_id == store_id, variant.c.id == row["base_variant_id"])
            .values(sku=values["sku"])
        )
    if values.keys() & set(COPIED_TO_BASE):
        tx.touch("variants of product", store_id, product_id)
    if {"inventory_tracking", "inventory_level"} & values.keys():
        sum_inventory(tx, store_id, product_id)


def delete(tx: Transaction, store_id: int, product_ids: list[int]) -> None:
    """Delete products and everything that hangs on them. Ids that are not there are no error."""
    lock_products(
        tx, store_id, product.c.id.in_(product_ids)
    )  # what others are just hanging on them goes too
    repository.delete_rows(tx, store_id, product_ids)

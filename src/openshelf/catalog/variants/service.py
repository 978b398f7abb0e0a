"""Rules of variants: combinations, SKUs, inheritance, base variants and the one image (behaviour 4.7, 5, 6.5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import UNSET

from openshelf.catalog.complex_rules import service as complex_rules
from openshelf.catalog.products import locking
from openshelf.catalog.skus import claim_sku, free_sku
from openshelf.catalog.types import sent
from openshelf.catalog.variants import repository
from openshelf.catalog.variants.problems import (
    BaseVariantStays,
    BatchFailed,
    CombinationExists,
    IncompleteCombination,
    SkuEmpty,
    StockNotSaved,
    TooManyVariants,
    VariantNotFound,
)
from openshelf.catalog.variants.schemas import (
    OptionValueRef,
    VariantBatchItem,
    VariantFields,
    VariantPost,
    VariantPut,
)
from openshelf.media import pictures
from openshelf.media.pictures import Kept
from openshelf.persistence import tables
from openshelf.persistence.database import Transaction
from openshelf.wire.problems import MissingFields, Problem

MAX_VARIANTS = 600

SHARED_WITH_PRODUCT = (
    "price",
    "sale_price",
    "retail_price",
    "map_price",
    "cost_price",
    "weight",
    "width",
    "height",
    "depth",
    "fixed_cost_shipping_price",
    "is_free_shipping",
    "upc",
    "mpn",
    "gtin",
    "inventory_level",
    "inventory_warning_level",
    "bin_picking_number",
)
"""What the base variant of a simple product has in common with the product: one value, seen from both sides."""

NEVER_NULL: dict[str, Any] = {
    "upc": "",
    "mpn": "",
    "gtin": "",
    "inventory_level": 0,
    "inventory_warning_level": 0,
    "bin_picking_number": "",
}


PARTS = (
    "id",
    "product_id",
    "sku",
    "sku_id",
    "option_values",
    "image_url",
    "calculated_price",
    "calculated_weight",
)
"""Fields that are no columns of the variant's own row, or that it is given."""


def columns(fields: VariantFields) -> dict[str, Any]:
    """The sent fields as column values; a null where the wire never shows one becomes the empty value."""
    values = sent(fields, *PARTS)
    if not can_be_stock(values.get("inventory_level")):
        del values["inventory_level"]
    return {name: NEVER_NULL.get(name) if value is None else value for name, value in values.items()}


def can_be_stock(level: int | None) -> bool:
    return level is None or level >= 0


def unsaved(fields: VariantPost | VariantPut) -> Problem | None:
    """What of a body cannot be saved although the rest is: a stock below zero."""
    level = fields.inventory_level
    return None if level is UNSET or can_be_stock(level) else StockNotSaved(level)


def create(
    tx: Transaction, store_id: int, product_id: int, new: VariantPost, image: Kept | None = None
) -> int:
    """Create a variant with a value of every option of its product; returns its id."""
    locking.lock_product(tx, store_id, product_id)
    chosen = check_combination(tx, store_id, product_id, new.option_values)
    return insert(tx, store_id, product_id, new.sku, columns(new), chosen, image)


def check_combination(
    tx: Transaction, store_id: int, product_id: int, refs: Sequence[OptionValueRef] | Any
) -> dict[int, int]:
    """Option value ids by option id: exactly one of each option of the product (behaviour 5.1)."""
    given = [] if refs is UNSET else refs
    chosen = {ref.option_id: ref.id for ref in given if ref.option_id is not UNSET and ref.id is not UNSET}
    known = repository.option_values(tx, store_id, product_id)
    if len(chosen) != len(given) or chosen.keys() != known.keys():
        raise IncompleteCombination
    if any(value not in known[option_id] for option_id, value in chosen.items()):
        raise IncompleteCombination
    return chosen


def insert(
    tx: Transaction,
    store_id: int,
    product_id: int,
    sku: str,
    values: dict[str, Any],
    chosen: dict[int, int],
    image: Kept | None,
) -> int:
    """Insert a variant whose combination is known to fit; the product's row is locked by the caller."""
    count, base_id = repository.count_and_base(tx, store_id, product_id)
    if count - (base_id is not None) >= MAX_VARIANTS:
        raise TooManyVariants(MAX_VARIANTS)
    variant_id = tx.next_id("variant", store_id)
    claim_sku(tx, store_id, sku, product_id, variant_id)
    row = {
        "store_id": store_id,
        "id": variant_id,
        "product_id": product_id,
        "sku": sku,
        "sku_id": tx.next_id("sku", store_id),
        "combination": combination(chosen),
        "date_created": tx.now,
        "document": b"",
        "is_free_shipping": False,
        "purchasing_disabled": False,
        **values,
    }
    if not tx.insert_new(tables.variant, row):
        raise CombinationExists
    tx.execute(
        sa.insert(tables.variant_option_value),
        [
            {
                "store_id": store_id,
                "variant_id": variant_id,
                "option_id": option_id,
                "option_value_id": value_id,
            }
            for option_id, value_id in chosen.items()
        ],
    )
    if base_id is not None:
        remove_rows(tx, store_id, [base_id])
        repository.set_base_variant(tx, store_id, product_id, None)
    if image is not None:
        set_picture(tx, store_id, variant_id, image, None)
    tx.touch("variant", store_id, variant_id)
    locking.product_changed(tx, store_id, product_id)
    repository.sum_inventory(tx, store_id, product_id)
    return variant_id


def combination(chosen: dict[int, int]) -> str:
    """The option values of a variant as one text, the same whatever their order; empty for a base variant."""
    return ",".join(f"{option_id}:{value_id}" for option_id, value_id in sorted(chosen.items()))


def insert_base(tx: Transaction, store_id: int, product_id: int) -> int:
    """Give a product without variants its base variant (behaviour 4.7.1)."""
    variant_id = tx.next_id("variant", store_id)
    tx.execute(
        sa.insert(tables.variant).values(
            store_id=store_id,
            id=variant_id,
            product_id=product_id,
            combination="",
            date_created=tx.now,
            document=b"",
        )
    )
    repository.copy_product_sku(tx, store_id, product_id)
    repository.set_base_variant(tx, store_id, product_id, variant_id)
    tx.touch("variant", store_id, variant_id)
    return variant_id


def update(
    tx: Transaction,
    store_id: int,
    product_id: int,
    variant_id: int,
    changes: VariantPut,
    image: Kept | None = None,
) -> None:
    """Change a variant. `image` is the picture kept for a sent `image_url`; an empty one clears the slot."""
    locking.lock_product(tx, store_id, product_id)
    row = repository.row(tx, store_id, product_id, variant_id)
    change(tx, row, changes)
    if image is not None:
        set_picture(tx, store_id, variant_id, image, row["picture_id"])
    elif changes.image_url == "":
        clear_picture(tx, row)


def change(tx: Transaction, row: dict[str, Any], changes: VariantPut | VariantBatchItem) -> None:
    """Apply the sent fields to a variant whose product is locked."""
    store_id, product_id = row["store_id"], row["product_id"]
    values = columns(changes)
    is_base = row["combination"] == ""
    if changes.sku is not UNSET and changes.sku != row["sku"]:
        if not changes.sku and not is_base:
            raise SkuEmpty
        free_sku(tx, store_id, row["sku"])
        claim_sku(tx, store_id, changes.sku, product_id, None if is_base else row["id"])
        values["sku"] = changes.sku
    if is_base:
        of_product = {
            name: values.pop(name) for name in (*SHARED_WITH_PRODUCT, "sku") if values.get(name) is not None
        }
        if of_product:
            repository.update_product(tx, store_id, product_id, of_product)
            if "sku" in of_product:
                values["sku"] = of_product["sku"]
        values = {name: value for name, value in values.items() if name not in SHARED_WITH_PRODUCT}
    if values:
        repository.update_rows(tx, store_id, [row["id"]], values)
    tx.touch("variant", store_id, row["id"])
    locking.product_changed(tx, store_id, product_id)
    repository.sum_inventory(tx, store_id, product_id)


def save_batch(tx: Transaction, store_id: int, batch: Sequence[VariantBatchItem]) -> list[int]:
    """Change or create several variants: all of them, or none with every item's problem (behaviour 5.5)."""
    saved: list[int] = []
    problems: list[Problem] = []
    # All at once and in the order of their ids, so that two batches never wait for each other in a circle.
    named = {item.product_id for item in batch if item.product_id is not UNSET}
    changed = {item.id for item in batch if item.id is not UNSET}
    locking.lock_products(
        tx, store_id, tables.product.c.id.in_(named | repository.products_of(tx, store_id, changed))
    )
    for item in batch:
        savepoint = tx.connection.begin_nested()
        try:
            saved.append(save_item(tx, store_id, item))
            savepoint.commit()
        except Problem as problem:
            savepoint.rollback()
            problems.append(problem)
    if problems:
        raise BatchFailed(problems)
    return saved


def save_item(tx: Transaction, store_id: int, item: VariantBatchItem) -> int:
    if item.id is not UNSET:
        product_id = repository.product_of(tx, store_id, item.id)
        if product_id is None:
            raise VariantNotFound(item.id)
        locking.lock_product(tx, store_id, product_id)
        change(tx, repository.row(tx, store_id, product_id, item.id), item)
        return item.id
    missing = [
        name
        for name in ("product_id", "sku", "option_values")
        if not getattr(item, name) or getattr(item, name) is UNSET
    ]
    if missing or item.product_id is UNSET or item.sku is UNSET:
        raise MissingFields({name: f"Please provide a {name}." for name in missing})
    locking.lock_product(tx, store_id, item.product_id)
    chosen = check_combination(tx, store_id, item.product_id, item.option_values)
    return insert(tx, store_id, item.product_id, item.sku, columns(item), chosen, None)


def delete(tx: Transaction, store_id: int, product_id: int, variant_id: int) -> None:
    """Delete a variant; the product of the last one gets a base variant again. A missing one is no error."""
    locking.lock_product(tx, store_id, product_id)
    try:
        row = repository.row(tx, store_id, product_id, variant_id)
    except VariantNotFound:
        return
    if row["combination"] == "":
        raise BaseVariantStays
    remove(tx, store_id, product_id, {variant_id})


def remove(tx: Transaction, store_id: int, product_id: int, variant_ids: set[int]) -> None:
    """Take these variants from a product whose row is locked; after its last one it has a base variant again."""
    if not variant_ids:
        return
    remove_rows(tx, store_id, list(variant_ids))
    count, _ = repository.count_and_base(tx, store_id, product_id)
    if count == 0:
        insert_base(tx, store_id, product_id)
    locking.product_changed(tx, store_id, product_id)
    repository.sum_inventory(tx, store_id, product_id)


def remove_rows(tx: Transaction, store_id: int, variant_ids: list[int]) -> None:
    pictures.release_owned(tx, store_id, pictures.VARIANT, variant_ids)
    complex_rules.forget(tx, store_id, tables.complex_rule_condition.c.variant_id, variant_ids)
    repository.delete_rows(tx, store_id, variant_ids)


def set_image(tx: Transaction, store_id: int, product_id: int, variant_id: int, image: Kept) -> str:
    """Make a kept picture the variant's one image, in place of any other; returns its path on this server."""
    row = repository.locked_row(tx, store_id, product_id, variant_id)
    placed = set_picture(tx, store_id, variant_id, image, row["picture_id"])
    locking.product_changed(tx, store_id, product_id)
    return pictures.original_path(row["hash"], placed.path)


def remove_image(tx: Transaction, store_id: int, product_id: int, variant_id: int) -> None:
    """Take the variant's image away. Having none is no error."""
    clear_picture(tx, repository.locked_row(tx, store_id, product_id, variant_id))
    locking.product_changed(tx, store_id, product_id)


def set_picture(
    tx: Transaction, store_id: int, variant_id: int, image: Kept, current: int | None
) -> pictures.Placed:
    placed = pictures.place(tx, store_id, pictures.VARIANT, variant_id, image, current)
    if placed.id != current:
        repository.set_picture(tx, store_id, variant_id, placed.id)
        repository.record(
            tx, store_id, "variant/image/updated", {"variant_id": variant_id, "picture_id": placed.id}
        )
        tx.touch("variant", store_id, variant_id)
    return placed


def clear_picture(tx: Transaction, row: dict[str, Any]) -> None:
    if row["picture_id"] is None:
        return
    pictures.release(tx, row["store_id"], row["picture_id"])
    repository.set_picture(tx, row["store_id"], row["id"], None)
    repository.record(tx, row["store_id"], "variant/image/deleted", {"variant_id": row["id"]})
    tx.touch("variant", row["store_id"], row["id"])

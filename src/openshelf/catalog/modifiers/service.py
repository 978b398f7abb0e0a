"""Rules of modifiers: configurations and values by type, adjusters, a checkbox's own two values (behaviour 7.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import UNSET

from openshelf.catalog import adjusters
from openshelf.catalog.choices import configs, names, values
from openshelf.catalog.choices.problems import DisplayNameUsed
from openshelf.catalog.choices.schemas import ValueGiven
from openshelf.catalog.choices.values import KeptPictures
from openshelf.catalog.complex_rules import service as complex_rules
from openshelf.catalog.documents import write_documents
from openshelf.catalog.modifiers.schemas import (
    AdjustersGiven,
    Modifier,
    ModifierPost,
    ModifierPut,
    ModifierValue,
    ModifierValueGiven,
)
from openshelf.catalog.types import or_else, sent
from openshelf.media import pictures
from openshelf.media.pictures import Kept
from openshelf.persistence import documents
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import complex_rule_condition, modifier, modifier_value, store
from openshelf.wire.problems import InvalidFields, NotFound, Unprocessable

VALUES = values.Kind(modifier_value, "modifier_id")
WITHOUT_VALUES = frozenset({"date", "file", "text", "multi_line_text", "numbers_only_text"})
CHECKBOX = "checkbox"
YES_NO = (("Yes", True), ("No", False))
"""The values that a checkbox has by itself (behaviour 7.1.4)."""


NO_PICTURES = KeptPictures()


class ModifierNotFound(NotFound):
    def __init__(self, modifier_id: int) -> None:
        super().__init__(f"A modifier was not found with an id of {modifier_id}")


class ModifierValueNotFound(NotFound):
    def __init__(self, value_id: int) -> None:
        super().__init__(f"A modifier value was not found with an id of {value_id}")


class CheckboxValuesStay(Unprocessable):
    def __init__(self) -> None:
        text = "The values of a checkbox are made with it, and cannot be added or deleted"
        super().__init__(text, errors={"option_values": text})


def create(
    tx: Transaction, store_id: int, product_id: int, new: ModifierPost, kept: KeptPictures = NO_PICTURES
) -> int:
    """Create a modifier with its values on a product whose row is locked; returns its id."""
    names.require_free(tx, store_id, product_id, new.display_name)
    sort_order = new.sort_order
    if sort_order is UNSET:
        sort_order = names.next_sort_order(tx, modifier, store_id, product_id)
    modifier_id = tx.next_id("option", store_id)
    row = {
        "store_id": store_id,
        "id": modifier_id,
        "product_id": product_id,
        "name": names.internal_name(new.display_name, int(tx.now.timestamp()), product_id),
        "display_name": new.display_name,
        "display_name_key": new.display_name.casefold(),
        "type": new.type,
        "required": new.required,
        "sort_order": sort_order,
        "config": configs.settle(new.type, new.config),
        "document": b"",
    }
    if not tx.insert_new(modifier, row):
        raise DisplayNameUsed(new.display_name)
    if new.type == CHECKBOX:
        add_yes_and_no(tx, store_id, modifier_id)
    save_values(tx, store_id, modifier_id, new.type, or_else(new.option_values, []), kept)
    tx.touch("modifier", store_id, modifier_id)
    return modifier_id


def add_yes_and_no(tx: Transaction, store_id: int, modifier_id: int) -> None:
    ids = tx.next_ids("option_value", store_id, len(YES_NO))
    tx.execute(
        sa.insert(modifier_value),
        [
            {
                "store_id": store_id,
                "id": value_id,
                "modifier_id": modifier_id,
                "label": label,
                "label_key": label.casefold(),
                "sort_order": position,
                "value_data": {"checked_value": checked},
                "document": b"",
            }
            for position, (value_id, (label, checked)) in enumerate(zip(ids, YES_NO, strict=True))
        ],
    )
    tx.touch("modifier_value", store_id, *ids)


def found(tx: Transaction, store_id: int, product_id: int, modifier_id: int) -> dict[str, Any]:
    """A modifier of this product. Raises `ModifierNotFound`, also when it is another product's."""
    query = sa.select(modifier).where(
        modifier.c.store_id == store_id, modifier.c.product_id == product_id, modifier.c.id == modifier_id
    )
    row = tx.execute(query).mappings().first()
    if row is None:
        raise ModifierNotFound(modifier_id)
    return dict(row)


def change(
    tx: Transaction,
    store_id: int,
    product_id: int,
    modifier_id: int,
    changes: ModifierPut,
    kept: KeptPictures = NO_PICTURES,
) -> int:
    """Change a modifier of a product whose row is locked, and the values it names; returns its id."""
    row = found(tx, store_id, product_id, modifier_id)
    after = {**row, **sent(changes, "config", "option_values")}
    retyped = after["type"] != row["type"]
    if after["display_name"] != row["display_name"]:
        names.require_free(tx, store_id, product_id, after["display_name"], but=modifier_id)
    tx.execute(
        sa.update(modifier)
        .where(modifier.c.store_id == store_id, modifier.c.id == modifier_id)
        .values(
            display_name=after["display_name"],
            display_name_key=after["display_name"].casefold(),
            type=after["type"],
            required=after["required"],
            sort_order=after["sort_order"],
            config=configs.settle(after["type"], changes.config, None if retyped else row["config"]),
        )
    )
    if retyped and (after["type"] in WITHOUT_VALUES or CHECKBOX in (after["type"], row["type"])):
        remove_values(tx, store_id, values.ids_of(tx, VALUES, store_id, modifier_id))
        if after["type"] == CHECKBOX:
            add_yes_and_no(tx, store_id, modifier_id)
    given = or_else(changes.option_values, [])
    save_values(tx, store_id, modifier_id, after["type"], given, kept, retyped=retyped)
    tx.touch("modifier", store_id, modifier_id)
    return modifier_id


def delete(tx: Transaction, store_id: int, product_id: int, modifier_id: int) -> bool:
    """Delete a modifier of a product whose row is locked, with the complex rules that ask for it; says whether it was
    there."""
    try:
        found(tx, store_id, product_id, modifier_id)
    except ModifierNotFound:
        return False
    remove_values(tx, store_id, values.ids_of(tx, VALUES, store_id, modifier_id))
    complex_rules.forget(tx, store_id, complex_rule_condition.c.modifier_id, [modifier_id])
    tx.execute(sa.delete(modifier).where(modifier.c.store_id == store_id, modifier.c.id == modifier_id))
    return True


def save_value(
    tx: Transaction,
    store_id: int,
    product_id: int,
    modifier_id: int,
    given: ModifierValueGiven,
    value_id: int = values.NEW,
    kept: KeptPictures = NO_PICTURES,
) -> int:
    """Add a value to a modifier of a product whose row is locked, or change one; returns its id."""
    row = found(tx, store_id, product_id, modifier_id)
    if value_id and value_id not in values.ids_of(tx, VALUES, store_id, modifier_id):
        raise ModifierValueNotFound(value_id)
    tx.touch("modifier", store_id, modifier_id)
    return save_values(tx, store_id, modifier_id, row["type"], [given], kept, only=value_id)[0]


def save_values(
    tx: Transaction,
    store_id: int,
    modifier_id: int,
    kind: str,
    given: Sequence[ModifierValueGiven],
    kept: KeptPictures,
    *,
    only: int | None = None,
    retyped: bool = False,
) -> list[int]:
    """As `values.save`, with the images of the values."""
    if not given and not retyped:
        return []
    if given and kind in WITHOUT_VALUES:
        raise InvalidFields({"option_values": f"A modifier of the type {kind} has no option_values"})
    before = set(values.ids_of(tx, VALUES, store_id, modifier_id))
    ids = values.save(
        tx,
        VALUES,
        store_id,
        modifier_id,
        kind,
        given,
        kept.textures,
        columns=adjuster_columns,
        only=only,
        retyped=retyped,
    )
    if kind == CHECKBOX and set(ids) - before:
        raise CheckboxValuesStay
    for value_id, each in zip(ids, given, strict=True):
        place_image(tx, store_id, value_id, each.adjusters, kept.images)
    return ids


def adjuster_columns(given: ValueGiven, path: str) -> dict[str, Any]:
    """The columns of a value's adjusters; of those that were left out, none."""
    if not isinstance(given, ModifierValueGiven) or given.adjusters is UNSET:
        return {}
    sent_ = given.adjusters or AdjustersGiven(price=None, weight=None, purchasing_disabled=None)
    found = {
        **adjusters.columns("price", sent_.price, f"{path}adjusters.price"),
        **adjusters.columns("weight", sent_.weight, f"{path}adjusters.weight"),
    }
    disabled = sent_.purchasing_disabled
    if disabled is None:
        return {**found, "purchasing_disabled": False, "purchasing_disabled_message": ""}
    if disabled is not UNSET:
        if disabled.status is not UNSET:
            found["purchasing_disabled"] = disabled.status
        if disabled.message is not UNSET:
            found["purchasing_disabled_message"] = disabled.message
    return found


def place_image(
    tx: Transaction,
    store_id: int,
    value_id: int,
    given: AdjustersGiven | msgspec.UnsetType | None,
    kept: Mapping[str, Kept],
) -> None:
    """Put the image of sent adjusters into the value's slot, or take it away; a URL that was shown changes nothing."""
    if given is UNSET:
        return
    url = None if given is None else given.image_url
    if url is UNSET:
        return
    if url and url in kept:
        set_picture(tx, store_id, value_id, kept[url])
    elif not url:
        current = picture_of(tx, store_id, value_id)
        if current is not None:
            pictures.release(tx, store_id, current)
            values.update(tx, VALUES, store_id, value_id, {"picture_id": None})


def picture_of(tx: Transaction, store_id: int, value_id: int) -> int | None:
    query = sa.select(modifier_value.c.picture_id).where(
        modifier_value.c.store_id == store_id, modifier_value.c.id == value_id
    )
    found: int | None = tx.execute(query).scalar_one()
    return found


def set_picture(tx: Transaction, store_id: int, value_id: int, image: Kept) -> str:
    """Make a kept picture the value's one image; returns its path below the store's pictures."""
    current = picture_of(tx, store_id, value_id)
    placed = pictures.place(tx, store_id, pictures.MODIFIER_VALUE, value_id, image, current)
    values.update(tx, VALUES, store_id, value_id, {"picture_id": placed.id})
    tx.touch("modifier_value", store_id, value_id)
    return placed.path


def set_image(
    tx: Transaction, store_id: int, product_id: int, modifier_id: int, value_id: int, image: Kept
) -> str:
    """The same for a product whose row is locked; returns the image's path on this server."""
    found(tx, store_id, product_id, modifier_id)
    if value_id not in values.ids_of(tx, VALUES, store_id, modifier_id):
        raise ModifierValueNotFound(value_id)
    path = set_picture(tx, store_id, value_id, image)
    tx.touch("modifier", store_id, modifier_id)
    store_hash = tx.execute(sa.select(store.c.hash).where(store.c.id == store_id)).scalar_one()
    return pictures.original_path(store_hash, path)


def delete_value(tx: Transaction, store_id: int, product_id: int, modifier_id: int, value_id: int) -> bool:
    """Delete a value of a product whose row is locked, with the complex rules that ask for it; says whether it was
    there. Raises `CheckboxValuesStay`."""
    row = found(tx, store_id, product_id, modifier_id)
    if value_id not in values.ids_of(tx, VALUES, store_id, modifier_id):
        return False
    if row["type"] == CHECKBOX:
        raise CheckboxValuesStay
    remove_values(tx, store_id, [value_id])
    tx.touch("modifier", store_id, modifier_id)
    return True


def remove_values(tx: Transaction, store_id: int, value_ids: list[int]) -> None:
    if not value_ids:
        return
    pictures.release_owned(tx, store_id, pictures.MODIFIER_VALUE, value_ids)
    complex_rules.forget(tx, store_id, complex_rule_condition.c.modifier_value_id, value_ids)
    values.remove(tx, VALUES, store_id, value_ids)


def rendered_value(row: Mapping[str, Any]) -> bytes:
    return documents.render(
        ModifierValue,
        row,
        option_id=row["modifier_id"],
        value_data=values.shown_data(row),
        adjusters={
            "price": adjusters.shown("price", row),
            "weight": adjusters.shown("weight", row),
            "image_url": adjusters.image_url(row),
            "purchasing_disabled": {
                "status": row["purchasing_disabled"],
                "message": row["purchasing_disabled_message"],
            },
        },
    )


def render_value_documents(tx: Transaction, store_id: int, ids: set[int]) -> None:
    rows = values.facts(tx, VALUES, store_id, modifier_value.c.id.in_(ids))
    write_documents(tx, modifier_value, store_id, {row["id"]: rendered_value(row) for row in rows})


def render_documents(tx: Transaction, store_id: int, ids: set[int]) -> None:
    of_modifier: dict[int, list[msgspec.Raw]] = {modifier_id: [] for modifier_id in ids}
    for row in values.facts(tx, VALUES, store_id, VALUES.of(store_id, ids)):
        of_modifier[row["modifier_id"]].append(msgspec.Raw(rendered_value(row)))
    query = sa.select(modifier).where(modifier.c.store_id == store_id, modifier.c.id.in_(ids))
    write_documents(
        tx,
        modifier,
        store_id,
        {
            row["id"]: documents.render(Modifier, row, option_values=of_modifier[row["id"]])
            for row in tx.execute(query).mappings()
        },
    )

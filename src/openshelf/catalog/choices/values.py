"""The values of options and modifiers: unique labels, one default, at most 250, and data by type (behaviour 5, 7.1).

A resource says which tables are its own (`Kind`); what it keeps beside what every value has, it hands over as columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import UNSET

from openshelf.catalog.choices.problems import MAX_VALUES, LabelUsed, SeveralDefaults, TooManyValues
from openshelf.catalog.choices.schemas import ValueData, ValueGiven
from openshelf.catalog.types import sent
from openshelf.media import pictures
from openshelf.media.pictures import Kept
from openshelf.persistence import documents
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import picture, product, store
from openshelf.wire.problems import InvalidFields, MissingFields

CARRIED: Mapping[str, frozenset[str]] = {
    "swatch": frozenset({"colors", "image_url"}),
    "product_list": frozenset({"product_id"}),
    "product_list_with_images": frozenset({"product_id"}),
    "checkbox": frozenset({"checked_value"}),
}
"""What the values of a type carry as `value_data`; those of other types carry nothing."""


@dataclass(frozen=True)
class Kind:
    """Values of one kind of parent: their table, and the column that names the parent."""

    table: sa.Table
    parent: str

    def of(self, store_id: int, parent_ids: Iterable[int]) -> sa.ColumnElement[bool]:
        return sa.and_(self.table.c.store_id == store_id, self.table.c[self.parent].in_(list(parent_ids)))


Columns = Callable[[ValueGiven, str], dict[str, Any]]
"""The columns that only one kind of value has; the text is what a problem calls the value."""


@dataclass
class Planned:
    """A value as it is to be saved: without an id it is new."""

    id: int | None
    given: ValueGiven
    columns: dict[str, Any]


def no_columns(_given: ValueGiven, _path: str) -> dict[str, Any]:
    return {}


def save(
    tx: Transaction,
    kind: Kind,
    store_id: int,
    parent_id: int,
    parent_type: str,
    given: Sequence[ValueGiven],
    kept: Mapping[str, Kept],
    *,
    columns: Columns = no_columns,
    only: int | None = None,
    retyped: bool = False,
) -> list[int]:
    """Add and change values of a parent whose product is locked: all of them, or none; returns their ids.

    `kept` are the pictures behind sent URLs. Values stand in the body of their parent, where an id, or a label that
    is there already, means that value; with `only` it is the one value with that id that is changed, or with
    `only=NEW` added. `retyped` takes from the values that are there what the parent's new type does not carry.
    """
    in_parent = only is None
    there = {row["id"]: dict(row) for row in tx.execute(ordered(kind, store_id, parent_id)).mappings()}
    if retyped:
        forget_data(tx, kind, store_id, there, parent_type)
    by_key = {row["label_key"]: row["id"] for row in there.values()}
    planned: list[Planned] = []
    for position, each in enumerate(given):
        path = f"option_values.{position}." if in_parent else ""
        label_key = None if each.label is UNSET else each.label.casefold()
        known = only
        if in_parent and there:  # what is sent with a new parent may be a copy, with the ids of the original
            if each.id and each.id not in there:
                raise InvalidFields({f"{path}id": "id is not that of a value here"})
            known = each.id or by_key.get(label_key or "")
        changes = {**sent(each, *NOT_COLUMNS), **data_columns(tx, store_id, parent_type, each, path)}
        changes |= columns(each, path)
        if label_key is not None:
            changes["label_key"] = label_key
        if not known:
            if each.label is UNSET:
                raise MissingFields({f"{path}label": "Please provide a label."})
            changes = {**new_value(len(there) + len(planned)), **changes}
        planned.append(Planned(known or None, each, changes))
    check(parent_type, there, planned)
    write(tx, kind, store_id, parent_id, there, planned)
    for value in planned:
        place_swatch(tx, kind, store_id, value, there, kept)
    ids = [value.id for value in planned if value.id is not None]
    tx.touch(kind.table.name, store_id, *ids, *(there if retyped else ()))
    return ids


NEW = 0
NOT_COLUMNS = ("id", "value_data", "adjusters")


def new_value(position: int) -> dict[str, Any]:
    return {"sort_order": position, "value_data": None, "listed_product_id": None, "is_default": False}


def ordered(kind: Kind, store_id: int, parent_id: int) -> sa.Select[Any]:
    return sa.select(kind.table).where(kind.of(store_id, [parent_id])).order_by(*order(kind))


def order(kind: Kind) -> tuple[sa.ColumnElement[Any], ...]:
    return kind.table.c[kind.parent], kind.table.c.sort_order, kind.table.c.id


def data_columns(
    tx: Transaction, store_id: int, parent_type: str, given: ValueGiven, path: str
) -> dict[str, Any]:
    """The `value_data` column of what was sent; a picture's URL is none, it becomes a slot."""
    if given.value_data is UNSET:
        return {}
    data = {} if given.value_data is None else sent(given.value_data)
    if (
        parent_type == "checkbox"
    ):  # which of the two a value is cannot be changed, and comes back as it was shown
        data.pop("checked_value", None)
        if not data:
            return {}
    strange = set(data) - CARRIED.get(parent_type, frozenset())
    if strange:
        text = f"value_data of the type {parent_type} does not take {', '.join(sorted(strange))}"
        raise InvalidFields({f"{path}value_data": text})
    url = data.pop("image_url", "")
    if url and data.get("colors"):
        raise InvalidFields({f"{path}value_data": "value_data takes either colors or image_url"})
    if "product_id" in data:
        query = sa.select(product.c.id).where(
            product.c.store_id == store_id, product.c.id == data["product_id"]
        )
        if tx.execute(query).first() is None:
            raise InvalidFields({f"{path}value_data": f"product_id {data['product_id']} does not exist"})
    return {
        "value_data": {name: value for name, value in data.items() if value} or None,
        "listed_product_id": data.get("product_id"),
    }


def check(parent_type: str, there: Mapping[int, Mapping[str, Any]], planned: Sequence[Planned]) -> None:
    """What all values together may be, as they would stand after the change."""
    after = {value_id: dict(row) for value_id, row in there.items()}
    for position, each in enumerate(planned):
        key = each.id or -1 - position
        after[key] = {**after.get(key, {}), **each.columns}
    if len(after) > MAX_VALUES and len(after) > len(there):
        raise TooManyValues
    taken = set()
    for row in after.values():
        if row["label_key"] in taken:
            raise LabelUsed(row["label"])
        taken.add(row["label_key"])
    defaults = sum(bool(row["is_default"]) for row in after.values())
    if defaults and parent_type == "swatch":
        raise InvalidFields({"is_default": "is_default is not supported on a swatch"})
    if defaults > 1:
        raise SeveralDefaults


def write(
    tx: Transaction,
    kind: Kind,
    store_id: int,
    parent_id: int,
    there: Mapping[int, Mapping[str, Any]],
    planned: Sequence[Planned],
) -> None:
    fresh = [each for each in planned if each.id is None]
    changed = [each for each in planned if each.id is not None]
    for each in changed:
        if "label_key" in each.columns and there[each.id or 0]["label_key"] != each.columns["label_key"]:
            # Labels may change places; no folded label has a capital letter, so this one is free for the moment.
            update(tx, kind, store_id, each.id, {"label_key": f"MOVING {each.id}"})
    for each in changed:
        if each.columns:
            update(tx, kind, store_id, each.id, each.columns)
    for each, value_id in zip(fresh, tx.next_ids("option_value", store_id, len(fresh)), strict=True):
        each.id = value_id
    rows = [
        {**each.columns, "store_id": store_id, "id": each.id, kind.parent: parent_id, "document": b""}
        for each in fresh
    ]
    if rows:
        names = {name for row in rows for name in row}
        if any(row.keys() != names for row in rows):
            for row in rows:
                tx.execute(sa.insert(kind.table).values(row))
        else:
            tx.execute(sa.insert(kind.table), rows)


def update(tx: Transaction, kind: Kind, store_id: int, value_id: int | None, values: dict[str, Any]) -> None:
    tx.execute(
        sa.update(kind.table)
        .where(kind.table.c.store_id == store_id, kind.table.c.id == value_id)
        .values(values)
    )


def place_swatch(
    tx: Transaction,
    kind: Kind,
    store_id: int,
    planned: Planned,
    there: Mapping[int, Mapping[str, Any]],
    kept: Mapping[str, Kept],
) -> None:
    """Put a texture into a value's slot, or take it away when something else is sent in its place."""
    if planned.id is None or "value_data" not in planned.columns:
        return
    data = planned.given.value_data
    url = data.image_url if isinstance(data, ValueData) else ""
    current = there[planned.id]["swatch_picture_id"] if planned.id in there else None
    if isinstance(url, str) and url in kept:
        placed = pictures.place(tx, store_id, pictures.SWATCH, planned.id, kept[url], current)
        update(tx, kind, store_id, planned.id, {"swatch_picture_id": placed.id})
    elif not url and current is not None:
        pictures.release(tx, store_id, current)
        update(tx, kind, store_id, planned.id, {"swatch_picture_id": None})


def forget_data(
    tx: Transaction, kind: Kind, store_id: int, there: dict[int, dict[str, Any]], parent_type: str
) -> None:
    """Take from values what the new type of their parent does not carry."""
    carried = CARRIED.get(parent_type, frozenset())
    for row in there.values():
        has = set(row["value_data"] or ()) | (
            {"image_url"} if row["swatch_picture_id"] is not None else set()
        )
        if has - carried:
            if row["swatch_picture_id"] is not None:
                pictures.release(tx, store_id, row["swatch_picture_id"])
            nothing = {"value_data": None, "listed_product_id": None, "swatch_picture_id": None}
            row |= nothing
            update(tx, kind, store_id, row["id"], nothing)


def remove(tx: Transaction, kind: Kind, store_id: int, value_ids: list[int]) -> None:
    """Delete values, and let go of what stands in their slots."""
    pictures.release_owned(tx, store_id, pictures.SWATCH, value_ids)
    tx.execute(sa.delete(kind.table).where(kind.table.c.store_id == store_id, kind.table.c.id.in_(value_ids)))


def ids_of(tx: Transaction, kind: Kind, store_id: int, parent_id: int) -> list[int]:
    return list(tx.execute(sa.select(kind.table.c.id).where(kind.of(store_id, [parent_id]))).scalars())


def facts(
    tx: Transaction, kind: Kind, store_id: int, *conditions: sa.ColumnElement[bool]
) -> list[dict[str, Any]]:
    """Values in the order of their parents, with where their pictures lie and the store's hash."""
    values, swatch, image = kind.table, picture.alias("swatch"), picture.alias("image")
    query = (
        sa.select(
            values,
            swatch.c.path.label("swatch_path"),
            swatch.c.date_created.label("swatch_date"),
            store.c.hash,
        )
        .join(store, store.c.id == values.c.store_id)
        .outerjoin(
            swatch,
            sa.and_(swatch.c.store_id == values.c.store_id, swatch.c.id == values.c.swatch_picture_id),
        )
        .where(values.c.store_id == store_id, *conditions)
        .order_by(*order(kind))
    )
    if "picture_id" in values.c:
        query = query.add_columns(image.c.path.label("image_path")).outerjoin(
            image, sa.and_(image.c.store_id == values.c.store_id, image.c.id == values.c.picture_id)
        )
    return [dict(row) for row in tx.execute(query).mappings()]


def shown_data(row: Mapping[str, Any]) -> Any:
    """`value_data` as documents show it: null where a value carries nothing."""
    if row["swatch_path"] is None:
        return row["value_data"]
    path = pictures.original_path(row["hash"], row["swatch_path"])
    return {"image_url": documents.url(f"{path}?t={int(row['swatch_date'].timestamp())}")}


@dataclass(frozen=True)
class KeptPictures:
    """The pictures behind the URLs of values, by URL: textures of swatches, and what is shown when one is chosen."""

    textures: Mapping[str, Kept] = field(default_factory=dict)
    images: Mapping[str, Kept] = field(default_factory=dict)


class ShownPart(msgspec.Struct):
    image_url: str = ""


class ShownValue(msgspec.Struct):
    """What of a shown value tells whether a URL that is sent is the one that was shown."""

    id: int
    label: str
    value_data: ShownPart | None = None
    adjusters: ShownPart | None = None


def urls(given: Iterable[ValueGiven], shown: Sequence[ShownValue], part: str) -> list[str]:
    """The pictures to fetch for `value_data` or `adjusters`: of the sent URLs those that their value does not show
    already. A client that sends back what it was shown means no other picture."""
    wanted = []
    for each in given:
        same = next((value for value in shown if is_meant(each, value)), None)
        url = url_in(each, part)
        if url and url != url_in(same, part):
            wanted.append(url)
    return wanted


def url_in(value: object, part: str) -> str:
    url = getattr(getattr(value, part, None), "image_url", None)
    return url if isinstance(url, str) else ""


def is_meant(given: ValueGiven, value: ShownValue) -> bool:
    if given.id:
        return given.id == value.id
    return given.label is not UNSET and given.label.casefold() == value.label.casefold()

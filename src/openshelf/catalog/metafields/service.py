"""Rules of metafields: who owns them and may see and change them, how many, and which are the same (behaviour 7.5).

`who` is the account that asks: a metafield belongs to the client that made it.
"""

from __future__ import annotations

from collections.abc import Collection as Ids
from typing import Any

import sqlalchemy as sa
from msgspec import UNSET

from openshelf.catalog.documents import write_documents
from openshelf.catalog.metafields.problems import (
    MAX_METAFIELDS,
    MetafieldExists,
    MetafieldNotFound,
    NotTheOwner,
    TooManyMetafields,
)
from openshelf.catalog.metafields.schemas import (
    APP_ONLY,
    WRITABLE,
    Metafield,
    MetafieldPost,
    MetafieldPut,
    ResourceType,
)
from openshelf.catalog.types import or_else, sent
from openshelf.persistence.database import Transaction
from openshelf.persistence.documents import render
from openshelf.persistence.statements import Prepared, among
from openshelf.persistence.tables import metafield
from openshelf.wire.problems import InvalidFields
from openshelf.wire.scopes import Principal, Scope

MAX_VALUE = 65_535
OWNERS = ("namespace", "key", "permission_set")
"""What only the owner may change, even of a metafield that others may write."""


def manages_all(who: Principal) -> bool:
    """Whether an account may see and change what belongs to every client (behaviour 2.3)."""
    return Scope.METAFIELDS_OF_ALL in who.scopes


def visible(who: Principal, kind: ResourceType) -> sa.ColumnElement[bool]:
    """The metafields of a kind of resource that an account may see."""
    theirs = sa.or_(metafield.c.owner_client_id == who.client_id, metafield.c.permission_set != APP_ONLY)
    return sa.and_(
        metafield.c.store_id == who.store_id,
        metafield.c.resource_type == kind,
        sa.true() if manages_all(who) else theirs,
    )


def of_resource(kind: ResourceType, resource_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(metafield.c.resource_type == kind, metafield.c.resource_id == resource_id)


def add(tx: Transaction, who: Principal, kind: ResourceType, resource_id: int, new: MetafieldPost) -> int:
    """Add a metafield to a resource that is locked; returns its id."""
    check_value(new.value)
    mine = sa.and_(
        metafield.c.store_id == who.store_id,
        of_resource(kind, resource_id),
        metafield.c.owner_client_id == who.client_id,
    )
    if tx.execute(sa.select(sa.func.count()).where(mine)).scalar_one() >= MAX_METAFIELDS:
        raise TooManyMetafields(kind)
    metafield_id = tx.next_id("metafield", who.store_id)
    row = {
        "store_id": who.store_id,
        "id": metafield_id,
        "resource_type": kind,
        "resource_id": resource_id,
        "owner_client_id": who.client_id,
        "namespace": new.namespace,
        "key": new.key,
        "value": new.value,
        "permission_set": new.permission_set,
        "description": or_else(new.description, ""),
        "date_created": tx.now,
        "date_modified": tx.now,
        "document": b"",
    }
    if not tx.insert_new(metafield, row):
        raise MetafieldExists(new.namespace, new.key)
    tx.touch("metafield", who.store_id, metafield_id)
    return metafield_id


def check_value(value: str) -> None:
    if not 1 <= len(value.encode()) <= MAX_VALUE:
        raise InvalidFields({"value": f"value must be between 1 and {MAX_VALUE} bytes"})


def rows(tx: Transaction, store_id: int, kind: ResourceType, ids: Ids[int]) -> dict[int, dict[str, Any]]:
    """Metafields by id, of everybody; those that are not there, or another kind's, are left out."""
    which = (metafield.c.store_id == store_id, metafield.c.resource_type == kind, metafield.c.id.in_(ids))
    found = tx.execute(sa.select(metafield).where(*which)).mappings()
    return {row["id"]: dict(row) for row in found}


def row_of(
    tx: Transaction, store_id: int, kind: ResourceType, metafield_id: int, resource_id: int | None = None
) -> dict[str, Any]:
    """One metafield, whoever owns it. Raises `MetafieldNotFound`, also when it is another resource's than the one
    that is named."""
    row = rows(tx, store_id, kind, {metafield_id}).get(metafield_id)
    if row is None or resource_id not in (None, row["resource_id"]):
        raise MetafieldNotFound(metafield_id)
    return row


def change(tx: Transaction, who: Principal, row: dict[str, Any], changes: MetafieldPut) -> int:
    """Change a metafield whose resource is locked; returns its id."""
    values = sent(changes, "id")
    require_writer(who, row, values)
    if changes.value is not UNSET:
        check_value(changes.value)
    after = {**row, **values}
    if (after["namespace"], after["key"]) != (row["namespace"], row["key"]):
        require_free(tx, after)
    this = (metafield.c.store_id == row["store_id"], metafield.c.id == row["id"])
    tx.execute(sa.update(metafield).where(*this).values(values | {"date_modified": tx.now}))
    tx.touch("metafield", row["store_id"], row["id"])
    return int(row["id"])


def require_writer(who: Principal, row: dict[str, Any], values: dict[str, Any]) -> None:
    """Others may write what a permission set opens to them, but not what makes the metafield itself."""
    if row["owner_client_id"] == who.client_id or manages_all(who):
        return
    renamed = any(values.get(name, row[name]) != row[name] for name in OWNERS)
    if row["permission_set"] not in WRITABLE or renamed:
        raise NotTheOwner("update")


def require_free(tx: Transaction, after: dict[str, Any]) -> None:
    twin = sa.select(metafield.c.id).where(
        metafield.c.store_id == after["store_id"],
        of_resource(after["resource_type"], after["resource_id"]),
        metafield.c.owner_client_id == after["owner_client_id"],
        metafield.c.namespace == after["namespace"],
        metafield.c.key == after["key"],
        metafield.c.id != after["id"],
    )
    if tx.execute(twin).first() is not None:
        raise MetafieldExists(after["namespace"], after["key"])


def delete(tx: Transaction, who: Principal, row: dict[str, Any]) -> None:
    """Delete a metafield. Only its owner may, whatever its permission set says of writing."""
    if row["owner_client_id"] != who.client_id and not manages_all(who):
        raise NotTheOwner("delete")
    tx.execute(
        sa.delete(metafield).where(metafield.c.store_id == row["store_id"], metafield.c.id == row["id"])
    )


FORGET = Prepared(
    sa.delete(metafield).where(
        metafield.c.store_id == sa.bindparam("of_store"),
        metafield.c.resource_type == sa.bindparam("kind"),
        among(metafield.c.resource_id),
    )
)


def forget(tx: Transaction, store_id: int, kind: ResourceType, resource_ids: Ids[int]) -> None:
    """Resources have been deleted, and with them go their metafields, whoever owns them.

    Called after the deletion, which waits for those who are writing metafields just now.
    """
    tx.run(FORGET, of_store=store_id, kind=kind, ids=resource_ids)


def render_documents(tx: Transaction, store_id: int, ids: set[int]) -> None:
    found = sa.select(metafield).where(metafield.c.store_id == store_id, metafield.c.id.in_(ids))
    documents = {row["id"]: render(Metafield, row) for row in tx.execute(found).mappings()}
    write_documents(tx, metafield, store_id, documents)

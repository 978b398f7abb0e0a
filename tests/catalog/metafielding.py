"""The four resources that have metafields, as tests see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.support.client import Client, succeeded

KINDS = ("product", "variant", "brand", "category")
ABSENT = 10**9
FIELDS = [
    "id",
    "key",
    "value",
    "namespace",
    "permission_set",
    "resource_type",
    "resource_id",
    "description",
    "date_created",
    "date_modified",
    "owner_client_id",
]


@dataclass(frozen=True)
class Owner:
    """A resource: `listing` is the path of its metafields, `batch` that of those of all its kind, `itself` its own."""

    kind: str
    id: int
    listing: str
    batch: str
    itself: str
    missing: str

    def metafield(self, metafield_id: int) -> str:
        return f"{self.listing}/{metafield_id}"


def make(client: Client, kind: str, name: str = "Able") -> Owner:
    """A new resource of a kind; two of a kind need two names."""
    made: dict[str, Any]
    name = f"{name} ({kind})"
    if kind in ("product", "variant"):
        made = client.create_product(name)
        product = f"/catalog/products/{made['id']}"
        if kind == "product":
            return owner(kind, made["id"], product, "/catalog/products")
        variant_id = made["base_variant_id"]
        return owner(kind, variant_id, f"{product}/variants/{variant_id}", "/catalog/variants")
    plural = {"brand": "brands", "category": "categories"}[kind]
    body = {"name": name} | ({"parent_id": 0} if kind == "category" else {})
    made = succeeded(client.post(f"/catalog/{plural}", body))
    return owner(kind, made["id"], f"/catalog/{plural}/{made['id']}", f"/catalog/{plural}")


def owner(kind: str, resource_id: int, itself: str, collection: str) -> Owner:
    missing = f"A {kind} was not found with an id of {{}}"
    if kind == "variant":
        missing = "The variant with id {} does not exist"
    return Owner(kind, resource_id, f"{itself}/metafields", f"{collection}/metafields", itself, missing)


def fields(**changed: Any) -> dict[str, Any]:
    """A metafield as it is sent."""
    return {
        "namespace": "Warehouse",
        "key": "shelf",
        "value": "4HG",
        "permission_set": "write",
        "description": "Where it is kept",
        **changed,
    }


def create(client: Client, of: Owner, **changed: Any) -> Any:
    return succeeded(client.post(of.listing, fields(**changed)))


def keys(rows: list[dict[str, Any]]) -> list[str]:
    return [row["key"] for row in rows]

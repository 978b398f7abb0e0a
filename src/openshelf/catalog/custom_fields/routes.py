"""Operations of custom fields: `/catalog/products/{product_id}/custom-fields`."""

from __future__ import annotations

from openshelf.catalog import children
from openshelf.catalog.children import Child
from openshelf.catalog.context import Catalog
from openshelf.catalog.custom_fields import service
from openshelf.catalog.custom_fields.schemas import CustomField, CustomFieldPost, CustomFieldPut
from openshelf.catalog.custom_fields.service import (
    CustomFieldExists,
    CustomFieldNotFound,
    TooManyCustomFields,
)
from openshelf.catalog.products.locking import ProductNotFound
from openshelf.persistence.tables import custom_field
from openshelf.wire.envelope import Answer
from openshelf.wire.problems import InvalidFields, MissingFields
from openshelf.wire.query import Collection
from openshelf.wire.routing import Call, Routes

routes = Routes[Catalog]("Product Custom Fields")

CHILD = Child(custom_field, "custom_field_id", CustomFieldNotFound)
FIELDS = tuple(CustomField.__struct_fields__)
LIST = Collection(fields=FIELDS)
ONE = Collection(fields=FIELDS, paged=False)


@routes.get(
    "/catalog/products/{product_id}/custom-fields",
    returns=CustomField,
    many=True,
    query=LIST,
    problems=(ProductNotFound,),
)
async def list_custom_fields(call: Call[None], catalog: Catalog) -> Answer:
    """List the custom fields of a product."""
    return await children.listed(CHILD, call, catalog)


@routes.post(
    "/catalog/products/{product_id}/custom-fields",
    body=CustomFieldPost,
    returns=CustomField,
    problems=(ProductNotFound, MissingFields, InvalidFields, CustomFieldExists, TooManyCustomFields),
)
async def create_custom_field(call: Call[CustomFieldPost], catalog: Catalog) -> Answer:
    """Add a custom field to a product."""
    return await children.saved(
        CHILD, call, catalog, lambda tx, product_id: service.add(tx, call.store_id, product_id, call.body)
    )


@routes.get(
    "/catalog/products/{product_id}/custom-fields/{custom_field_id}",
    returns=CustomField,
    query=ONE,
    problems=(ProductNotFound, CustomFieldNotFound),
)
async def get_custom_field(call: Call[None], catalog: Catalog) -> Answer:
    """Get one custom field of a product."""
    return await children.got(CHILD, call, catalog)


@routes.put(
    "/catalog/products/{product_id}/custom-fields/{custom_field_id}",
    body=CustomFieldPut,
    returns=CustomField,
    problems=(ProductNotFound, CustomFieldNotFound, InvalidFields, CustomFieldExists),
)
async def update_custom_field(call: Call[CustomFieldPut], catalog: Catalog) -> Answer:
    """Change the name or the value of a custom field."""
    field_id = call.path["custom_field_id"]
    return await children.saved(
        CHILD,
        call,
        catalog,
        lambda tx, product_id: service.change(tx, call.store_id, product_id, field_id, call.body),
    )


@routes.delete(
    "/catalog/products/{product_id}/custom-fields/{custom_field_id}",
    problems=(ProductNotFound, CustomFieldNotFound),
)
async def delete_custom_field(call: Call[None], catalog: Catalog) -> Answer:
    """Delete a custom field of a product."""
    return await children.deleted(CHILD, call, catalog, must_exist=True)

"""Operations of modifiers and their values: `/catalog/products/{product_id}/modifiers/…`."""

from __future__ import annotations

from openshelf.catalog import children
from openshelf.catalog.children import Child
from openshelf.catalog.choices import operations, values
from openshelf.catalog.choices.problems import DisplayNameUsed, LabelUsed, SeveralDefaults, TooManyValues
from openshelf.catalog.choices.schemas import ModifierValueGiven
from openshelf.catalog.context import Catalog
from openshelf.catalog.modifiers import service
from openshelf.catalog.modifiers.schemas import Modifier, ModifierPost, ModifierPut, ModifierValue, ModifierValueNew
from openshelf.catalog.modifiers.service import ModifierNotFound, ModifierValueNotFound
from openshelf.catalog.products.locking import ProductNotFound
from openshelf.catalog.types import or_else
from openshelf.media.problems import ImageNotDownloaded, ImageUrlInvalid, ImageUrlNotAnImage, ImageUrlTooLarge
from openshelf.persistence.tables import modifier
from openshelf.wire.envelope import Answer
from openshelf.wire.problems import InvalidFields, MissingFields, Problem
from openshelf.wire.query import Collection
from openshelf.wire.routing import Call, Routes

routes = Routes[Catalog]("Product Variant Modifiers")

CHILD = Child(modifier, "modifier_id", ModifierNotFound)
VALUES = operations.Values(CHILD, service.VALUES, ModifierValueNotFound)
FIELDS = tuple(Modifier.__struct_fields__)
VALUE_FIELDS = tuple(ModifierValue.__struct_fields__)
LIST = Collection(fields=FIELDS)
ONE = Collection(fields=FIELDS, paged=False)
VALUE_LIST = Collection(fields=VALUE_FIELDS)
VALUE_ONE = Collection(fields=VALUE_FIELDS, paged=False)
INVALID: tuple[type[Problem], ...] = (
    InvalidFields,
    MissingFields,
    LabelUsed,
    SeveralDefaults,
    TooManyValues,
    ImageNotDownloaded,
    ImageUrlInvalid,
    ImageUrlNotAnImage,
    ImageUrlTooLarge,
)


@routes.get(
    "/catalog/products/{product_id}/modifiers",
    returns=Modifier,
    many=True,
    query=LIST,
    problems=(ProductNotFound,),
)
async def list_modifiers(call: Call[None], catalog: Catalog) -> Answer:
    """List the modifiers of a product."""
    return await children.listed(CHILD, call, catalog)


@routes.post(
    "/catalog/products/{product_id}/modifiers",
    body=ModifierPost,
    returns=Modifier,
    problems=(ProductNotFound, DisplayNameUsed, *INVALID),
)
async def create_modifier(call: Call[ModifierPost], catalog: Catalog) -> Answer:
    """Create a modifier with its values; variants are not made by it."""
    kept = await operations.keep_pictures(call, catalog, call.body.option_values)
    return await children.saved(
        CHILD, call, catalog, lambda tx, product_id: service.create(tx, call.store_id, product_id, call.body, kept)
    )


@routes.get(
    "/catalog/products/{product_id}/modifiers/{modifier_id}",
    returns=Modifier,
    query=ONE,
    problems=(ProductNotFound, ModifierNotFound),
)
async def get_modifier(call: Call[None], catalog: Catalog) -> Answer:
    """Get one modifier of a product."""
    return await children.got(CHILD, call, catalog)


@routes.put(
    "/catalog/products/{product_id}/modifiers/{modifier_id}",
    body=ModifierPut,
    returns=Modifier,
    problems=(ProductNotFound, ModifierNotFound, DisplayNameUsed, *INVALID),
)
async def update_modifier(call: Call[ModifierPut], catalog: Catalog) -> Answer:
    """Change a modifier; values that are named are changed or added, the others stay."""
    kept = await operations.keep_pictures(call, catalog, or_else(call.body.option_values, []), CHILD)
    modifier_id = call.path["modifier_id"]
    return await children.saved(
        CHILD,
        call,
        catalog,
        lambda tx, product_id: service.change(tx, call.store_id, product_id, modifier_id, call.body, kept),
    )


@routes.delete("/catalog/products/{product_id}/modifiers/{modifier_id}", problems=(ProductNotFound,))
async def delete_modifier(call: Call[None], catalog: Catalog) -> Answer:
    """Delete a modifier with the variants that have a value of it; after the last variant the product has a
    base variant again."""
    modifier_id = call.path["modifier_id"]
    return await operations.deleted(
        call, catalog, lambda tx, product_id: service.delete(tx, call.store_id, product_id, modifier_id)
    )


@routes.get(
    "/catalog/products/{product_id}/modifiers/{modifier_id}/values",
    returns=ModifierValue,
    many=True,
    query=VALUE_LIST,
    problems=(ProductNotFound, ModifierNotFound),
)
async def list_option_values(call: Call[None], catalog: Catalog) -> Answer:
    """List the values of a modifier."""
    return await operations.listed(VALUES, call, catalog)


@routes.post(
    "/catalog/products/{product_id}/modifiers/{modifier_id}/values",
    body=ModifierValueNew,
    returns=ModifierValue,
    problems=(ProductNotFound, ModifierNotFound, *INVALID),
)
async def create_modifier_value(call: Call[ModifierValueNew], catalog: Catalog) -> Answer:
    """Add a value to a modifier; variants are not made by it."""
    kept = await operations.keep_pictures(call, catalog, [call.body], CHILD, values.NEW)
    modifier_id = call.path["modifier_id"]
    return await operations.saved(
        VALUES,
        call,
        catalog,
        lambda tx, product_id: service.save_value(
            tx, call.store_id, product_id, modifier_id, call.body, kept=kept
        ),
    )


@routes.get(
    "/catalog/products/{product_id}/modifiers/{modifier_id}/values/{value_id}",
    returns=ModifierValue,
    query=VALUE_ONE,
    problems=(ProductNotFound, ModifierNotFound, ModifierValueNotFound),
)
async def get_modifier_value(call: Call[None], catalog: Catalog) -> Answer:
    """Get one value of a modifier."""
    return await operations.got(VALUES, call, catalog)


@routes.put(
    "/catalog/products/{product_id}/modifiers/{modifier_id}/values/{value_id}",
    body=ModifierValueGiven,
    returns=ModifierValue,
    problems=(ProductNotFound, ModifierNotFound, ModifierValueNotFound, *INVALID),
)
async def update_modifier_value(call: Call[ModifierValueGiven], catalog: Catalog) -> Answer:
    """Change a value of a modifier."""
    modifier_id, value_id = call.path["modifier_id"], call.path["value_id"]
    kept = await operations.keep_pictures(call, catalog, [call.body], CHILD, value_id)
    return await operations.saved(
        VALUES,
        call,
        catalog,
        lambda tx, product_id: service.save_value(
            tx, call.store_id, product_id, modifier_id, call.body, value_id, kept
        ),
    )


@routes.delete(
    "/catalog/products/{product_id}/modifiers/{modifier_id}/values/{value_id}",
    problems=(ProductNotFound, ModifierNotFound),
)
async def delete_modifier_value(call: Call[None], catalog: Catalog) -> Answer:
    """Delete a value of a modifier with the variants that have it."""
    modifier_id, value_id = call.path["modifier_id"], call.path["value_id"]
    return await operations.deleted(
        call,
        catalog,
        lambda tx, product_id: service.delete_value(tx, call.store_id, product_id, modifier_id, value_id),
    )

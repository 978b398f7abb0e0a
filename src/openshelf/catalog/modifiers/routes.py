"""Operations of modifiers and their values: `/catalog/products/{product_id}/modifiers/…`."""

from __future__ import annotations

from openshelf.catalog import children
from openshelf.catalog.children import Child
from openshelf.catalog.choices import operations, values
from openshelf.catalog.choices.problems import DisplayNameUsed, LabelUsed, SeveralDefaults, TooManyValues
from openshelf.catalog.context import Catalog
from openshelf.catalog.modifiers import service
from openshelf.catalog.modifiers.schemas import (
    Modifier,
    ModifierPost,
    ModifierPut,
    ModifierValue,
    ModifierValueGiven,
    ModifierValueNew,
    ValueImage,
    ValueImageForm,
)
from openshelf.catalog.modifiers.service import CheckboxValuesStay, ModifierNotFound, ModifierValueNotFound
from openshelf.catalog.products.locking import ProductNotFound, lock_product, product_changed
from openshelf.catalog.types import or_else
from openshelf.media import pictures
from openshelf.media.problems import (
    ImageFileInvalid,
    ImageFileTooLarge,
    ImageMissing,
    ImageNotDownloaded,
    ImageUrlInvalid,
    ImageUrlNotAnImage,
    ImageUrlTooLarge,
)
from openshelf.media.source import receive_picture
from openshelf.persistence import documents
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import modifier
from openshelf.wire.envelope import Answer, item
from openshelf.wire.problems import InvalidFields, MissingFields, Problem
from openshelf.wire.query import Collection
from openshelf.wire.routing import Call, Routes

routes = Routes[Catalog]("Product Modifiers")

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
    CheckboxValuesStay,
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
    """Create a modifier with its values; a checkbox gets its values Yes and No by itself."""
    kept = await operations.keep_pictures(call, catalog, or_else(call.body.option_values, []))
    return await children.saved(
        CHILD,
        call,
        catalog,
        lambda tx, product_id: service.create(tx, call.store_id, product_id, call.body, kept),
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
    """Delete a modifier with the complex rules that ask for it."""
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
async def list_modifier_values(call: Call[None], catalog: Catalog) -> Answer:
    """List the values of a modifier."""
    return await operations.listed(VALUES, call, catalog)


@routes.post(
    "/catalog/products/{product_id}/modifiers/{modifier_id}/values",
    body=ModifierValueNew,
    returns=ModifierValue,
    problems=(ProductNotFound, ModifierNotFound, *INVALID),
)
async def create_modifier_value(call: Call[ModifierValueNew], catalog: Catalog) -> Answer:
    """Add a value to a modifier that is chosen from a list."""
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
    problems=(ProductNotFound, ModifierNotFound, CheckboxValuesStay),
)
async def delete_modifier_value(call: Call[None], catalog: Catalog) -> Answer:
    """Delete a value of a modifier with the complex rules that ask for it."""
    modifier_id, value_id = call.path["modifier_id"], call.path["value_id"]
    return await operations.deleted(
        call,
        catalog,
        lambda tx, product_id: service.delete_value(tx, call.store_id, product_id, modifier_id, value_id),
    )


@routes.upload(
    "/catalog/products/{product_id}/modifiers/{modifier_id}/values/{value_id}/image",
    body=None,
    form=ValueImageForm,
    returns=ValueImage,
    problems=(
        ProductNotFound,
        ModifierNotFound,
        ModifierValueNotFound,
        ImageMissing,
        ImageFileInvalid,
        ImageFileTooLarge,
        ImageNotDownloaded,
        ImageUrlInvalid,
    ),
)
async def set_modifier_value_image(call: Call[None], catalog: Catalog) -> Answer:
    """Make a picture the one that is shown when the value is chosen, in place of any earlier one."""
    modifier_id, value_id = call.path["modifier_id"], call.path["value_id"]

    def look(tx: Transaction) -> None:
        VALUES.require_parent(tx, call)
        operations.document(VALUES, tx, call, catalog, value_id)

    await catalog.database.point_read(look)
    received = await receive_picture(
        call.request, catalog.pipeline, call.principal.store_hash, pictures.MODIFIER_VALUE
    )

    def work(tx: Transaction) -> str:
        product_id = call.path["product_id"]
        lock_product(tx, call.store_id, product_id)
        path = service.set_image(tx, call.store_id, product_id, modifier_id, value_id, received)
        product_changed(tx, call.store_id, product_id)
        return path

    path = await catalog.database.write(work)
    return item(b'{"image_url":' + bytes(documents.url(path)) + b"}")

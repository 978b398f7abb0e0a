"""Operations of variant options and their values: `/catalog/products/{product_id}/options/…`."""

from __future__ import annotations

from openshelf.catalog import children
from openshelf.catalog.children import Child
from openshelf.catalog.choices import operations, values
from openshelf.catalog.choices.problems import DisplayNameUsed, LabelUsed, SeveralDefaults, TooManyValues
from openshelf.catalog.choices.schemas import ValueGiven
from openshelf.catalog.context import Catalog
from openshelf.catalog.options import service
from openshelf.catalog.options.schemas import Option, OptionPost, OptionPut, OptionValue, OptionValueNew
from openshelf.catalog.options.service import OptionNotFound, OptionValueNotFound
from openshelf.catalog.products.locking import ProductNotFound
from openshelf.catalog.types import or_else
from openshelf.media.problems import ImageNotDownloaded, ImageUrlInvalid, ImageUrlNotAnImage, ImageUrlTooLarge
from openshelf.persistence.tables import option
from openshelf.wire.envelope import Answer
from openshelf.wire.problems import InvalidFields, MissingFields, Problem
from openshelf.wire.query import Collection
from openshelf.wire.routing import Call, Routes

routes = Routes[Catalog]("Product Variant Options")

CHILD = Child(option, "option_id", OptionNotFound)
VALUES = operations.Values(CHILD, service.VALUES, OptionValueNotFound)
FIELDS = tuple(Option.__struct_fields__)
VALUE_FIELDS = tuple(OptionValue.__struct_fields__)
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
    "/catalog/products/{product_id}/options",
    returns=Option,
    many=True,
    query=LIST,
    problems=(ProductNotFound,),
)
async def list_options(call: Call[None], catalog: Catalog) -> Answer:
    """List the variant options of a product."""
    return await children.listed(CHILD, call, catalog)


@routes.post(
    "/catalog/products/{product_id}/options",
    body=OptionPost,
    returns=Option,
    problems=(ProductNotFound, DisplayNameUsed, *INVALID),
)
async def create_option(call: Call[OptionPost], catalog: Catalog) -> Answer:
    """Create a variant option with its values; variants are not made by it."""
    kept = await operations.keep_pictures(call, catalog, call.body.option_values)
    return await children.saved(
        CHILD,
        call,
        catalog,
        lambda tx, product_id: service.create(tx, call.store_id, product_id, call.body, kept.textures),
    )


@routes.get(
    "/catalog/products/{product_id}/options/{option_id}",
    returns=Option,
    query=ONE,
    problems=(ProductNotFound, OptionNotFound),
)
async def get_option(call: Call[None], catalog: Catalog) -> Answer:
    """Get one variant option of a product."""
    return await children.got(CHILD, call, catalog)


@routes.put(
    "/catalog/products/{product_id}/options/{option_id}",
    body=OptionPut,
    returns=Option,
    problems=(ProductNotFound, OptionNotFound, DisplayNameUsed, *INVALID),
)
async def update_option(call: Call[OptionPut], catalog: Catalog) -> Answer:
    """Change a variant option; values that are named are changed or added, the others stay."""
    kept = await operations.keep_pictures(call, catalog, or_else(call.body.option_values, []), CHILD)
    option_id = call.path["option_id"]
    return await children.saved(
        CHILD,
        call,
        catalog,
        lambda tx, product_id: service.change(
            tx, call.store_id, product_id, option_id, call.body, kept.textures
        ),
    )


@routes.delete("/catalog/products/{product_id}/options/{option_id}", problems=(ProductNotFound,))
async def delete_option(call: Call[None], catalog: Catalog) -> Answer:
    """Delete a variant option with the variants that have a value of it; after the last variant the product has a
    base variant again."""
    option_id = call.path["option_id"]
    return await operations.deleted(
        call, catalog, lambda tx, product_id: service.delete(tx, call.store_id, product_id, option_id)
    )


@routes.get(
    "/catalog/products/{product_id}/options/{option_id}/values",
    returns=OptionValue,
    many=True,
    query=VALUE_LIST,
    problems=(ProductNotFound, OptionNotFound),
)
async def list_option_values(call: Call[None], catalog: Catalog) -> Answer:
    """List the values of a variant option."""
    return await operations.listed(VALUES, call, catalog)


@routes.post(
    "/catalog/products/{product_id}/options/{option_id}/values",
    body=OptionValueNew,
    returns=OptionValue,
    problems=(ProductNotFound, OptionNotFound, *INVALID),
)
async def create_option_value(call: Call[OptionValueNew], catalog: Catalog) -> Answer:
    """Add a value to a variant option; variants are not made by it."""
    kept = await operations.keep_pictures(call, catalog, [call.body], CHILD, values.NEW)
    option_id = call.path["option_id"]
    return await operations.saved(
        VALUES,
        call,
        catalog,
        lambda tx, product_id: service.save_value(
            tx, call.store_id, product_id, option_id, call.body, kept=kept.textures
        ),
    )


@routes.get(
    "/catalog/products/{product_id}/options/{option_id}/values/{value_id}",
    returns=OptionValue,
    query=VALUE_ONE,
    problems=(ProductNotFound, OptionNotFound, OptionValueNotFound),
)
async def get_option_value(call: Call[None], catalog: Catalog) -> Answer:
    """Get one value of a variant option."""
    return await operations.got(VALUES, call, catalog)


@routes.put(
    "/catalog/products/{product_id}/options/{option_id}/values/{value_id}",
    body=ValueGiven,
    returns=OptionValue,
    problems=(ProductNotFound, OptionNotFound, OptionValueNotFound, *INVALID),
)
async def update_option_value(call: Call[ValueGiven], catalog: Catalog) -> Answer:
    """Change a value of a variant option."""
    option_id, value_id = call.path["option_id"], call.path["value_id"]
    kept = await operations.keep_pictures(call, catalog, [call.body], CHILD, value_id)
    return await operations.saved(
        VALUES,
        call,
        catalog,
        lambda tx, product_id: service.save_value(
            tx, call.store_id, product_id, option_id, call.body, value_id, kept.textures
        ),
    )


@routes.delete(
    "/catalog/products/{product_id}/options/{option_id}/values/{value_id}",
    problems=(ProductNotFound, OptionNotFound),
)
async def delete_option_value(call: Call[None], catalog: Catalog) -> Answer:
    """Delete a value of a variant option with the variants that have it."""
    option_id, value_id = call.path["option_id"], call.path["value_id"]
    return await operations.deleted(
        call,
        catalog,
        lambda tx, product_id: service.delete_value(tx, call.store_id, product_id, option_id, value_id),
    )

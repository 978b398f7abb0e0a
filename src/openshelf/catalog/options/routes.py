"""Operations of variant options: `/catalog/products/{product_id}/options`."""

from __future__ import annotations

from openshelf.catalog import children
from openshelf.catalog.children import Child
from openshelf.catalog.context import Catalog
from openshelf.catalog.options import service
from openshelf.catalog.options.schemas import Option, OptionPost
from openshelf.catalog.options.service import DisplayNameUsed, LabelUsed, OptionNotFound, SeveralDefaults
from openshelf.catalog.products.locking import ProductNotFound
from openshelf.persistence.tables import option
from openshelf.wire.envelope import Answer
from openshelf.wire.problems import InvalidFields, MissingFields
from openshelf.wire.query import Collection
from openshelf.wire.routing import Call, Routes

routes = Routes[Catalog]("Product Variant Options")

CHILD = Child(option, "option_id", OptionNotFound)
FIELDS = tuple(Option.__struct_fields__)
LIST = Collection(fields=FIELDS)
ONE = Collection(fields=FIELDS, paged=False)


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
    problems=(ProductNotFound, DisplayNameUsed, LabelUsed, SeveralDefaults, MissingFields, InvalidFields),
)
async def create_option(call: Call[OptionPost], catalog: Catalog) -> Answer:
    """Create a variant option with its values; variants are not made by it."""
    return await children.saved(
        CHILD, call, catalog, lambda tx, product_id: service.create(tx, call.store_id, product_id, call.body)
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

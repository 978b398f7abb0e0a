"""Operations of variant options: `/catalog/products/{product_id}/options`."""

from __future__ import annotations

from openshelf.catalog import collections
from openshelf.catalog.context import Catalog
from openshelf.catalog.options import service
from openshelf.catalog.options.schemas import Option, OptionPost
from openshelf.catalog.options.service import DisplayNameUsed, LabelUsed, OptionNotFound, SeveralDefaults
from openshelf.catalog.products.locking import ProductNotFound, lock_product, product_changed, require_product
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import option
from openshelf.wire.envelope import Answer, collection, item
from openshelf.wire.problems import InvalidFields, MissingFields
from openshelf.wire.query import Collection
from openshelf.wire.routing import Call, Routes

routes = Routes[Catalog]("Product Variant Options")

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
    product_id = call.path["product_id"]

    def work(tx: Transaction) -> collections.Page:
        require_product(tx, call.store_id, product_id)
        return collections.page(
            tx, option, call.store_id, call.query, catalog.public_url, option.c.product_id == product_id
        )

    return collection(await catalog.database.read(work), call.query.received)


@routes.post(
    "/catalog/products/{product_id}/options",
    body=OptionPost,
    returns=Option,
    problems=(ProductNotFound, DisplayNameUsed, LabelUsed, SeveralDefaults, MissingFields, InvalidFields),
)
async def create_option(call: Call[OptionPost], catalog: Catalog) -> Answer:
    """Create a variant option with its values; variants are not made by it."""
    product_id = call.path["product_id"]

    def work(tx: Transaction) -> bytes:
        lock_product(tx, call.store_id, product_id)
        option_id = service.create(tx, call.store_id, product_id, call.body)
        product_changed(tx, call.store_id, product_id)
        tx.flush()
        return one(tx, call, catalog, option_id)

    return item(await catalog.database.write(work))


@routes.get(
    "/catalog/products/{product_id}/options/{option_id}",
    returns=Option,
    query=ONE,
    problems=(ProductNotFound, OptionNotFound),
)
async def get_option(call: Call[None], catalog: Catalog) -> Answer:
    """Get one variant option of a product."""

    def work(tx: Transaction) -> bytes:
        require_product(tx, call.store_id, call.path["product_id"])
        return one(tx, call, catalog, call.path["option_id"])

    return item(await catalog.database.point_read(work))


def one(tx: Transaction, call: Call[object], catalog: Catalog, option_id: int) -> bytes:
    mine = option.c.product_id == call.path["product_id"]
    found = collections.document(tx, option, call.store_id, option_id, call.query, catalog.public_url, mine)
    if found is None:
        raise OptionNotFound(option_id)
    return found

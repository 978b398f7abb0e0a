"""Operations of complex rules: `/catalog/products/{product_id}/complex-rules`."""

from __future__ import annotations

import msgspec

from openshelf.catalog import children
from openshelf.catalog.children import Child
from openshelf.catalog.complex_rules import service
from openshelf.catalog.complex_rules.schemas import ComplexRule, ComplexRulePost, ComplexRulePut
from openshelf.catalog.complex_rules.service import ComplexRuleNotFound, ConditionsExist, ConditionsTooSimple
from openshelf.catalog.context import Catalog
from openshelf.catalog.products.locking import ProductNotFound, require_product
from openshelf.media import pictures
from openshelf.media.pictures import Kept
from openshelf.media.problems import ImageNotDownloaded, ImageUrlInvalid, ImageUrlNotAnImage, ImageUrlTooLarge
from openshelf.persistence import documents
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import complex_rule
from openshelf.wire.envelope import Answer
from openshelf.wire.problems import InvalidFields, MissingFields, Problem
from openshelf.wire.query import Collection
from openshelf.wire.routing import Call, Routes

routes = Routes[Catalog]("Product Complex Rules")

CHILD = Child(complex_rule, "complex_rule_id", ComplexRuleNotFound)
FIELDS = tuple(ComplexRule.__struct_fields__)
LIST = Collection(fields=FIELDS)
ONE = Collection(fields=FIELDS, paged=False)
INVALID: tuple[type[Problem], ...] = (
    InvalidFields,
    ConditionsTooSimple,
    ConditionsExist,
    ImageNotDownloaded,
    ImageUrlInvalid,
    ImageUrlNotAnImage,
    ImageUrlTooLarge,
)


@routes.get(
    "/catalog/products/{product_id}/complex-rules",
    returns=ComplexRule,
    many=True,
    query=LIST,
    problems=(ProductNotFound,),
)
async def list_complex_rules(call: Call[None], catalog: Catalog) -> Answer:
    """List the complex rules of a product."""
    return await children.listed(CHILD, call, catalog)


@routes.post(
    "/catalog/products/{product_id}/complex-rules",
    body=ComplexRulePost,
    returns=ComplexRule,
    problems=(ProductNotFound, MissingFields, *INVALID),
)
async def create_complex_rule(call: Call[ComplexRulePost], catalog: Catalog) -> Answer:
    """Add a complex rule to a product: what follows when several choices come together."""
    image = await keep_image(call, catalog)
    return await children.saved(
        CHILD,
        call,
        catalog,
        lambda tx, product_id: service.create(tx, call.store_id, product_id, call.body, image),
    )


@routes.get(
    "/catalog/products/{product_id}/complex-rules/{complex_rule_id}",
    returns=ComplexRule,
    query=ONE,
    problems=(ProductNotFound, ComplexRuleNotFound),
)
async def get_complex_rule(call: Call[None], catalog: Catalog) -> Answer:
    """Get one complex rule of a product."""
    return await children.got(CHILD, call, catalog)


@routes.put(
    "/catalog/products/{product_id}/complex-rules/{complex_rule_id}",
    body=ComplexRulePut,
    returns=ComplexRule,
    problems=(ProductNotFound, ComplexRuleNotFound, *INVALID),
)
async def update_complex_rule(call: Call[ComplexRulePut], catalog: Catalog) -> Answer:
    """Change a complex rule; conditions that are sent replace those that are there."""
    rule_id = call.path["complex_rule_id"]
    image = await keep_image(call, catalog, rule_id)
    return await children.saved(
        CHILD,
        call,
        catalog,
        lambda tx, product_id: service.change(tx, call.store_id, product_id, rule_id, call.body, image),
    )


@routes.delete("/catalog/products/{product_id}/complex-rules/{complex_rule_id}", problems=(ProductNotFound,))
async def delete_complex_rule(call: Call[None], catalog: Catalog) -> Answer:
    """Delete a complex rule of a product."""
    rule_id = call.path["complex_rule_id"]

    def release(tx: Transaction, _product_id: int) -> None:
        pictures.release_owned(tx, call.store_id, pictures.COMPLEX_RULE, [rule_id])

    return await children.deleted(CHILD, call, catalog, after=release)


async def keep_image(
    call: Call[ComplexRulePost] | Call[ComplexRulePut], catalog: Catalog, rule_id: int | None = None
) -> Kept | None:
    """Fetch the picture of a body, before any transaction is open, unless it is the one that the rule shows."""
    url = call.body.image_url
    if not isinstance(url, str) or not url:
        return None

    def work(tx: Transaction) -> bytes | None:
        require_product(tx, call.store_id, call.path["product_id"])
        return None if rule_id is None else children.document(CHILD, tx, call, catalog, rule_id)

    now = await catalog.database.point_read(work)
    if now is not None and url == shown(now, catalog):
        return None
    return await catalog.pipeline.from_url(call.principal.store_hash, pictures.COMPLEX_RULE, url)


class ShownRule(msgspec.Struct):
    image_url: str


def shown(document: bytes, catalog: Catalog) -> str:
    return msgspec.json.decode(documents.fill(document, catalog.public_url), type=ShownRule).image_url

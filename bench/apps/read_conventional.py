"""One product with its variants, images and options, as an application of today is usually written.

FastAPI, SQLAlchemy's async ORM over aiosqlite with selectinload, and a pydantic response model. The answer is
equal, value for value, to Openshelf's, from which its tables were filled. Served by uvicorn; `BENCH_FOLDER`
holds `catalog.sqlite`.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict, PlainSerializer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import selectinload

from bench.apps import catalog_rows as rows

FOLDER = Path(os.environ["BENCH_FOLDER"])

app = FastAPI()
engine = create_async_engine(f"sqlite+aiosqlite:///{FOLDER / 'catalog.sqlite'}")
sessions = async_sessionmaker(engine, expire_on_commit=False)


def _with_offset(moment: dt.datetime) -> str:
    return moment.replace(tzinfo=dt.UTC).isoformat()


# SQLite keeps no offset and the wire writes +00:00, where pydantic would write Z.
Moment = Annotated[dt.datetime, PlainSerializer(_with_offset, return_type=str)]


class Row(BaseModel):
    """A model that is filled from an ORM object."""

    model_config = ConfigDict(from_attributes=True)


class VariantOptionValue(Row):
    """One of a variant's choices."""

    id: int
    label: str
    option_id: int
    option_display_name: str


class Variant(Row):
    """A variant on the wire."""

    id: int
    product_id: int
    sku: str
    sku_id: int | None
    price: float | None
    calculated_price: float
    sale_price: float | None
    retail_price: float | None
    map_price: float | None
    weight: float | None
    calculated_weight: float
    width: float | None
    height: float | None
    depth: float | None
    is_free_shipping: bool
    fixed_cost_shipping_price: float | None
    purchasing_disabled: bool
    purchasing_disabled_message: str
    image_url: str
    cost_price: float | None
    upc: str
    mpn: str
    gtin: str
    inventory_level: int
    inventory_warning_level: int
    bin_picking_number: str
    option_values: list[VariantOptionValue]


class Image(Row):
    """A gallery image on the wire."""

    id: int
    product_id: int
    is_thumbnail: bool
    sort_order: int
    description: str
    image_file: str
    url_zoom: str
    url_standard: str
    url_thumbnail: str
    url_tiny: str
    date_modified: Moment


class OptionValue(Row):
    """An option's choice on the wire."""

    id: int
    label: str
    sort_order: int
    value_data: dict[str, Any] | None
    is_default: bool


class Option(Row):
    """An option on the wire."""

    id: int
    product_id: int
    name: str
    display_name: str
    type: str
    config: list[Any]
    sort_order: int
    option_values: list[OptionValue]
    image_url: str


class CustomUrl(BaseModel):
    """Where the storefront shows the product."""

    url: str
    is_customized: bool


class Product(Row):
    """A product on the wire, with what `include` adds."""

    id: int
    name: str
    type: str
    sku: str
    description: str
    weight: float
    width: float
    depth: float
    height: float
    price: float
    cost_price: float
    retail_price: float
    sale_price: float
    map_price: float
    tax_class_id: int
    product_tax_code: str
    calculated_price: float
    categories: list[int]
    brand_id: int
    option_set_id: int | None
    option_set_display: str
    inventory_level: int
    inventory_warning_level: int
    inventory_tracking: str
    reviews_rating_sum: int
    reviews_count: int
    total_sold: int
    fixed_cost_shipping_price: float
    is_free_shipping: bool
    is_visible: bool
    is_featured: bool
    related_products: list[int]
    warranty: str
    bin_picking_number: str
    layout_file: str
    upc: str
    mpn: str
    gtin: str
    date_last_imported: str
    search_keywords: str
    availability: str
    availability_description: str
    gift_wrapping_options_type: str
    gift_wrapping_options_list: list[int]
    sort_order: int
    condition: str
    is_condition_shown: bool
    order_quantity_minimum: int
    order_quantity_maximum: int
    page_title: str
    meta_keywords: list[str]
    meta_description: str
    date_created: Moment
    date_modified: Moment
    view_count: int
    preorder_release_date: Moment | None
    preorder_message: str
    is_preorder_only: bool
    is_price_hidden: bool
    price_hidden_label: str
    custom_url: CustomUrl
    base_variant_id: int | None
    open_graph_type: str
    open_graph_title: str
    open_graph_description: str
    open_graph_use_meta_description: bool
    open_graph_use_product_name: bool
    open_graph_use_image: bool
    variants: list[Variant]
    images: list[Image]
    options: list[Option]


class ProductAnswer(BaseModel):
    """The envelope of the answer."""

    data: Product
    meta: dict[str, Any] = {}


async def session() -> AsyncIterator[AsyncSession]:
    """A session for one request."""
    async with sessions() as opened:
        yield opened


@app.get("/ready")
async def ready() -> str:
    """Answers when requests can be taken."""
    return "ready"


@app.get("/stores/{store_hash}/v3/catalog/products/{product_id}", response_model=ProductAnswer)
async def get_product(
    store_hash: str,
    product_id: int,
    database: Annotated[AsyncSession, Depends(session)],
    include: str = "",
) -> Any:
    """One product with its variants, images and options; other includes are not offered."""
    if set(include.split(",")) != {"variants", "images", "options"}:
        raise HTTPException(422, f"include of {store_hash}")
    found = await database.execute(
        select(rows.Product)
        .where(rows.Product.id == product_id)
        .options(
            selectinload(rows.Product.variants)
            .selectinload(rows.Variant.option_values)
            .selectinload(rows.OptionValue.option),
            selectinload(rows.Product.images),
            selectinload(rows.Product.options).selectinload(rows.Option.option_values),
        )
    )
    product = found.scalar_one_or_none()
    if product is None:
        raise HTTPException(404, f"A product was not found with an id of {product_id}")
    return {"data": product, "meta": {}}

"""Wire shapes of products (behaviour 4.2, 4.3)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from openshelf.catalog.bulk_pricing_rules.schemas import BulkPricingRule, InlineBulkPricingRule
from openshelf.catalog.custom_fields.schemas import CustomField, InlineCustomField
from openshelf.catalog.images.schemas import InlineProductImage, ProductImage
from openshelf.catalog.modifiers.schemas import Modifier
from openshelf.catalog.moments import MaybeMoment
from openshelf.catalog.options.schemas import Option, OptionPost
from openshelf.catalog.reviews.schemas import Review
from openshelf.catalog.types import (
    Amount,
    Billion,
    CustomUrl,
    CustomUrlGiven,
    Fields,
    Id,
    Level,
    MetaOfPartlySaved,
    Name255,
    Order,
    Shape,
    Text14,
    Text255,
    Text65535,
)
from openshelf.catalog.variants.schemas import InlineVariantPost, Variant
from openshelf.catalog.videos.schemas import InlineVideo, Video
from openshelf.wire.openapi import Failure

Name = Annotated[str, Meta(min_length=1, max_length=250)]
ProductType = Literal["physical", "digital"]
Tracking = Literal["none", "product", "variant"]
Availability = Literal["available", "disabled", "preorder"]
GiftWrapping = Literal["any", "none", "list"]
Condition = Literal["New", "Used", "Refurbished"]
RelationType = Literal["variant_option", "modifier"]
OpenGraphType = Literal["product", "album", "book", "drink", "food", "game", "movie", "song", "tv_show"]


Related = Annotated[int, Meta(ge=-1, le=2**53)]
"""The id of a product, or -1 for products that the shop finds by itself."""


class Product(Shape, kw_only=True):
    """A product as it is answered; the order of its fields is that of the wire."""

    id: int
    name: str
    type: ProductType
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
    inventory_tracking: Tracking
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
    availability: Availability
    availability_description: str
    gift_wrapping_options_type: GiftWrapping
    gift_wrapping_options_list: list[int]
    sort_order: int
    condition: Condition
    is_condition_shown: bool
    order_quantity_minimum: int
    order_quantity_maximum: int
    page_title: str
    meta_keywords: list[str]
    meta_description: str
    date_created: str
    date_modified: str
    view_count: int
    preorder_release_date: str | None
    preorder_message: str
    is_preorder_only: bool
    is_price_hidden: bool
    price_hidden_label: str
    custom_url: CustomUrl
    base_variant_id: int | None
    open_graph_type: OpenGraphType
    open_graph_title: str
    open_graph_description: str
    open_graph_use_meta_description: bool
    open_graph_use_product_name: bool
    open_graph_use_image: bool


class ParentRelation(Shape, kw_only=True):
    """Where another product offers this one: by a value of an option, or of a modifier, of a product list."""

    type: RelationType
    product_id: int
    attribute_id: int


class ProductWithIncludes(Product, kw_only=True):
    """A product with the sub-resources that `include` can ask for."""

    variants: list[Variant] | UnsetType = UNSET
    images: list[ProductImage] | UnsetType = UNSET
    primary_image: ProductImage | UnsetType | None = UNSET
    channels: list[int] | UnsetType = UNSET
    custom_fields: list[CustomField] | UnsetType = UNSET
    options: list[Option] | UnsetType = UNSET
    modifiers: list[Modifier] | UnsetType = UNSET
    videos: list[Video] | UnsetType = UNSET
    reviews: list[Review] | UnsetType = UNSET
    bulk_pricing_rules: list[BulkPricingRule] | UnsetType = UNSET
    parent_relations: list[ParentRelation] | UnsetType = UNSET


class ProductPartlySaved(Shape, kw_only=True):
    """A 207: saved, but for one thing. The published document shows a list where one product is one object."""

    data: ProductWithIncludes | list[ProductWithIncludes]
    errors: Failure
    meta: MetaOfPartlySaved


class ProductFields(Fields, kw_only=True):
    """All that a caller may say of a product; nothing of it is needed to change one."""

    name: Name | UnsetType = UNSET
    type: ProductType | UnsetType = UNSET
    sku: Text255 | UnsetType = UNSET
    description: str | UnsetType = UNSET
    weight: Amount | UnsetType = UNSET
    width: Amount | UnsetType = UNSET
    depth: Amount | UnsetType = UNSET
    height: Amount | UnsetType = UNSET
    price: Amount | UnsetType = UNSET
    cost_price: Amount | UnsetType = UNSET
    retail_price: Amount | UnsetType = UNSET
    sale_price: Amount | UnsetType = UNSET
    map_price: Amount | UnsetType = UNSET
    tax_class_id: Annotated[int, Meta(ge=0, le=255)] | UnsetType = UNSET
    product_tax_code: Text255 | UnsetType = UNSET
    categories: Annotated[list[Id], Meta(max_length=1000)] | UnsetType = UNSET
    brand_id: Billion | UnsetType = UNSET
    brand_name: Name255 | UnsetType | None = UNSET
    inventory_level: Level | UnsetType = UNSET
    inventory_warning_level: Level | UnsetType = UNSET
    inventory_tracking: Tracking | UnsetType = UNSET
    fixed_cost_shipping_price: Amount | UnsetType = UNSET
    is_free_shipping: bool | UnsetType = UNSET
    is_visible: bool | UnsetType = UNSET
    is_featured: bool | UnsetType = UNSET
    related_products: Annotated[list[Related], Meta(max_length=50)] | UnsetType = UNSET
    warranty: Text65535 | UnsetType = UNSET
    bin_picking_number: Text255 | UnsetType = UNSET
    layout_file: Annotated[str, Meta(max_length=500)] | UnsetType = UNSET
    upc: Text14 | UnsetType | None = UNSET
    mpn: Text255 | UnsetType | None = UNSET
    gtin: Text14 | UnsetType | None = UNSET
    date_last_imported: MaybeMoment | UnsetType = UNSET
    search_keywords: Text65535 | UnsetType = UNSET
    availability: Availability | UnsetType = UNSET
    availability_description: Text255 | UnsetType = UNSET
    gift_wrapping_options_type: GiftWrapping | UnsetType = UNSET
    gift_wrapping_options_list: list[Id] | UnsetType = UNSET
    sort_order: Order | UnsetType = UNSET
    condition: Condition | UnsetType = UNSET
    is_condition_shown: bool | UnsetType = UNSET
    order_quantity_minimum: Billion | UnsetType = UNSET
    order_quantity_maximum: Billion | UnsetType = UNSET
    page_title: Text255 | UnsetType = UNSET
    meta_keywords: list[str] | UnsetType = UNSET
    meta_description: Text65535 | UnsetType = UNSET
    view_count: Billion | UnsetType = UNSET
    preorder_release_date: MaybeMoment | UnsetType = UNSET
    preorder_message: Text255 | UnsetType = UNSET
    is_preorder_only: bool | UnsetType = UNSET
    is_price_hidden: bool | UnsetType = UNSET
    price_hidden_label: Annotated[str, Meta(max_length=200)] | UnsetType = UNSET
    custom_url: CustomUrlGiven | UnsetType = UNSET
    open_graph_type: OpenGraphType | UnsetType = UNSET
    open_graph_title: str | UnsetType = UNSET
    open_graph_description: str | UnsetType = UNSET
    open_graph_use_meta_description: bool | UnsetType = UNSET
    open_graph_use_product_name: bool | UnsetType = UNSET
    open_graph_use_image: bool | UnsetType = UNSET
    custom_fields: Annotated[list[InlineCustomField], Meta(max_length=200)] | UnsetType = UNSET
    images: Annotated[list[InlineProductImage], Meta(max_length=1000)] | UnsetType = UNSET
    videos: list[InlineVideo] | UnsetType = UNSET
    bulk_pricing_rules: Annotated[list[InlineBulkPricingRule], Meta(max_length=50)] | UnsetType = UNSET

    # What a client was shown it may send back; these follow the product's orders and reviews.
    total_sold: Any | UnsetType = UNSET
    reviews_rating_sum: Any | UnsetType = UNSET
    reviews_count: Any | UnsetType = UNSET


class ProductPost(ProductFields, kw_only=True):
    """A new product."""

    name: Name
    type: ProductType
    weight: Amount
    price: Amount
    options: list[OptionPost] | UnsetType = UNSET
    variants: Annotated[list[InlineVariantPost], Meta(max_length=600)] | UnsetType = UNSET


class ProductPut(ProductFields, kw_only=True):
    """Changes to a product; what is left out stays."""


class ProductBatchPut(ProductFields, kw_only=True):
    """Changes to one of several products; one without an id is refused as an incomplete new one."""

    id: Id | UnsetType = UNSET

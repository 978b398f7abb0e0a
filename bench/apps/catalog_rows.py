"""The tables of the conventional read application, as SQLAlchemy's documentation teaches the ORM.

Amounts are floats and image addresses whole texts, so that this app does less for each row than one with
decimals and addresses made on the way out: where there was a choice, it is the cheaper one.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """Declares the tables."""

    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON, list[int]: JSON, list[str]: JSON}  # noqa: RUF012


class Product(Base):
    """A product with every field that the wire shows."""

    __tablename__ = "product"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    type: Mapped[str]
    sku: Mapped[str]
    description: Mapped[str]
    weight: Mapped[float]
    width: Mapped[float]
    depth: Mapped[float]
    height: Mapped[float]
    price: Mapped[float]
    cost_price: Mapped[float]
    retail_price: Mapped[float]
    sale_price: Mapped[float]
    map_price: Mapped[float]
    tax_class_id: Mapped[int]
    product_tax_code: Mapped[str]
    calculated_price: Mapped[float]
    categories: Mapped[list[int]]
    brand_id: Mapped[int]
    option_set_id: Mapped[int | None]
    option_set_display: Mapped[str]
    inventory_level: Mapped[int]
    inventory_warning_level: Mapped[int]
    inventory_tracking: Mapped[str]
    reviews_rating_sum: Mapped[int]
    reviews_count: Mapped[int]
    total_sold: Mapped[int]
    fixed_cost_shipping_price: Mapped[float]
    is_free_shipping: Mapped[bool]
    is_visible: Mapped[bool]
    is_featured: Mapped[bool]
    related_products: Mapped[list[int]]
    warranty: Mapped[str]
    bin_picking_number: Mapped[str]
    layout_file: Mapped[str]
    upc: Mapped[str]
    mpn: Mapped[str]
    gtin: Mapped[str]
    date_last_imported: Mapped[str]
    search_keywords: Mapped[str]
    availability: Mapped[str]
    availability_description: Mapped[str]
    gift_wrapping_options_type: Mapped[str]
    gift_wrapping_options_list: Mapped[list[int]]
    sort_order: Mapped[int]
    condition: Mapped[str]
    is_condition_shown: Mapped[bool]
    order_quantity_minimum: Mapped[int]
    order_quantity_maximum: Mapped[int]
    page_title: Mapped[str]
    meta_keywords: Mapped[list[str]]
    meta_description: Mapped[str]
    date_created: Mapped[dt.datetime]
    date_modified: Mapped[dt.datetime]
    view_count: Mapped[int]
    preorder_release_date: Mapped[dt.datetime | None]
    preorder_message: Mapped[str]
    is_preorder_only: Mapped[bool]
    is_price_hidden: Mapped[bool]
    price_hidden_label: Mapped[str]
    custom_url: Mapped[dict[str, Any]]
    base_variant_id: Mapped[int | None]
    open_graph_type: Mapped[str]
    open_graph_title: Mapped[str]
    open_graph_description: Mapped[str]
    open_graph_use_meta_description: Mapped[bool]
    open_graph_use_product_name: Mapped[bool]
    open_graph_use_image: Mapped[bool]

    variants: Mapped[list[Variant]] = relationship(order_by="Variant.id")
    images: Mapped[list[Image]] = relationship(order_by="Image.id")
    options: Mapped[list[Option]] = relationship(order_by="Option.sort_order, Option.id")


class Option(Base):
    """What a product is chosen by, such as Color."""

    __tablename__ = "option"
    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    name: Mapped[str]
    display_name: Mapped[str]
    type: Mapped[str]
    config: Mapped[list[Any]]
    sort_order: Mapped[int]
    image_url: Mapped[str]

    option_values: Mapped[list[OptionValue]] = relationship(
        order_by="OptionValue.sort_order, OptionValue.id", back_populates="option"
    )


variant_option_value = Table(
    "variant_option_value",
    Base.metadata,
    Column("variant_id", ForeignKey("variant.id"), primary_key=True),
    Column("option_value_id", ForeignKey("option_value.id"), primary_key=True),
)


class OptionValue(Base):
    """One of an option's choices, such as Red."""

    __tablename__ = "option_value"
    id: Mapped[int] = mapped_column(primary_key=True)
    option_id: Mapped[int] = mapped_column(ForeignKey("option.id"), index=True)
    label: Mapped[str]
    sort_order: Mapped[int]
    value_data: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    is_default: Mapped[bool]

    option: Mapped[Option] = relationship(back_populates="option_values")

    @property
    def option_display_name(self) -> str:
        """The option's name, which the wire repeats in each of a variant's values."""
        return self.option.display_name


class Variant(Base):
    """A combination of option values that can be bought; a null amount is the product's."""

    __tablename__ = "variant"
    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    sku: Mapped[str]
    sku_id: Mapped[int | None]
    price: Mapped[float | None]
    calculated_price: Mapped[float]
    sale_price: Mapped[float | None]
    retail_price: Mapped[float | None]
    map_price: Mapped[float | None]
    weight: Mapped[float | None]
    calculated_weight: Mapped[float]
    width: Mapped[float | None]
    height: Mapped[float | None]
    depth: Mapped[float | None]
    is_free_shipping: Mapped[bool]
    fixed_cost_shipping_price: Mapped[float | None]
    purchasing_disabled: Mapped[bool]
    purchasing_disabled_message: Mapped[str]
    image_url: Mapped[str]
    cost_price: Mapped[float | None]
    upc: Mapped[str]
    mpn: Mapped[str]
    gtin: Mapped[str]
    inventory_level: Mapped[int]
    inventory_warning_level: Mapped[int]
    bin_picking_number: Mapped[str]

    option_values: Mapped[list[OptionValue]] = relationship(
        secondary=variant_option_value, order_by="OptionValue.option_id"
    )


class Image(Base):
    """A picture of a product's gallery."""

    __tablename__ = "image"
    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    is_thumbnail: Mapped[bool]
    sort_order: Mapped[int]
    description: Mapped[str]
    image_file: Mapped[str]
    url_zoom: Mapped[str]
    url_standard: Mapped[str]
    url_thumbnail: Mapped[str]
    url_tiny: Mapped[str]
    date_modified: Mapped[dt.datetime]

"""Wire shapes of the V2 endpoints that clients test their connection with. They have no envelope."""

from __future__ import annotations

import msgspec


class Time(msgspec.Struct):
    """The server's clock, in whole unix seconds."""

    time: int


class DateFormat(msgspec.Struct):
    """How dates are written, in the letters of PHP's `date`."""

    display: str = "M jS Y"
    export: str = "M jS Y"
    extended_display: str = "M jS Y @ g:i A"


class Timezone(msgspec.Struct):
    """Offsets in seconds. Openshelf counts time in UTC throughout."""

    name: str = "UTC"
    raw_offset: int = 0
    dst_offset: int = 0
    dst_correction: bool = False
    date_format: DateFormat = msgspec.field(default_factory=DateFormat)


class Logo(msgspec.Struct):
    url: str = ""


class Features(msgspec.Struct):
    stencil_enabled: bool = False
    sitewidehttps_enabled: bool = False
    facebook_catalog_id: str = ""
    checkout_type: str = "none"
    wishlists_enabled: bool = False


class StoreInformation(msgspec.Struct, kw_only=True):
    """What Openshelf knows of a store; of what it keeps no record (a person, an address) an empty text."""

    id: str
    domain: str
    secure_url: str
    control_panel_base_url: str
    status: str = "live"
    name: str
    first_name: str = ""
    last_name: str = ""
    address: str = ""
    country: str = ""
    country_code: str = ""
    phone: str = ""
    admin_email: str = ""
    order_email: str = ""
    favicon_url: str = ""
    timezone: Timezone = msgspec.field(default_factory=Timezone)
    language: str = "en"
    currency: str
    currency_symbol: str
    decimal_separator: str
    thousands_separator: str
    decimal_places: int
    currency_symbol_location: str
    weight_units: str = "KGS"
    dimension_units: str = "Centimeters"
    dimension_decimal_places: int = 2
    dimension_decimal_token: str = "."  # noqa: S105  # no secret: the sign is called a token
    dimension_thousands_token: str = ","  # noqa: S105
    plan_name: str = "Openshelf"
    plan_level: str = "Openshelf"
    plan_is_trial: bool = False
    industry: str = ""
    logo: Logo = msgspec.field(default_factory=Logo)
    is_price_entered_with_tax: bool = False
    store_id: int
    default_channel_id: int = 1
    active_comparison_modules: list[str] = []  # msgspec copies it
    features: Features

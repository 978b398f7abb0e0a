"""The sample catalogue: eight products of Brackenfold, a shop that exists only here.

All texts and pictures are this project's own. Prices are in the store's currency, weights in kilograms.
"""

from __future__ import annotations

from decimal import Decimal
from textwrap import dedent

from openshelf.demo import drawings
from openshelf.demo.drawings import Look
from openshelf.demo.model import OptionType, SampleOption, SampleProduct, SampleValue

__all__ = [
    "PRODUCTS",
    "SHOP_NAME",
    "SampleOption",
    "SampleProduct",
    "SampleValue",
    "draw",
    "gallery",
    "release",
]

SHOP_NAME = "Brackenfold"
PICTURE_SIZE = 1400  # pixels, both ways

_INK, _MOSS, _CLAY, _OAT, _SKY = "#2a3346", "#66755a", "#b3694c", "#e2d9c7", "#9db8cc"


def _option(display_name: str, kind: OptionType, *labels: str) -> SampleOption:
    return SampleOption(display_name, kind, tuple(SampleValue(label) for label in labels))


def _html(text: str) -> str:
    return dedent(text).strip()


_TEE = SampleProduct(
    subject="tee",
    name="Fallow Crew T-Shirt",
    sku="BF-TEE",
    price=Decimal("29.00"),
    weight=Decimal("0.21"),
    description=_html("""
        <p>The shirt we wanted to stop looking for. A mid-weight jersey of long-staple organic cotton, washed before
        it is sewn, so that the size you buy is the size you keep.</p>
        <ul>
          <li>180 g/m² single jersey, soft from the first day</li>
          <li>Ribbed collar with a little elastane, which lies flat after many washes</li>
          <li>Shoulder tape and double-stitched hems</li>
        </ul>
        <p>Cut straight and a touch longer than usual. Between two sizes, take the smaller one.</p>
    """),
    search_keywords="t-shirt, tee, shirt, crew neck, cotton, jersey, basic, short sleeve",
    custom_fields=(
        ("Material", "98 % organic cotton, collar with 2 % elastane"),
        ("Care", "Machine wash at 30 °C, dry on the line"),
        ("Fit", "Regular"),
        ("Made in", "Portugal"),
    ),
    options=(
        SampleOption(
            "Color",
            "swatch",
            (
                SampleValue("Moss", (_MOSS,)),
                SampleValue("Ink", (_INK,)),
                SampleValue("Clay", (_CLAY,)),
                SampleValue("Oat", (_OAT,)),
                SampleValue("Sky", (_SKY,)),
            ),
        ),
        _option("Size", "rectangles", "XS", "S", "M", "L", "XL", "XXL"),
    ),
    color_option="Color",
    price_differences=(("XXL", Decimal("3.00")),),
)

_JACKET = SampleProduct(
    subject="jacket",
    name="Skerry Rain Jacket",
    sku="BF-SKE",
    price=Decimal("139.00"),
    weight=Decimal("0.74"),
    description=_html("""
        <p>A harbour coat for people who walk to work. The outer cloth is coated on the inside and taped along every
        seam, so a wet hour stays outside while the collar still breathes.</p>
        <p>Two deep patch pockets close under angled flaps, the snaps can be worked with cold fingers, and the hood
        has a brim stiff enough to keep drops off a pair of glasses.</p>
        <ul>
          <li>Water column 10,000 mm, seams taped throughout</li>
          <li>Cuff tabs and a drawcord hood</li>
          <li>Room for a thick sweater underneath</li>
        </ul>
    """),
    search_keywords="raincoat, rain jacket, waterproof, hooded, coat, outdoor, parka",
    custom_fields=(
        ("Material", "100 % recycled polyester, polyurethane coating"),
        ("Care", "Wipe clean, or machine wash cold without softener"),
        ("Water column", "10,000 mm"),
        ("Made in", "Lithuania"),
    ),
    options=(
        SampleOption(
            "Color",
            "swatch",
            (
                SampleValue("Gorse", ("#d6a03c",)),
                SampleValue("Pine", ("#38553f",)),
                SampleValue("Harbour", ("#33455c",)),
                SampleValue("Clay", (_CLAY,)),
            ),
        ),
        _option("Size", "rectangles", "S", "M", "L", "XL", "XXL"),
    ),
    color_option="Color",
    price_differences=(("XXL", Decimal("10.00")),),
)

_MUG = SampleProduct(
    subject="mug",
    name="Tarn Stoneware Mug",
    sku="BF-MUG",
    price=Decimal("18.00"),
    weight=Decimal("0.38"),
    description=_html("""
        <p>Thrown on the wheel, glazed by hand and fired twice. The wall is thin at the lip and heavier towards the
        foot, which keeps it steady on a camping table and pleasant to drink from.</p>
        <p>No two pots take the glaze in quite the same way; small rings and specks are part of it. The larger mug
        holds a proper breakfast coffee with milk.</p>
        <ul>
          <li>Safe in dishwasher, oven and microwave</li>
          <li>A handle with room for three fingers</li>
        </ul>
    """),
    search_keywords="mug, cup, coffee, tea, stoneware, ceramic, pottery, handmade",
    custom_fields=(
        ("Material", "Stoneware, lead-free glaze"),
        ("Care", "Dishwasher safe"),
        ("Made in", "Denmark"),
    ),
    options=(
        SampleOption(
            "Color",
            "swatch",
            (
                SampleValue("Sky", (_SKY,)),
                SampleValue("Moss", (_MOSS,)),
                SampleValue("Speckled Oat", ("#e6dfd0", "#6b5442"), finish="speckled"),
                SampleValue("Dipped Ink", (_INK, "#c9a584"), finish="dipped"),
            ),
        ),
        _option("Volume", "radio_buttons", "300 ml", "450 ml"),
    ),
    color_option="Color",
    price_differences=(("450 ml", Decimal("6.00")), ("Speckled Oat", Decimal("2.00"))),
)

_LAMP = SampleProduct(
    subject="lamp",
    name="Lantern Hill Desk Lamp",
    sku="BF-LMP",
    price=Decimal("119.00"),
    weight=Decimal("2.35"),
    description=_html("""
        <p>A dome of spun steel on two brass arms. Every joint holds where you leave it, without springs and without
        tools, and the heavy foot lets the lamp reach half a metre over a desk.</p>
        <p>The inside of the dome is enamelled in warm white. A dimmable LED bulb comes with it and can be replaced
        by any other with an E14 base.</p>
        <ul>
          <li>Height up to 62 cm, reach up to 55 cm</li>
          <li>Dimmer in the textile cord, 2 m</li>
        </ul>
    """),
    search_keywords="desk lamp, task lamp, reading light, brass, LED, dimmable, office",
    custom_fields=(
        ("Material", "Lacquered steel, brushed brass"),
        ("Bulb", "LED, 4.5 W, 2700 K, included"),
        ("Cord", "Textile, 2 m"),
        ("Made in", "Italy"),
    ),
    options=(
        SampleOption(
            "Color",
            "swatch",
            (
                SampleValue("Clay", (_CLAY,)),
                SampleValue("Sage", ("#8a9a7b",)),
                SampleValue("Ink", (_INK,)),
                SampleValue("Bone", ("#e6dfd1",)),
            ),
        ),
        _option("Plug", "dropdown", "Type C (Europe)", "Type G (United Kingdom)", "Type A (North America)"),
    ),
    color_option="Color",
)

_TOTE = SampleProduct(
    subject="tote",
    name="Quayside Canvas Tote",
    sku="BF-TOT",
    price=Decimal("54.00"),
    weight=Decimal("0.62"),
    description=_html("""
        <p>A market bag that stands by itself while you fill it. The body is one piece of heavy canvas; a second
        layer doubles the base, where other bags wear through first.</p>
        <p>The webbing runs in a full loop under the bag, so the handles carry the load and the seams do not.</p>
        <ul>
          <li>Regular: 38 × 36 × 16 cm, 20 l. Large: 46 × 42 × 20 cm, 36 l</li>
          <li>One pocket inside, with a loop for keys</li>
        </ul>
    """),
    search_keywords="tote, bag, canvas, shopper, market bag, shoulder bag, weekender",
    custom_fields=(
        ("Material", "Cotton canvas, 610 g/m²; cotton webbing"),
        ("Care", "Spot clean with cold water"),
        ("Made in", "Portugal"),
    ),
    options=(
        SampleOption(
            "Color",
            "swatch",
            (
                SampleValue("Oat / Saddle", ("#e3dac6", "#7d4d33")),
                SampleValue("Ink / Wheat", (_INK, "#c8a468")),
                SampleValue("Moss / Coal", ("#5d6b50", "#2c2e2b")),
                SampleValue("Clay / Oat", (_CLAY, "#e3dac6")),
            ),
        ),
        _option("Size", "radio_buttons", "Regular", "Large"),
    ),
    color_option="Color",
    price_differences=(("Large", Decimal("14.00")),),
)

_SNEAKER = SampleProduct(
    subject="sneaker",
    name="Halfpenny Court Sneaker",
    sku="BF-SNK",
    price=Decimal("98.00"),
    sale_price=Decimal("79.00"),
    weight=Decimal("0.88"),
    description=_html("""
        <p>A plain court shoe, made the slow way: the cup sole is sewn to the upper all around, so it can be taken
        off and replaced once you have walked it down.</p>
        <p>Smooth leather outside, a padded collar, and a lining that stays cool. Runs true to size; for half sizes
        take the next one up.</p>
        <ul>
          <li>Natural rubber sole, sewn and glued</li>
          <li>Removable footbed of cork and latex</li>
          <li>Flat cotton laces, a second pair in the box</li>
        </ul>
    """),
    search_keywords="sneaker, sneakers, trainers, shoes, leather, court shoe, low top",
    custom_fields=(
        ("Material", "Chrome-free leather, natural rubber"),
        ("Care", "Damp cloth, neutral cream"),
        ("Sizing", "European sizes"),
        ("Made in", "Portugal"),
    ),
    options=(
        SampleOption(
            "Color",
            "swatch",
            (
                SampleValue("White / Pine", ("#f1ede4", "#3f5f4c")),
                SampleValue("Ink / Tan", (_INK, "#c08a5a")),
                SampleValue("Moss / Oat", (_MOSS, "#e3d6bd")),
                SampleValue("Clay / Cream", (_CLAY, "#eadfca")),
            ),
        ),
        _option("Size", "rectangles", "38", "39", "40", "41", "42", "43", "44", "45"),
    ),
    color_option="Color",
)

_ARMCHAIR = SampleProduct(
    subject="armchair",
    name="Hollin Lounge Chair",
    sku="BF-HOL",
    price=Decimal("690.00"),
    weight=Decimal("24.50"),
    description=_html("""
        <p>Low, deep and wide enough to sit in sideways. Hollin has a frame of solid beech, loose cushions that can
        be turned, and arms just broad enough for a cup.</p>
        <p>All covers come off for cleaning except the leather, which only gets better. The legs are oiled oak and
        screw on by hand.</p>
        <ul>
          <li>Width 78 cm, depth 82 cm, height 80 cm, seat height 42 cm</li>
          <li>Pocket springs under cold foam</li>
        </ul>
    """),
    search_keywords="armchair, lounge chair, easy chair, upholstered, living room, oak legs",
    custom_fields=(
        ("Material", "Beech frame, oak legs, cold foam"),
        ("Care", "Covers removable, except leather"),
        ("Dimensions", "78 × 82 × 80 cm"),
        ("Made in", "Slovenia"),
    ),
    options=(
        SampleOption(
            "Upholstery",
            "swatch",
            (
                SampleValue("Moss Wool", (_MOSS,), finish="wool"),
                SampleValue("Oat Bouclé", ("#ddd3c0",), finish="boucle"),
                SampleValue("Midnight Velvet", ("#2c3a52",), finish="velvet"),
                SampleValue("Cognac Leather", ("#9c5a30",), finish="leather"),
            ),
        ),
        _option("Seat", "radio_buttons", "Soft", "Firm"),
    ),
    color_option="Upholstery",
    price_differences=(("Cognac Leather", Decimal("240.00")), ("Midnight Velvet", Decimal("60.00"))),
)

_CANDLE = SampleProduct(
    subject="candle",
    name="Cedar & Smoke Candle",
    sku="BF-CND-CED",
    price=Decimal("26.00"),
    weight=Decimal("0.52"),
    description=_html("""
        <p>A wood stove two rooms away: dry cedar, a little birch tar, and something of the wool blanket. Poured by
        hand in small batches, into a jar of amber glass that makes a good tumbler afterwards.</p>
        <p>Let the whole surface melt the first time, trim the wick, and it will burn evenly for about 45 hours.</p>
    """),
    search_keywords="candle, scented candle, soy wax, cedar, home fragrance, gift",
    custom_fields=(
        ("Material", "Soy wax, cotton wick"),
        ("Burn time", "About 45 hours"),
        ("Made in", "Ireland"),
    ),
    colors=("#8a4b1c",),
)

PRODUCTS: tuple[SampleProduct, ...] = (_TEE, _JACKET, _SNEAKER, _TOTE, _MUG, _LAMP, _ARMCHAIR, _CANDLE)


def draw(product: SampleProduct, value: SampleValue | None, *, size: int = PICTURE_SIZE) -> bytes:
    """The product in the look of ``value`` (its first look, if ``None``): a square sRGB JPEG of ``size`` pixels.

    The same arguments give the same bytes with the same Pillow. At 1400 pixels it is below 900 KB.

    :raises ValueError: if ``value`` is not one that this product has pictures of
    """
    values = product.color_values()
    if value is not None and value not in values:
        raise ValueError(f"{product.name} has no pictures of its own for {value.label}")
    return drawings.picture(product.subject, _looks(product)[values.index(value) if value else 0], size)


def gallery(product: SampleProduct, *, size: int = PICTURE_SIZE) -> tuple[tuple[str, str, bytes], ...]:
    """Two or three general pictures besides those of :func:`draw`: another angle, a detail, all colors together.

    Each is the stem of a file name, unique in the catalogue, a description, and a JPEG like those of :func:`draw`.
    """
    shots = drawings.shots(product.subject, _looks(product), size)
    return tuple((f"{product.sku.lower()}-{stem}", description, data) for stem, description, data in shots)


def release() -> None:
    """Give back the memory (up to 150 MB) that drawing keeps for the next color of the same product."""
    drawings.release()


def _looks(product: SampleProduct) -> tuple[Look, ...]:
    values = product.color_values()
    return tuple(Look(value.colors, value.finish) for value in values) or (Look(product.colors),)

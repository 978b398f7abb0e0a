"""Every sample picture can be drawn, is what it says it is, and shows the color that was asked for.

Pictures are drawn small here; the drawings scale, which is a test of its own.
"""

from __future__ import annotations

import io
import math
from functools import cache

import pytest
from PIL import Image, ImageChops, ImageStat

from openshelf.demo import drawings
from openshelf.demo.catalogue import PRODUCTS, SampleProduct, SampleValue, draw, gallery, release
from openshelf.demo.studio.field import Field, constant, gradient_x, gradient_y, noise
from openshelf.demo.studio.light import paint, relief, rgb, shade
from openshelf.demo.studio.shapes import (
    along,
    bounds,
    dashes,
    ellipse,
    fill,
    mirrored,
    path,
    rounded,
    symmetric,
)
from openshelf.demo.studio.solid import Vec, box, drum
from openshelf.demo.studio.stage import Stage
from openshelf.demo.studio.trace import Camera, Solid, scene
from openshelf.demo.studio.view import closeup, whole

SIZE = 168
FULL_SIZE = 1400
LIMIT = 900 * 1024  # bytes; the API takes uploads of up to 1 MiB

LOOKS = [(product, value) for product in PRODUCTS for value in product.color_values() or (None,)]
every_look = pytest.mark.parametrize(
    ("product", "value"),
    LOOKS,
    ids=[f"{product.subject}-{value.label if value else 'plain'}" for product, value in LOOKS],
)
every_product = pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.subject)


@cache
def drawn(product: SampleProduct, value: SampleValue | None) -> bytes:
    return draw(product, value, size=SIZE)


def decoded(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.format == "JPEG"
        picture.load()
        return picture


def strongest_band(picture: Image.Image) -> Image.Image:
    """Of each pixel the largest of red, green and blue."""
    red, green, blue = picture.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def pixels_of_product(picture: Image.Image) -> list[tuple[int, int, int]]:
    """The pixels that are clearly not the empty room, with or without its floor."""
    away = Image.new("L", picture.size, 255)
    for floor in (None, 700.0):
        empty = Stage(whole(picture.width), floor=floor).picture
        away = ImageChops.darker(away, strongest_band(ImageChops.difference(picture, empty)))
    mask = away.point([255 if level > 14 else 0 for level in range(256)])
    return [
        pixel
        for pixel, seen in zip(picture.get_flattened_data(), mask.get_flattened_data(), strict=True)
        if seen and isinstance(pixel, tuple)
    ]


@every_look
def test_each_look_is_a_whole_square_rgb_picture(product: SampleProduct, value: SampleValue | None) -> None:
    picture = decoded(drawn(product, value))
    assert picture.size == (SIZE, SIZE)
    assert picture.mode == "RGB"
    assert not picture.getexif()
    spread = ImageStat.Stat(picture.convert("L")).stddev[0]
    assert spread > 8, "an even picture shows nothing"


@every_look
def test_the_product_has_the_color_of_its_swatch(product: SampleProduct, value: SampleValue | None) -> None:
    swatch = rgb((value.colors if value else product.colors)[0])
    seen = pixels_of_product(decoded(drawn(product, value)))
    assert len(seen) > 0.04 * SIZE * SIZE
    near = sum(math.dist(pixel, swatch) < 60 for pixel in seen) / len(seen)
    assert near > 0.12


@every_product
def test_two_colors_of_a_product_differ_where_the_product_is(product: SampleProduct) -> None:
    pictures = [decoded(drawn(product, value)) for value in product.color_values()]
    for index, first in enumerate(pictures):
        for second in pictures[index + 1 :]:
            changed = sum(strongest_band(ImageChops.difference(first, second)).histogram()[16:]) / SIZE**2
            assert changed > 0.03


@every_product
def test_a_product_stays_in_place_when_its_color_changes(product: SampleProduct) -> None:
    corners = (0, 0, SIZE // 14, SIZE // 14)
    rooms = {
        decoded(drawn(product, value)).crop(corners).resize((1, 1)).tobytes()
        for value in product.color_values()
    }
    assert len(rooms) <= 1


@every_product
def test_drawing_again_gives_the_same_bytes(product: SampleProduct) -> None:
    value = product.color_values()[-1] if product.color_option else None
    before = drawn(product, value)
    release()
    assert draw(product, value, size=SIZE) == before


@every_product
def test_without_a_value_the_first_look_is_drawn(product: SampleProduct) -> None:
    first = product.color_values()[0] if product.color_option else None
    assert draw(product, None, size=SIZE) == drawn(product, first)


def test_a_value_of_another_option_has_no_picture() -> None:
    shirt = PRODUCTS[0]
    size = next(option for option in shirt.options if option.display_name == "Size").values[0]
    with pytest.raises(ValueError, match="no pictures of its own"):
        draw(shirt, size, size=SIZE)


def test_a_subject_without_a_drawing_is_refused() -> None:
    with pytest.raises(KeyError):
        drawings.picture("teapot", drawings.Look(("#ffffff",)), SIZE)


@every_product
def test_the_gallery_has_two_or_three_pictures_of_different_things(product: SampleProduct) -> None:
    shots = gallery(product, size=SIZE)
    assert len(shots) in (2, 3)
    assert len({stem for stem, _, _ in shots}) == len(shots)
    assert len({data for _, _, data in shots}) == len(shots)
    for stem, description, data in shots:
        assert stem.startswith(product.sku.lower())
        assert 5 <= len(description) <= 250
        assert decoded(data).size == (SIZE, SIZE)


@pytest.mark.parametrize("subject", ["jacket", "armchair"])
def test_a_picture_of_full_size_is_below_the_upload_limit(subject: str) -> None:
    product = next(product for product in PRODUCTS if product.subject == subject)
    data = draw(product, product.color_values()[0], size=FULL_SIZE)
    assert decoded(data).size == (FULL_SIZE, FULL_SIZE)
    assert len(data) < LIMIT
    release()


def test_a_drawing_is_the_same_at_every_size() -> None:
    for subject in ("tee", "mug"):
        product = next(product for product in PRODUCTS if product.subject == subject)
        large = decoded(draw(product, None, size=SIZE * 3)).resize((SIZE, SIZE), Image.Resampling.BOX)
        difference = ImageChops.difference(large, decoded(draw(product, None, size=SIZE))).convert("L")
        assert ImageStat.Stat(difference).mean[0] < 5


def test_a_closeup_shows_the_same_spot_larger() -> None:
    far, near = Stage(whole(400)), Stage(closeup(400, 500.0, 500.0, 250.0))
    for stage in (far, near):
        stage.tint("#000000", fill(stage.view, ellipse(500, 500, 50, 50)), stage.view)
    assert far.picture.getpixel((200, 200)) == near.picture.getpixel((200, 200)) == (0, 0, 0)
    width_far, width_near = (
        sum(near_or_far.getpixel((x, 200)) == (0, 0, 0) for x in range(400))
        for near_or_far in (far.picture, near.picture)
    )
    assert width_near == pytest.approx(4 * width_far, abs=6)


def test_fields_do_arithmetic_pixel_by_pixel() -> None:
    x, y = gradient_x((4, 2), 0.0, 4.0), gradient_y((4, 2), 0.0, 2.0)
    assert numbers(x)[:4] == [0.5, 1.5, 2.5, 3.5]
    assert numbers(x + y * 2.0 - 1.0)[-1] == pytest.approx(5.5)
    assert numbers(2.0 - x)[0] == 1.5
    assert numbers((x * x + y * y).sqrt())[0] == pytest.approx(math.hypot(0.5, 0.5))
    assert numbers(abs(x - 2.0))[:4] == [1.5, 0.5, 0.5, 1.5]
    assert numbers(x.minimum(2.0).maximum(1.0))[:4] == [1.0, 1.5, 2.0, 2.0]
    assert numbers(x.ramp(0.5, 3.5))[:4] == pytest.approx([0.0, 7 / 27, 20 / 27, 1.0])
    assert numbers(x / y)[0] == 1.0
    assert numbers((x - 1.0).sqrt())[0] == 0.0


def test_slopes_are_those_of_the_surface_in_units() -> None:
    x, y = whole(200).axes()
    across, down = (x * 0.5 - y * 0.25).slopes(whole(200).pixel)
    middle = 100 * 200 + 100
    assert numbers(across)[middle] == pytest.approx(0.5, abs=1e-3)
    assert numbers(down)[middle] == pytest.approx(-0.25, abs=1e-3)


def test_blurring_softens_an_edge_and_keeps_the_mean() -> None:
    edge = Field(fill(whole(200), ((500, 0), (1000, 0), (1000, 1000), (500, 1000))))
    soft = edge.blurred(20.0)
    assert mean(soft) == pytest.approx(mean(edge), rel=0.01)
    assert max(numbers(soft.slopes(1.0)[0])) < max(numbers(edge.slopes(1.0)[0])) / 4


def test_unknown_pixels_are_filled_from_known_neighbours() -> None:
    known = gradient_x((20, 4), 0.0, 20.0).ramp(9.9, 10.1)
    values = constant((20, 4), 5.0) * known - (1.0 - known) * 100.0
    filled = numbers(values.filled(known))
    assert filled[10] == pytest.approx(5.0, abs=0.01)
    assert filled[9] == pytest.approx(5.0, abs=0.01)


def test_noise_is_the_same_for_a_seed_and_another_for_another() -> None:
    first, again, other = (noise((64, 64), (4.0, 4.0), seed) for seed in (1, 1, 2))
    assert numbers(first) == numbers(again)
    assert numbers(first) != numbers(other)
    assert abs(mean(first)) < 0.15


def test_a_surface_that_faces_the_viewer_shows_its_own_color() -> None:
    light = shade(relief(constant((40, 40), 3.0), 1.0))
    assert mean(light) == pytest.approx(1.0, abs=1e-3)
    for color in ("#66755a", "#2a3346", "#e2d9c7"):
        shown = ImageStat.Stat(paint(color, light)).mean
        assert math.dist(shown, rgb(color)) < 8


def test_slopes_towards_the_lamp_are_brighter_than_those_away_from_it() -> None:
    x, _ = whole(40).axes()
    towards, away = (mean(shade(relief(x * slope, whole(40).pixel))) for slope in (0.8, -0.8))
    assert towards > 1.0 > away


def test_path_data_reads_lines_and_curves_and_nothing_else() -> None:
    points = path("M 0 0 L 10 0 Q 20 0 20 10 C 20 20 10 20 0 20 Z")
    assert points[:2] == ((0.0, 0.0), (10.0, 0.0))
    assert (20.0, 10.0) in points
    assert points[-1] == (0.0, 20.0)
    with pytest.raises(ValueError, match="only absolute"):
        path("M 0 0 h 10")


def test_a_symmetric_outline_mirrors_its_half() -> None:
    outline = symmetric("M 500 100 L 700 200 L 500 300")
    assert set(outline) == {(500.0, 100.0), (700.0, 200.0), (500.0, 300.0), (300.0, 200.0)}
    assert bounds([outline]) == (300.0, 100.0, 700.0, 300.0)
    assert mirrored(mirrored(outline)) == outline


def test_stitches_keep_their_distance_along_a_bent_line() -> None:
    places = along(((0.0, 0.0), (10.0, 0.0), (10.0, 10.0)), 4.0)
    assert [spot for spot, _ in places] == [(0, 0), (4, 0), (8, 0), (10, 2), (10, 6), (10, 10)]
    assert len(dashes(((0.0, 0.0), (100.0, 0.0)), 6.0, 4.0)) == 11


def test_a_mask_covers_the_area_of_its_outlines_once() -> None:
    square, inner = rounded((250, 250, 750, 750), 0.0), rounded((400, 400, 600, 600), 0.0)
    mask = fill(whole(250), square, inner)
    assert ImageStat.Stat(mask).mean[0] / 255 == pytest.approx(0.25, abs=0.005)


def test_a_traced_ball_is_a_disc_that_faces_the_viewer_in_its_middle() -> None:
    def ball(p: Vec) -> Field:
        return (p[0] * p[0] + p[1] * p[1] + p[2] * p[2]).sqrt() - 200.0

    camera = Camera(target=(0.0, 0.0, 0.0), x=500.0, y=500.0, yaw=20.0, pitch=10.0, distance=60000.0)
    view = whole(200)
    (hit,), shadow = scene(
        view, camera, (Solid("ball", ball, (-200, -200, -200), (200, 200, 200), detail=1.0),)
    )
    area = mean(hit.visible) * hit.window.width * hit.window.height / view.scale**2
    assert area == pytest.approx(math.pi * 200**2, rel=0.04)
    width, height = hit.surface.z.size
    assert numbers(hit.surface.z)[height // 2 * width + width // 2] == pytest.approx(1.0, abs=0.01)
    assert shadow.size == view.size


def test_what_stands_behind_is_painted_first_in_whatever_order_it_is_given() -> None:
    camera = Camera(target=(0.0, 0.0, 0.0), x=500.0, y=500.0, yaw=0.0, pitch=0.0, distance=3000.0)
    near = Solid("near", lambda p: box(p, (0, 0, 200), (100, 100, 20), 5), (-100, -100, 180), (100, 100, 220))
    far = Solid("far", lambda p: drum(p, (0, 0, -200), 60, 60, 5), (-60, -60, -260), (60, 60, -140))
    for order in ((near, far), (far, near)):
        hits, _ = scene(whole(160), camera, order)
        visible = {hit.name: mean(hit.visible) for hit in hits}
        assert [hit.name for hit in hits] == ["far", "near"]
        assert visible["near"] > 0.8


def test_a_nearer_part_painted_early_is_not_painted_over() -> None:
    camera = Camera(target=(0.0, 0.0, 0.0), x=500.0, y=500.0, yaw=0.0, pitch=0.0, distance=3000.0)
    # The middle of the plate's box lies behind the pin, so it is traced first, yet its front is nearer.
    plate = Solid("plate", lambda p: box(p, (0, 0, 0), (150, 150, 10), 4), (-150, -150, -400), (150, 150, 10))
    pin = Solid("pin", lambda p: box(p, (0, 0, -60), (20, 20, 10), 4), (-20, -20, -70), (20, 20, -50))
    hits, _ = scene(whole(160), camera, (plate, pin))
    visible = {hit.name: mean(hit.visible) for hit in hits}
    assert [hit.name for hit in hits] == ["plate", "pin"]
    assert visible["pin"] < 0.02


def numbers(field: Field) -> list[float]:
    return [value for value in field.image.get_flattened_data() if isinstance(value, float)]


def mean(field: Field) -> float:
    return sum(numbers(field)) / len(numbers(field))

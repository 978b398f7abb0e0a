"""The pages as they are sent: what stands in them, that nothing gets out of its place, and that it can be read."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest

from openshelf.storefront.pages import rendering
from openshelf.storefront.pages.views import ProductPage, shop_page
from tests.storefront.samples import (
    COLOR,
    LARGE,
    MONEY,
    MOSS,
    OCEAN,
    SHOP,
    SIZE,
    image,
    page,
    picture,
    product,
    tee,
)

VOID = {"meta", "link", "img", "input", "br", "rect", "path"}
EVIL = """</script><script>alert(1)</script>"'><img src=x onerror=alert(2)>\u2028&amp;"""


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parts: list[Element | str] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    @property
    def text(self) -> str:
        joined = "".join(part if isinstance(part, str) else part.text for part in self.parts)
        return re.sub(r"\s+", " ", joined).strip()

    @property
    def raw(self) -> str:
        return "".join(part for part in self.parts if isinstance(part, str))

    def all(self, tag: str, **attributes: str) -> list[Element]:
        return [
            found
            for found in self._below()
            if found.tag == tag
            and all(found.attributes.get(name) == value for name, value in attributes.items())
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        (found,) = self.all(tag, **attributes)
        return found

    def _below(self) -> Iterator[Element]:
        for part in self.parts:
            if isinstance(part, Element):
                yield part
                yield from part._below()


class Parser(HTMLParser):
    """Builds the tree, and refuses tags that do not close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("document", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def parsed(html: str) -> Element:
    parser = Parser()
    parser.feed(html)
    parser.close()
    assert len(parser.open) == 1
    return parser.open[0]


def product_html(shown: ProductPage) -> Element:
    return parsed(rendering.render_product(shown, shop_name="Field & Thread", static_base="/static"))


def shop_html(*wires: dict[str, Any], **more: Any) -> Element:
    listing = shop_page(wires, shop_base=SHOP, pictures=picture, money=MONEY, **more)
    return parsed(rendering.render_shop(listing, shop_name="Field & Thread", static_base="/static"))


def not_found_html() -> Element:
    return parsed(
        rendering.render_not_found(shop_name="Field & Thread", shop_base=SHOP, static_base="/static")
    )


# The product's page


def test_each_option_is_a_group_of_radio_buttons_under_its_values_labels() -> None:
    html = product_html(page(tee(), {COLOR: MOSS}))
    color, size = html.all("fieldset")
    assert [group.one("legend").text for group in (color, size)] == ["Color", "Size"]
    assert [label.text for label in color.all("label")] == ["Ocean", "Moss", "Clay"]
    assert [label.text for label in size.all("label")] == ["S", "M", "L"]
    for group, name in ((color, f"attribute[{COLOR}]"), (size, f"attribute[{SIZE}]")):
        radios = [label.one("input") for label in group.all("label")]
        assert {(radio["type"], radio["name"]) for radio in radios} == {("radio", name)}
    assert [radio["value"] for radio in html.all("input", type="radio") if "checked" in radio.attributes] == [
        "102"
    ]


def test_a_dropdown_is_a_native_select_with_a_label() -> None:
    html = product_html(page(tee(sizes="dropdown"), {SIZE: LARGE}))
    select = html.one("select", name=f"attribute[{SIZE}]")
    assert html.one("label", **{"for": select["id"]}).text == "Size"
    assert [entry.text for entry in select.all("option")] == ["Choose…", "S", "M", "L"]
    assert [entry.text for entry in select.all("option") if "selected" in entry.attributes] == ["L"]


def test_a_dropdown_with_a_default_cannot_be_left_open() -> None:
    wire = tee(sizes="dropdown")
    wire["options"][1]["option_values"][0]["is_default"] = True
    assert [entry.text for entry in product_html(page(wire)).all("option")] == ["S", "M", "L"]


def test_what_is_impossible_stays_in_its_place_and_is_named_so() -> None:
    html = product_html(page(tee(without=[(OCEAN, LARGE)]), {COLOR: OCEAN}))
    value = html.one("label", **{"data-value": str(LARGE)})
    radio = value.one("input")
    assert value["data-state"] == "impossible"
    assert "disabled" not in radio.attributes
    assert html.one("span", id=radio["aria-describedby"]).text == "Not available with the other choices"
    possible = html.one("label", **{"data-value": str(LARGE - 1)})
    assert possible["data-state"] == ""
    assert html.one("span", id=possible.one("input")["aria-describedby"]).text == ""


def test_what_is_impossible_in_a_dropdown_stands_in_a_named_group() -> None:
    html = product_html(page(tee(sizes="dropdown", without=[(OCEAN, LARGE)]), {COLOR: OCEAN}))
    group = html.one("select").one("optgroup")
    assert group["label"] == "Not available with the other choices"
    assert [entry.text for entry in group.all("option")] == ["L"]


def test_the_picture_comes_in_every_size_and_takes_its_room_at_once() -> None:
    html = product_html(page(tee(), {COLOR: MOSS}))
    shown = html.one("img", id="product-image")
    assert (shown["width"], shown["height"], shown["alt"]) == ("1200", "1500", "Pocket tee, Moss")
    assert shown["src"] == "/pictures/640w/moss/1200x1500.jpg"
    assert [part.split()[1] for part in shown["srcset"].split(", ")] == [
        "320w",
        "480w",
        "640w",
        "960w",
        "1200w",
    ]
    assert shown["sizes"]
    assert shown["fetchpriority"] == "high"


def test_a_product_without_pictures_still_has_its_place_for_one() -> None:
    html = product_html(page(product()))
    shown = html.one("img", id="product-image")
    assert shown["src"].startswith("/static/no-picture.svg")
    assert shown["alt"] == "No picture yet"
    assert html.all("meta", property="og:image") == []


def test_the_form_works_without_a_script() -> None:
    html = product_html(page(tee(), {COLOR: MOSS}))
    form = html.one("form", id="choices")
    assert form["action"] == f"{SHOP}/pocket-tee/"
    assert form.attributes.get("method", "get") == "get"
    assert form.one("input", name="shown")["value"] == f"{COLOR}-{MOSS}"
    assert form.one("button", type="submit").text == "Show this choice"


def test_a_product_without_options_has_no_form() -> None:
    assert product_html(page(product())).all("form") == []


def test_price_sku_and_standing_are_those_of_the_choice() -> None:
    wire = tee(price=40)
    html = product_html(page(wire, {COLOR: MOSS, SIZE: LARGE - 1}))
    assert html.one("p", id="product-price").text == "$29.00 Before: $40.00"
    assert html.one("span", id="product-sku").text == "SKU-1022"
    assert html.one("p", id="product-status").text == "Available"
    undecided = product_html(page(wire))
    assert undecided.one("span", id="product-sku").text == "–"
    assert "hidden" in undecided.one("p", id="product-price").one("s").attributes


def test_the_gallery_s_other_pictures_can_be_opened_without_a_script() -> None:
    html = product_html(page(product(images=[image(1, "wire:a/10x10"), image(2, "wire:b/10x10")])))
    links = html.one("ul", **{"aria-label": "More pictures"}).all("a")
    assert [link["href"] for link in links] == ["/pictures/1280w/a/10x10.jpg", "/pictures/1280w/b/10x10.jpg"]
    assert [link.attributes.get("aria-current") for link in links] == ["true", None]


def test_the_head_names_the_page_for_search_engines_and_for_sharing() -> None:
    html = product_html(page(tee(page_title="A tee", meta_description="Soft.")))
    assert html.one("title").text == "A tee – Field & Thread"
    assert html.one("meta", name="description")["content"] == "Soft."
    assert html.one("link", rel="canonical")["href"] == f"https://shop.example{SHOP}/pocket-tee/"
    assert html.one("meta", property="og:image")["content"] == "/pictures/1280w/pile/1200x1500.jpg"
    structured = json.loads(html.one("script", type="application/ld+json").raw)
    assert (structured["@type"], structured["name"]) == ("Product", "Pocket tee")


def test_a_merchant_s_description_is_shown_as_the_html_that_it_is() -> None:
    html = product_html(page(product(description="<p>Soft <b>and</b> warm</p>")))
    assert html.one("section", **{"class": "description"}).one("b").text == "and"


def test_custom_fields_stand_in_a_table() -> None:
    html = product_html(page(product(custom_fields=[{"id": 1, "name": "Fit", "value": "Boxy"}])))
    assert [(row.one("th").text, row.one("td").text) for row in html.all("tr")] == [("Fit", "Boxy")]


# Nothing gets out of its place


def evil() -> dict[str, Any]:
    """A product with markup wherever a merchant writes plain text."""
    wire = tee(name=EVIL, page_title=EVIL, meta_description=EVIL)
    wire["options"][0]["display_name"] = EVIL
    wire["options"][0]["option_values"][1]["label"] = EVIL
    wire["images"][0]["description"] = EVIL
    wire["custom_fields"] = [{"id": 1, "name": EVIL, "value": EVIL}]
    for row in wire["variants"]:
        row.update(sku=EVIL, purchasing_disabled=True, purchasing_disabled_message=EVIL)
    return wire


def test_text_with_markup_in_it_stays_text() -> None:
    tame, hostile = product_html(page(tee(), {COLOR: MOSS})), product_html(page(evil(), {COLOR: MOSS}))
    assert len(hostile.all("script")) == len(tame.all("script"))
    assert hostile.all("img", onerror="alert(2)") == []
    assert hostile.one("h1").text == re.sub(r"\s+", " ", EVIL)
    assert hostile.one("p", id="product-status").text == re.sub(r"\s+", " ", EVIL)
    assert shop_html(evil()).all("img", onerror="alert(2)") == []


def test_embedded_data_comes_out_as_it_went_in() -> None:
    shown = page(evil(), {COLOR: MOSS})
    html = product_html(shown)
    data = html.one("script", id="product-data")
    assert json.loads(data.raw) == json.loads(json.dumps(shown.data))
    assert "\u2028" not in data.raw
    assert "<" not in data.raw
    assert json.loads(html.one("script", type="application/ld+json").raw)["name"] == EVIL


@pytest.mark.parametrize(
    "html",
    [product_html(page(tee(), {COLOR: MOSS})), shop_html(tee(), page=2, pages=3), not_found_html()],
    ids=["product", "shop", "not found"],
)
def test_the_pages_need_nothing_that_a_strict_policy_forbids(html: Element) -> None:
    for element in html._below():
        assert not [name for name in element.attributes if name.startswith("on") or name == "style"]
    assert html.all("style") == []
    for script in html.all("script"):
        assert script.attributes.get("src") or script["type"].endswith("json")


def test_pictures_may_come_from_the_server_s_public_address() -> None:
    policy = rendering.content_security_policy("http://pictures.example:8080/behind/a/path")
    assert "img-src 'self' https: data: http://pictures.example:8080;" in policy
    assert "script-src 'self';" in policy
    assert "'unsafe" not in policy


def test_every_file_that_the_pages_load_is_there() -> None:
    for html in (product_html(page(tee())), shop_html(tee()), not_found_html()):
        linked = [element["href"] for element in html.all("link") if element["href"].startswith("/static/")]
        linked += [script["src"] for script in html.all("script") if "src" in script.attributes]
        assert linked
        for url in linked:
            name, _, version = url.removeprefix("/static/").partition("?v=")
            assert name in rendering.static_files()
            assert version in ("", rendering.static_version())


def test_static_files_say_what_they_are() -> None:
    types = {name: file.media_type for name, file in rendering.static_files().items()}
    assert types["product.js"] == "text/javascript; charset=utf-8"
    assert types["shop.css"] == "text/css; charset=utf-8"
    assert types["no-picture.svg"] == "image/svg+xml"
    assert "../rendering.py" not in types


# The listing, and the page that is not there


def test_a_card_leads_to_its_product_and_each_dot_to_a_color_of_it() -> None:
    html = shop_html(tee(), product(name="Gift card", availability="disabled"))
    first, second = html.all("li", **{"class": "card"})
    assert first.one("h2").one("a")["href"] == f"{SHOP}/pocket-tee/"
    assert first.one("p", **{"class": "price"}).text.startswith("From $29.00")
    assert [dot["aria-label"] for dot in first.one("ul").all("a")] == [
        "Pocket tee in Ocean",
        "Pocket tee in Moss",
        "Pocket tee in Clay",
    ]
    assert first.one("img")["width"] == "1200"
    assert "Unavailable" in second.text
    assert second.all("img") == []


def test_pictures_further_down_wait_until_they_are_scrolled_to() -> None:
    images = [card.one("img") for card in shop_html(*[tee()] * 6).all("li", **{"class": "card"})]
    assert [shown.attributes.get("loading") for shown in images] == [None] * 4 + ["lazy"] * 2


def test_the_listing_has_pages() -> None:
    html = shop_html(product(), page=2, pages=3, total=25)
    pages = html.one("nav", **{"aria-label": "Pages"})
    assert [(link.text, link["href"]) for link in pages.all("a")] == [
        ("Previous", f"{SHOP}/"),
        ("Next", f"{SHOP}/?page=3"),
    ]
    assert "Page 2 of 3" in pages.text
    assert shop_html(product()).all("nav") == []


def test_an_empty_shop_says_so() -> None:
    assert "Nothing is on the shelf yet." in shop_html().text


def test_the_page_that_is_not_there_leads_back() -> None:
    html = not_found_html()
    assert html.one("meta", name="robots")["content"] == "noindex"
    assert html.one("main").one("a")["href"] == f"{SHOP}/"


# It can be read


def palette(scheme: str) -> dict[str, str]:
    css = rendering.static_files()["shop.css"].body.decode()
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    assert len(blocks) == 2
    chosen = "".join(blocks if scheme == "dark" else blocks[:1])
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]+);", chosen))


def luminance(color: str) -> float:
    digits = color[1:] if len(color) == 7 else "".join(digit * 2 for digit in color[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_controls_stand_out_as_wcag_aa_asks(scheme: str) -> None:
    """Text 4.5:1 (1.4.3); the edges of controls, marks and the focus ring 3:1 (1.4.11)."""
    colors = palette(scheme)
    for text, ground in itertools.product(("ink", "soft", "sale"), ("ground", "raised")):
        assert contrast(colors[text], colors[ground]) >= 4.5, (text, ground)
    for mark, ground in itertools.product(("edge", "focus", "good"), ("ground", "raised")):
        assert contrast(colors[mark], colors[ground]) >= 3, (mark, ground)

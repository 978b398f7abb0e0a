"""The main job as a merchant and a shopper live it: a picture goes in over the API, and the shop's page shows it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.journeys.shopping import (
    COLORS,
    COVER,
    Shirt,
    close,
    expect_painted,
    expect_picture,
    expect_words,
    make_shirt,
    picture,
    shown_original,
)
from tests.support.browser import chromium, visit
from tests.support.servers import Server
from tests.support.web import Web

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
WINDOWS = pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["phone", "desktop"])

PLACES = """
() => Object.fromEntries(
  ["h1", ".stage", "#product-image", "#product-price", "#choices", ".standing", "fieldset", "fieldset:last-of-type",
   ".description", "footer"]
    .map((name) => {
      const { x, y, width, height } = document.querySelector(name).getBoundingClientRect();
      return [name, [x + scrollX, y + scrollY, width, height]];
    })
)
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def shirt(sqlite_api: Server, web: Web) -> Iterator[Shirt]:
    client = sqlite_api.new_store()
    yield make_shirt(client, web.serve(picture(COVER, "cover"), "/on-a-rail.png"))
    client.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    with visit(browser, **DESKTOP) as made:
        yield made.context.new_page()


def choose(tab: Page, label: str) -> None:
    """Click the label of an option's value, as one does with a mouse or a finger."""
    tab.locator("label.value", has_text=label).filter(
        has=tab.get_by_role("radio", name=label, exact=True)
    ).click()


def url_of(shirt: Shirt, color: str, size: str) -> str:
    """The picture of a variant as the API shows it now."""
    path = f"/catalog/products/{shirt.id}/variants/{shirt.variants[color, size]['id']}"
    return str(shirt.client.data(path)["image_url"])


@WINDOWS
def test_choosing_shows_that_variants_picture_price_and_sku_in_place(
    browser: Browser, shirt: Shirt, window: dict[str, Any]
) -> None:
    with visit(browser, **window) as made:
        tab = made.context.new_page()
        tab.goto(shirt.address)
        tab.evaluate("window.sameDocument = true")
        navigations: list[str] = []
        tab.on("framenavigated", lambda frame: navigations.append(frame.url))
        requests: list[str] = []
        tab.on("request", lambda request: requests.append(request.resource_type))
        expect_painted(tab, COVER)
        expect_words(tab, "$30.00 – $34.50", "–")
        before = tab.evaluate(PLACES)
        choose(tab, "Navy")
        choose(tab, "L")
        expect_words(tab, "$34.50", "HB-NAV-L")
        expect_picture(tab, url_of(shirt, "Navy", "L"), COLORS["Navy"])
        assert shown_original(tab) == shirt.pictures["Navy", "L"]
        choose(tab, "S")
        expect_words(tab, "$30.00", "HB-NAV-S")
        expect_picture(tab, url_of(shirt, "Navy", "S"), COLORS["Navy"])
        choose(tab, "Forest")
        expect_words(tab, "$30.00", "HB-FOR-S")
        expect_painted(tab, COLORS["Forest"])
        assert shown_original(tab) == shirt.pictures["Forest", "S"]
        assert tab.evaluate("window.sameDocument"), "the page was not loaded again"
        assert {url.split("?")[0] for url in navigations} <= {shirt.address}
        assert not {"document", "script", "fetch", "xhr"} & set(requests), (
            "nothing but pictures was asked for"
        )
        assert tab.evaluate(PLACES) == before, "nothing has moved"
        assert tab.evaluate("shifts") == []


@WINDOWS
def test_the_picture_is_delivered_in_the_size_and_format_that_suits_the_window(
    browser: Browser, shirt: Shirt, window: dict[str, Any]
) -> None:
    with visit(browser, **window) as made:
        tab = made.context.new_page()
        kinds: dict[str, str] = {}
        tab.on("response", lambda answer: kinds.update({answer.url: answer.headers.get("content-type", "")}))
        tab.goto(f"{shirt.address}?{shirt.query(Color='Crimson', Size='M')}")
        expect_painted(tab, COLORS["Crimson"])
        image = tab.locator("#product-image")
        facts = image.evaluate(
            """(it) => ({shown: it.getBoundingClientRect().width * devicePixelRatio, natural: it.naturalWidth,
                        source: it.currentSrc, width: it.getAttribute("width"), height: it.getAttribute("height"),
                        sizes: it.sizes, srcset: it.srcset})"""
        )
        assert kinds[facts["source"]] in ("image/avif", "image/webp", "image/png")
        assert (facts["width"], facts["height"]) == ("900", "900")
        assert facts["sizes"]
        offered = {int(each.split()[1].removesuffix("w")) for each in facts["srcset"].split(", ")}
        assert max(offered) == 900, "nothing is offered that would have to be enlarged"
        enough = min([width for width in offered if width >= facts["shown"] - 1], default=900)
        assert f"/{enough}w/" in facts["source"], "the smallest that is large enough"


def test_a_choice_of_color_alone_shows_its_picture_where_it_is_known(tab: Page, shirt: Shirt) -> None:
    tab.goto(shirt.address)
    choose(tab, "Crimson")
    expect_painted(tab, COLORS["Crimson"])
    assert shown_original(tab) == shirt.pictures["Crimson", "S"]
    expect_words(tab, "$30.00 – $34.50", "–")
    choose(tab, "Navy")  # which has another picture for each size
    expect_painted(tab, COVER)
    choose(tab, "M")
    expect_picture(tab, url_of(shirt, "Navy", "M"), COLORS["Navy"])


def test_the_address_carries_the_choice_through_reload_back_forward_and_to_others(
    tab: Page, browser: Browser, shirt: Shirt
) -> None:
    tab.goto(shirt.address)
    choose(tab, "Forest")
    choose(tab, "M")
    expect_words(tab, "$30.00", "HB-FOR-M")
    assert tab.url == f"{shirt.address}?{shirt.query(Color='Forest', Size='M')}"

    def expect_choice(page: Page) -> None:
        expect(page.get_by_role("radio", name="Forest")).to_be_checked()
        expect(page.get_by_role("radio", name="M", exact=True)).to_be_checked()
        expect_words(page, "$30.00", "HB-FOR-M")
        expect_painted(page, COLORS["Forest"])

    tab.reload()
    expect_choice(tab)
    tab.get_by_role("link", name="All products").click()
    expect(tab.get_by_role("link", name="Harbour overshirt", exact=True)).to_be_visible()
    tab.go_back()
    expect_choice(tab)
    tab.go_forward()
    expect(tab.get_by_role("heading", name="All products")).to_be_visible()
    tab.go_back()
    expect_choice(tab)
    with visit(browser, **PHONE) as made:
        friend = made.context.new_page()
        friend.goto(tab.url)
        expect_choice(friend)


def test_everything_is_reached_and_chosen_by_keyboard_alone(tab: Page, shirt: Shirt) -> None:
    tab.goto(shirt.address)
    for _ in range(20):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.type") == "radio":
            break
    tab.keyboard.press("Space")
    expect(tab.get_by_role("radio", name="Crimson")).to_be_checked()
    expect_painted(tab, COLORS["Crimson"])
    tab.keyboard.press("ArrowRight")
    expect(tab.get_by_role("radio", name="Forest")).to_be_checked()
    expect_painted(tab, COLORS["Forest"])
    tab.keyboard.press("ArrowDown")
    expect(tab.get_by_role("radio", name="Navy")).to_be_checked()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    tab.keyboard.press("ArrowRight")
    expect_words(tab, "$30.00", "HB-NAV-M")
    expect_picture(tab, url_of(shirt, "Navy", "M"), COLORS["Navy"])
    focused = tab.evaluate(
        """() => {
          const label = document.activeElement.closest("label");
          return [label, ...label.querySelectorAll("*")].some((it) => getComputedStyle(it).outlineStyle !== "none");
        }"""
    )
    assert focused, "one can see where one is"
    assert tab.evaluate("shifts") == []


@WINDOWS
def test_no_page_scrolls_sideways(browser: Browser, shirt: Shirt, window: dict[str, Any]) -> None:
    with visit(browser, **window) as made:
        tab = made.context.new_page()
        listing = f"{shirt.client.server}/shop/{shirt.client.store_hash}/"
        for address in (listing, shirt.address, f"{shirt.address}?{shirt.query(Color='Navy', Size='L')}"):
            tab.goto(address)
            assert tab.evaluate("document.scrollingElement.scrollWidth") == window["viewport"]["width"]
            assert tab.evaluate("shifts") == []


@WINDOWS
def test_without_javascript_the_form_and_its_button_do_the_same(
    browser: Browser, shirt: Shirt, window: dict[str, Any]
) -> None:
    with visit(browser, **window, java_script_enabled=False) as made:
        tab = made.context.new_page()
        tab.goto(shirt.address)
        choose(tab, "Navy")
        choose(tab, "L")
        tab.get_by_role("button", name="Show this choice").click()
        expect(tab.get_by_role("radio", name="Navy")).to_be_checked()
        expect(tab.get_by_role("radio", name="L", exact=True)).to_be_checked()
        expect_words(tab, "$34.50", "HB-NAV-L")
        path = url_of(shirt, "Navy", "L").split("/product_images/")[1]
        assert str(tab.locator("#product-image").get_attribute("src")).endswith(path)
        expect_painted(tab, COLORS["Navy"])
        choose(tab, "Crimson")
        tab.get_by_role("button", name="Show this choice").click()
        expect_words(tab, "$34.50", "HB-CRI-L")
        expect_painted(tab, COLORS["Crimson"])


def test_a_picture_uploaded_over_the_api_is_what_the_page_shows_next(tab: Page, shirt: Shirt) -> None:
    query = shirt.query(Color="Crimson", Size="L")
    former, color = shirt.pictures["Crimson", "L"], "#ff7f0e"
    tab.goto(f"{shirt.address}?{query}")
    expect_painted(tab, COLORS["Crimson"])
    url = shirt.upload("Crimson", "L", picture(color, "new"))
    try:
        tab.reload()
        expect_picture(tab, url, color)
        choose(tab, "S")
        expect_painted(tab, COLORS["Crimson"])
        choose(tab, "L")
        expect_picture(tab, url, color)
    finally:
        shirt.upload("Crimson", "L", former)


def test_options_and_swatches_have_names_and_swatches_their_color(tab: Page, shirt: Shirt) -> None:
    tab.goto(shirt.address)
    for option, labels in {"Color": list(COLORS), "Size": ["S", "M", "L"]}.items():
        group = tab.get_by_role("group", name=option)
        assert group.get_by_role("radio").count() == 3
        for label in labels:
            expect(group.get_by_role("radio", name=label, exact=True)).to_be_visible()
    for label, color in COLORS.items():
        face = tab.locator("label.value", has=tab.get_by_role("radio", name=label)).locator(".face")
        seen = Image.open(io.BytesIO(face.screenshot())).convert("RGB")
        assert close(seen.getpixel((seen.width // 2, seen.height // 2)), color), label


def test_the_listing_leads_to_the_product_and_a_color_of_it_leads_to_that_color(
    tab: Page, shirt: Shirt
) -> None:
    tab.goto(f"{shirt.client.server}/shop/{shirt.client.store_hash}/")
    tab.get_by_role("link", name="Harbour overshirt", exact=True).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Harbour overshirt")
    expect_painted(tab, COVER)
    tab.go_back()
    tab.get_by_role("link", name="Harbour overshirt in Forest").click()
    expect(tab.get_by_role("radio", name="Forest")).to_be_checked()
    expect_painted(tab, COLORS["Forest"])

"""Choosing on a product's page in a real Chromium: at once, without a jump or a flash, by keyboard, and without a
script."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from openshelf.storefront.pages.selection import write_query
from tests.storefront.browser import Shop, chromium, shop
from tests.storefront.samples import (
    CLAY,
    COLOR,
    LARGE,
    MEDIUM,
    MOSS,
    OCEAN,
    SIZE,
    SMALL,
    image,
    option_value,
    product,
    tee,
)

PLUM = 104
"""A color that no variant has."""

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def visited() -> Iterator[Shop]:
    with shop() as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh phone: nothing is cached. A script's error, or a breach of the policy, fails the test."""
    opened = browser.new_context(viewport=PHONE)
    complaints: list[str] = []
    opened.on("weberror", lambda error: complaints.append(str(error.error)))
    opened.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield opened
    opened.close()
    assert [line for line in complaints if "Failed to load resource" not in line] == []


@pytest.fixture
def tab(context: BrowserContext) -> Page:
    return context.new_page()


def picture_of(tab: Page) -> str:
    """The name of the picture that has been painted."""
    source = str(tab.evaluate("document.getElementById('product-image').currentSrc"))
    return source.split("/")[-2]


def expect_picture(tab: Page, name: str) -> None:
    expect(tab.locator("#product-image")).to_have_attribute("src", re.compile(f"/{name}/"))
    assert tab.evaluate("document.getElementById('product-image').complete")
    assert picture_of(tab) == name


def only_what_is_pointed_at(tab: Page) -> None:
    """Keep the page from fetching pictures while it is idle, which would have them too early for some tests."""
    tab.add_init_script("window.requestIdleCallback = () => {}")


def query(**choices: int) -> str:
    named = {"color": COLOR, "size": SIZE}
    return "?" + write_query({named[name]: value for name, value in choices.items()})


def test_choosing_shows_picture_price_and_sku_without_a_reload(tab: Page, visited: Shop) -> None:
    tab.goto(visited.put(tee()))
    tab.evaluate("window.sameDocument = true")
    expect(tab.locator("#product-price .now")).to_have_text("$29.00 – $34.00")
    tab.get_by_label("Moss").check()
    expect_picture(tab, "moss")
    expect(tab.locator("#product-image")).to_have_attribute("alt", "Pocket tee, Moss")
    expect(tab.locator("#product-sku")).to_have_text("–")
    expect(tab.locator("#product-status")).to_have_text("Choose Size")
    tab.get_by_label("L", exact=True).check()
    expect(tab.locator("#product-price .now")).to_have_text("$34.00")
    expect(tab.locator("#product-sku")).to_have_text("SKU-1023")
    expect(tab.locator("#product-status")).to_have_text("Available")
    expect(tab.locator("#announcement")).to_have_text("Moss, L: $34.00. SKU SKU-1023. Available")
    assert tab.evaluate("window.sameDocument")


def test_the_words_change_at_once_and_the_picture_when_it_can_be_painted(tab: Page, visited: Shop) -> None:
    visited.delays["clay"] = 1.0
    only_what_is_pointed_at(tab)
    tab.goto(visited.put(tee()))
    tab.get_by_label("L", exact=True).check()
    tab.get_by_label("Clay").check()
    assert tab.locator("#product-sku").text_content() == "SKU-1033"
    assert picture_of(tab) == "pile"
    expect(tab.locator(".stage")).to_have_class(re.compile("loading"))
    expect_picture(tab, "clay")
    expect(tab.locator(".stage")).not_to_have_class(re.compile("loading"))


def test_of_choices_in_quick_succession_only_the_last_appears(tab: Page, visited: Shop) -> None:
    visited.delays.update(ocean=0.5, moss=0.1)
    only_what_is_pointed_at(tab)
    tab.goto(visited.put(tee()))
    tab.evaluate(
        """() => {
          window.seen = [];
          const image = document.getElementById("product-image");
          new MutationObserver(() => seen.push(image.src)).observe(image, { attributeFilter: ["src"] });
        }"""
    )
    tab.get_by_label("Ocean").check()
    tab.get_by_label("Moss").check()
    expect_picture(tab, "moss")
    tab.wait_for_timeout(700)
    assert picture_of(tab) == "moss"
    assert [source.split("/")[-2] for source in tab.evaluate("seen")] == ["moss"]


def test_going_back_to_the_shown_picture_overtakes_one_on_its_way(tab: Page, visited: Shop) -> None:
    visited.delays["moss"] = 0.4
    only_what_is_pointed_at(tab)
    tab.goto(visited.put(tee()) + query(color=OCEAN))
    tab.get_by_label("Moss").check()
    tab.get_by_label("Ocean").check()
    tab.wait_for_timeout(600)
    assert picture_of(tab) == "ocean"
    expect(tab.locator(".stage")).not_to_have_class(re.compile("loading"))


def test_a_picture_that_cannot_be_had_gives_way_to_its_words(tab: Page, visited: Shop) -> None:
    visited.broken.add("moss")
    tab.goto(visited.put(tee()))
    tab.get_by_label("Moss").check()
    expect(tab.locator("#product-image")).to_have_attribute("alt", "Pocket tee, Moss")
    tab.get_by_label("Clay").check()
    expect_picture(tab, "clay")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_jumps_and_nothing_flashes(browser: Browser, visited: Shop, viewport: ViewportSize) -> None:
    """Every layout shift counts, also those that browsers forgive after a click; every frame has a whole picture."""
    wire = tee(without=[(OCEAN, LARGE), (MOSS, SMALL)], price=40)
    for row in wire["variants"]:
        row["image_url"] = row["image_url"].replace("moss/1200x1500", "moss/1200x900")
    tab = browser.new_page(viewport=viewport)
    visited.delays["clay"] = 0.4
    tab.goto(visited.put(wire))
    tab.evaluate(
        """() => {
          window.shifts = [];
          new PerformanceObserver((list) => {
            for (const { value, sources } of list.getEntries()) {
              shifts.push([value, ...sources.map((it) => [it.node?.className, it.previousRect, it.currentRect])]);
            }
          }).observe({ type: "layout-shift", buffered: true });
          window.blanks = 0;
          window.frames = 0;
          const image = document.getElementById("product-image");
          const watch = () => {
            frames += 1;
            if (!image.complete || !image.naturalWidth) blanks += 1;
            requestAnimationFrame(watch);
          };
          requestAnimationFrame(watch);
        }"""
    )
    tab.wait_for_timeout(100)
    loading = tab.evaluate("shifts.splice(0)")
    for label in ("Ocean", "L", "S", "Moss", "Clay", "M", "L", "Ocean"):
        tab.get_by_label(label, exact=True).check()
        tab.wait_for_timeout(100)
    tab.wait_for_timeout(400)
    assert tab.evaluate("shifts") == []
    assert sum(shift[0] for shift in loading) < 0.01, loading  # a tenth of what counts as a good page
    assert tab.evaluate("frames") > 30
    assert tab.evaluate("blanks") == 0
    tab.close()


def test_the_address_carries_the_choice_and_restores_it(
    tab: Page, context: BrowserContext, visited: Shop
) -> None:
    address = visited.put(tee())
    tab.goto(address + "?utm_source=mail")
    tab.get_by_label("Clay").check()
    tab.get_by_label("M", exact=True).check()
    assert tab.url == f"{address}?utm_source=mail&{query(color=CLAY, size=MEDIUM)[1:]}"
    shared = context.new_page()
    shared.goto(tab.url)
    expect_picture(shared, "clay")
    expect(shared.get_by_label("Clay")).to_be_checked()
    expect(shared.get_by_label("M", exact=True)).to_be_checked()
    expect(shared.locator("#product-sku")).to_have_text("SKU-1032")


def test_the_address_sheds_what_this_product_does_not_have(tab: Page, visited: Shop) -> None:
    address = visited.put(tee())
    tab.goto(f"{address}?attribute[{COLOR}]={MOSS}&attribute[{SIZE}]=999&attribute[7]=1&shown=21-101")
    assert tab.url == address + query(color=MOSS)
    expect_picture(tab, "moss")


def test_going_back_restores_the_choice_that_was_left(tab: Page, visited: Shop) -> None:
    address = visited.put(tee())
    tab.goto(address)
    tab.get_by_label("Clay").check()
    expect_picture(tab, "clay")
    tab.get_by_role("link", name="All products").click()
    tab.go_back()
    expect(tab.get_by_label("Clay")).to_be_checked()
    expect_picture(tab, "clay")
    tab.reload()
    expect(tab.get_by_label("Clay")).to_be_checked()


def test_a_jump_in_the_history_of_one_page_is_followed(tab: Page, visited: Shop) -> None:
    address = visited.put(tee())
    tab.goto(address + query(color=OCEAN))
    tab.evaluate("(query) => history.pushState(null, '', query)", query(color=MOSS))
    tab.go_back()
    expect(tab.get_by_label("Ocean")).to_be_checked()
    tab.go_forward()
    expect(tab.get_by_label("Moss")).to_be_checked()
    expect_picture(tab, "moss")


def test_everything_can_be_chosen_by_keyboard(tab: Page, visited: Shop) -> None:
    tab.goto(visited.put(tee()))
    tab.get_by_label("Ocean").focus()
    tab.keyboard.press("ArrowRight")
    expect_picture(tab, "moss")
    tab.keyboard.press("ArrowRight")
    expect_picture(tab, "clay")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    expect(tab.get_by_label("S", exact=True)).to_be_checked()
    expect(tab.locator("#product-sku")).to_have_text("SKU-1031")
    ring = tab.evaluate(
        "getComputedStyle(document.activeElement.parentElement.querySelector('.name')).outlineStyle"
    )
    assert ring == "solid"


def test_a_dropdown_is_chosen_and_left_open_like_the_others(tab: Page, visited: Shop) -> None:
    tab.goto(visited.put(tee(sizes="dropdown", without=[(OCEAN, LARGE)])))
    tab.get_by_label("Size").select_option("L")
    tab.get_by_label("Moss").check()
    expect(tab.locator("#product-sku")).to_have_text("SKU-1023")
    tab.get_by_label("Ocean").check()
    expect(tab.get_by_label("Size")).to_have_value(str(MEDIUM))
    expect(tab.locator("#product-note")).to_have_text("L is not available with Ocean. Showing M instead.")
    apart = tab.locator("optgroup[label='Not available with the other choices'] option")
    expect(apart).to_have_text(["L"])
    tab.get_by_label("Size").select_option("")
    expect(tab.locator("#product-sku")).to_have_text("–")
    expect(tab.locator("#product-note")).to_have_text("")
    tab.get_by_label("Moss").check()
    expect(apart).to_have_count(0)
    assert tab.locator("select option").all_text_contents() == ["Choose…", "S", "M", "L"]


def test_an_impossible_value_can_be_chosen_and_the_others_give_way(tab: Page, visited: Shop) -> None:
    tab.goto(visited.put(tee(without=[(OCEAN, LARGE)])) + query(color=OCEAN, size=SMALL))
    large = tab.get_by_label("L", exact=True)
    expect(large).to_have_accessible_description("Not available with the other choices")
    large.check()
    expect(tab.get_by_label("Moss")).to_be_checked()
    expect_picture(tab, "moss")
    expect(tab.locator("#product-note")).to_have_text("Ocean is not available with L. Showing Moss instead.")
    expect(tab.get_by_label("Ocean")).to_have_accessible_description("Not available with the other choices")
    tab.get_by_label("M", exact=True).check()
    expect(tab.get_by_label("Ocean")).to_be_checked()
    expect(tab.locator("#product-note")).to_have_text("")


def test_pointing_at_a_value_has_its_picture_ready(tab: Page, visited: Shop) -> None:
    only_what_is_pointed_at(tab)
    tab.goto(visited.put(tee()))
    before = len(visited.asked)
    with tab.expect_response(re.compile("/clay/")):
        tab.get_by_label("Clay").hover()
    tab.get_by_label("Clay").check()
    expect_picture(tab, "clay")
    tab.wait_for_timeout(400)
    expect(tab.locator(".stage")).not_to_have_class(re.compile("loading"))
    assert len([target for target in visited.asked[before:] if "/clay/" in target]) == 1


def test_the_arrow_keys_neighbours_are_made_ready(tab: Page, visited: Shop) -> None:
    only_what_is_pointed_at(tab)
    tab.goto(visited.put(tee()))
    with tab.expect_response(re.compile("/moss/")), tab.expect_response(re.compile("/clay/")):
        tab.get_by_label("Ocean").focus()


def test_pictures_one_choice_away_are_fetched_while_nothing_else_goes_on(tab: Page, visited: Shop) -> None:
    tab.goto(visited.put(tee()))
    tab.wait_for_load_state("networkidle")
    fetched = {target.split("/")[3] for target in visited.asked if target.startswith("/pictures/")}
    assert fetched == {"pile", "ocean", "moss", "clay"}
    before = len(visited.asked)
    for label in ("Ocean", "Moss", "Clay"):
        tab.get_by_label(label).check()
        expect_picture(tab, label.lower())
    assert visited.asked[before:] == []


def test_the_gallery_is_leafed_through_in_place(tab: Page, visited: Shop) -> None:
    images = [
        image(1, "wire:pile/1200x1500", is_thumbnail=True),
        image(2, "wire:clay/1200x1500", description="Back"),
    ]
    address = visited.put(tee(images=images))
    tab.goto(address)
    tab.get_by_role("link", name="Back").click()
    expect_picture(tab, "clay")
    expect(tab.get_by_role("link", name="Back")).to_have_attribute("aria-current", "true")
    assert tab.url == address
    tab.get_by_label("Moss").check()
    expect_picture(tab, "moss")
    expect(tab.get_by_role("link", name="Back")).not_to_have_attribute("aria-current", "true")


def test_a_product_without_options_or_pictures_is_a_whole_page_too(tab: Page, visited: Shop) -> None:
    tab.goto(visited.put(product()))
    expect(tab.locator("#product-price .now")).to_have_text("$29.00")
    assert tab.evaluate("document.getElementById('product-image').naturalWidth") > 0


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_no_width_scrolls_sideways(browser: Browser, visited: Shop, width: int) -> None:
    wire = tee(
        name="An uncommonly heavyweight pocket tee, " + "very" * 20 + " long",
        description="<table><tr>" + "<td>wide cell</td>" * 12 + "</tr></table><pre>" + "x" * 200 + "</pre>",
        custom_fields=[{"id": 1, "name": "Supercalifragilistic" * 3, "value": "y" * 90}],
    )
    tab = browser.new_page(viewport={"width": width, "height": 800})
    tab.goto(visited.put(wire) + query(color=OCEAN, size=SMALL))
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    tab.close()


def test_without_a_script_the_form_asks_the_server(browser: Browser, visited: Shop) -> None:
    tab = browser.new_page(java_script_enabled=False, viewport=PHONE)
    tab.goto(visited.put(tee(without=[(OCEAN, LARGE)])) + query(color=OCEAN, size=SMALL))
    tab.get_by_label("L", exact=True).check()
    tab.get_by_role("button", name="Show this choice").click()
    expect(tab.get_by_label("Moss")).to_be_checked()
    expect(tab.locator("#product-sku")).to_have_text("SKU-1023")
    expect(tab.locator("#product-image")).to_have_attribute("src", re.compile("/moss/"))
    expect(tab.locator("#product-note")).to_have_text("Ocean is not available with L. Showing Moss instead.")
    tab.close()


def test_with_a_script_the_button_is_gone(tab: Page, visited: Shop) -> None:
    tab.goto(visited.put(tee()))
    expect(tab.get_by_role("button", name="Show this choice")).to_be_hidden()


WORDS = """
() => ({
  price: document.getElementById("product-price").innerText,
  sku: document.getElementById("product-sku").textContent,
  status: document.getElementById("product-status").textContent,
  kind: document.getElementById("product-status").dataset.kind,
  note: document.getElementById("product-note").textContent,
  chosen: [...document.querySelectorAll("[data-chosen]")].map((it) => it.textContent),
  states: [...document.querySelectorAll("[data-value]")].map((it) => it.dataset.state + it.title),
  checked: [...document.querySelectorAll("input:checked")].map((it) => it.value),
  image: [...document.getElementById("product-image").attributes].map((it) => [it.name, it.value]).sort(),
})
"""


def test_the_script_says_what_the_server_says(browser: Browser, visited: Shop) -> None:
    """Each choice in turn: as the server sends it, and as the script makes it out of another one."""
    wire = tee(without=[(OCEAN, LARGE), (CLAY, SMALL)], price=40)
    wire["options"][0]["option_values"].append(option_value(PLUM, "Plum", 9))
    for row in wire["variants"]:
        if row["option_values"][0]["id"] == MOSS:
            row.update(purchasing_disabled=True, purchasing_disabled_message="Back in May")
        if row["id"] == CLAY * 10 + 2:
            row["image_url"] = "wire:clay/700x700"
    address = visited.put(wire)
    plain = browser.new_context(java_script_enabled=False).new_page()
    scripted = browser.new_context().new_page()
    scripted.goto(address)
    choices: list[dict[str, int]] = [{}, {"color": MOSS}, {"size": LARGE}, {"color": CLAY}, {"size": SMALL}]
    choices += [
        {"color": color, "size": size} for color in (OCEAN, MOSS, CLAY) for size in (SMALL, MEDIUM, LARGE)
    ]
    choices += [{"color": PLUM, "size": LARGE}]
    for choice in choices:
        plain.goto(address + query(**choice))
        scripted.evaluate("(query) => history.pushState(null, '', query)", query(**choice))
        scripted.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
        expected = plain.evaluate(WORDS)
        scripted.wait_for_function(
            "(source) => document.getElementById('product-image').getAttribute('src') === source",
            arg=dict(expected["image"])["src"],
        )
        assert scripted.evaluate(WORDS) == expected, choice
    plain.context.close()
    scripted.context.close()

/*
 * The product page's choices: shows the picture, price and SKU of a choice at once. Without this script the form
 * asks the server for the same page.
 */

import { choose, known, knownPicture, outcome, readQuery, settle, withDefaults, writeQuery } from "./selection.js";
import { stage } from "./stage.js";
import { IMPOSSIBLE, UNAVAILABLE, label, note, price, status } from "./words.js";

const IDLE_PICTURES = 12; // as many are fetched unasked

const byId = (id) => document.getElementById(id);
const product = JSON.parse(byId("product-data").textContent);
const view = stage(byId("product-image"), product);
const form = byId("choices");

// What the shopper asked for, the latest first. What is shown may differ where that does not exist; kept, a wish
// comes back into view once it can be met again.
let asked = new Map();

function settled(wishes) {
  const { options, variants, defaults } = product;
  return settle(options, variants, withDefaults(options, wishes, defaults));
}

/** Bring the page in line with what is asked for. The words change at once, the picture when it is ready. */
function show() {
  const selection = settled(asked);
  const found = outcome(product, selection);
  for (const option of product.options) showOption(option, selection, found);
  showPrice(price(found));
  const { text, kind } = status(product, found, selection);
  byId("product-status").textContent = text;
  byId("product-status").dataset.kind = kind;
  byId("product-sku").textContent = found.variant?.sku || "–";
  byId("product-note").textContent = note(product, asked, selection);
  showPicture(found.picture);
  return { selection, found };
}

function showPrice({ now, was }) {
  const line = byId("product-price");
  line.querySelector(".now").textContent = now;
  const before = line.querySelector(".was");
  before.hidden = was === null;
  before.lastChild.textContent = was ?? "";
}

function showPicture(place) {
  for (const link of document.querySelectorAll("[data-picture]")) {
    if (Number(link.dataset.picture) === place) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  return view.show(place);
}

function showOption(option, selection, found) {
  const group = form.querySelector(`[data-option="${option.id}"]`);
  const chosen = selection.get(option.id);
  const possible = new Set(found.possible.get(option.id));
  const select = group.querySelector("select");
  if (select) {
    showSelect(select, option, chosen, possible);
    return;
  }
  const purchasable = new Set(found.purchasable.get(option.id));
  group.querySelector("[data-chosen]").textContent =
    chosen === undefined ? "" : label(product, option.id, chosen);
  for (const face of group.querySelectorAll("[data-value]")) {
    const id = Number(face.dataset.value);
    const input = face.querySelector("input");
    const state = !possible.has(id) ? "impossible" : purchasable.has(id) ? "" : "unavailable";
    const words = { impossible: IMPOSSIBLE, unavailable: UNAVAILABLE, "": "" }[state];
    input.checked = id === chosen;
    face.dataset.state = state;
    face.title = words;
    byId(input.getAttribute("aria-describedby")).textContent = words;
  }
}

/** The values that do not go with the other choices stand in a group of their own, under its name. */
function showSelect(select, { values }, chosen, possible) {
  const apart = select.querySelector("optgroup") ?? document.createElement("optgroup");
  apart.label = IMPOSSIBLE;
  for (const { id } of values) {
    const entry = select.querySelector(`option[value="${id}"]`);
    (possible.has(id) ? select : apart).append(entry);
  }
  if (apart.children.length) select.append(apart);
  else apart.remove();
  select.value = chosen ?? "";
}

/** What a screen reader says after a choice. */
function announce({ selection, found }) {
  const labels = [...selection].map(([option, value]) => label(product, option, value)).join(", ");
  const words = [
    byId("product-note").textContent,
    `${labels}: ${price(found).now}.`,
    found.variant?.sku && `SKU ${found.variant.sku}.`,
    byId("product-status").textContent,
  ];
  byId("announcement").textContent = words.filter(Boolean).join(" ");
}

function remember(selection) {
  const query = writeQuery(selection, location.search);
  history.replaceState(history.state, "", location.pathname + (query && `?${query}`) + location.hash);
}

/** Show what the address asks for: on loading, and when the browser goes back or forward. */
function restore() {
  asked = known(product.options, readQuery(location.search));
  const { selection } = show();
  if (asked.size) remember(selection);
}

function pictureAfter(option, value) {
  return knownPicture(product, settled(choose(asked, option, value)));
}

function choiceOf(input) {
  return [Number(input.closest("[data-option]").dataset.option), input.value ? Number(input.value) : null];
}

function warmFor(target) {
  const input = target.closest("[data-value]")?.querySelector("input");
  if (input) view.warm(pictureAfter(...choiceOf(input)));
}

/** The arrow keys choose a neighbour: have its picture ready. */
function warmNeighbours({ target }) {
  const faces = [...(target.closest("fieldset")?.querySelectorAll("[data-value]") ?? [])];
  const place = faces.indexOf(target.closest("[data-value]"));
  for (const face of [faces.at(place - 1), faces[(place + 1) % faces.length]]) if (face) warmFor(face);
}

/** While nothing else goes on, fetch the pictures that are one choice away, one after the other. */
async function warmIdly() {
  if (navigator.connection?.saveData) return;
  const places = new Set();
  for (const { id, values } of product.options) {
    for (const value of values) places.add(pictureAfter(id, value.id));
  }
  for (const place of [...places].slice(0, IDLE_PICTURES)) await view.warm(place);
}

if (form) {
  form.querySelector("button").hidden = true;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    asked = choose(asked, ...choiceOf(target));
    const shown = show();
    remember(shown.selection);
    announce(shown);
  });
  form.addEventListener("pointerover", ({ target }) => warmFor(target));
  form.addEventListener("focusin", warmNeighbours);
  addEventListener("popstate", restore);
  addEventListener("pageshow", ({ persisted }) => persisted && restore());
  restore();
  const whenIdle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 500));
  addEventListener("load", () => whenIdle(warmIdly));
}

for (const link of document.querySelectorAll("[data-picture]")) {
  const place = Number(link.dataset.picture);
  link.addEventListener("pointerenter", () => view.warm(place));
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    showPicture(place);
  });
}

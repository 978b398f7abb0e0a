/*
 * What a choice is told in: price, availability, and why something else is shown than was asked for.
 * The server says the same in the same words (../views.py); neither needs the other to.
 */

import { matching } from "./selection.js";

export const IMPOSSIBLE = "Not available with the other choices";
export const UNAVAILABLE = "Unavailable";

export function label(product, option, value) {
  const { values } = product.options.find(({ id }) => id === option);
  return values.find(({ id }) => id === value).label;
}

/** {now, was}: the price, or the span of prices, of what was found; what it was before a sale, or null. */
export function price({ cheapest, dearest }) {
  if (!cheapest) return { now: "", was: null };
  if (cheapest.amount === dearest.amount) return { now: cheapest.price, was: cheapest.was };
  return { now: `${cheapest.price} – ${dearest.price}`, was: null };
}

/** {text, kind}: whether it can be bought, or what is left to choose. */
export function status(product, found, selection) {
  const messages = new Set(found.variants.map((variant) => variant.message));
  const purchasable = found.variants.some((variant) => variant.purchasable);
  if (found.variant || (messages.size === 1 && !purchasable)) {
    return { text: [...messages][0], kind: purchasable ? "available" : "unavailable" };
  }
  const open = product.options.filter(({ id }) => !selection.has(id)).map(({ name }) => name);
  const last = open.pop();
  if (!last) return { text: "", kind: "hint" };
  return { text: open.length ? `Choose ${open.join(", ")} and ${last}` : `Choose ${last}`, kind: "hint" };
}

/** The first of the wishes that could not be met, what stood against it, and what is shown instead. */
export function note(product, asked, selection) {
  for (const [option, value] of asked) {
    const shown = selection.get(option);
    if (shown === value) continue;
    const alone = new Map([[option, value]]);
    const exists = matching(product.variants, alone).length > 0;
    const rival = [...asked].find(
      ([other, choice]) =>
        selection.get(other) === choice &&
        matching(product.variants, new Map([...alone, [other, choice]])).length === 0,
    );
    const against = rival && exists ? ` with ${label(product, ...rival)}` : "";
    const instead = shown === undefined ? "" : ` Showing ${label(product, option, shown)} instead.`;
    return `${label(product, option, value)} is not available${against}.${instead}`;
  }
  return "";
}

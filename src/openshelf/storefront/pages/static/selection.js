/*
 * What a choice of option values leads to: which variants, which picture, which price, which other values.
 *
 * The rules of ../selection.py in the browser's language, so that choosing needs no server. Their reasons stand
 * there; both are run against tests/storefront/selection_cases.json. Nothing in here touches the page.
 *
 * options   [{id, values: [{id, …}]}], in the order in which a shopper sees them
 * variants  [{values: {optionId: valueId}, amount, purchasable, picture}]; picture is null or any key
 * wanted    Map of option id to value id, the weightiest choice first
 * selection the same, as it came out of settle()
 */

const FIELD = /^attribute\[([0-9]{1,15})\]$/;
const ID = /^[0-9]{1,15}$/;
const SHOWN_PAIR = /([0-9]{1,15})-([0-9]{1,15})/g;

function goesWith(variant, selection) {
  for (const [option, value] of selection) {
    if ((variant.values[option] ?? value) !== value) return false;
  }
  return true;
}

export function matching(variants, selection) {
  return variants.filter((variant) => goesWith(variant, selection));
}

/** The ids of an option's values that some variant has beside the choices made for the other options. */
export function valuesLeft(option, variants, selection) {
  const others = new Map(selection);
  others.delete(option.id);
  const left = new Set(matching(variants, others).map((variant) => variant.values[option.id]));
  const ids = option.values.map((value) => value.id);
  return left.has(undefined) ? ids : ids.filter((id) => left.has(id));
}

/** What is wanted, without the options and values that are not this product's. */
export function known(options, wanted) {
  const has = (id, value) =>
    options.some((option) => option.id === id && option.values.some((candidate) => candidate.id === value));
  return new Map([...wanted].filter(([id, value]) => has(id, value)));
}

/** What was asked for, as far as this product has it, and behind it the defaults of the other options. */
export function withDefaults(options, asked, defaults) {
  const wanted = known(options, asked);
  for (const [id, value] of defaults) if (!wanted.has(id)) wanted.set(id, value);
  return wanted;
}

/** The selection that exists and comes closest to what is wanted. */
export function settle(options, variants, wanted) {
  const wishes = [...known(options, wanted)].map(([id, value]) => [options.find((option) => option.id === id), value]);
  const kept = new Map();
  for (const [option, value] of wishes) {
    if (valuesLeft(option, variants, kept).includes(value)) kept.set(option.id, value);
  }
  const buyable = variants.filter((variant) => variant.purchasable);
  for (const [option, value] of wishes) {
    if (kept.has(option.id)) continue;
    const preferred = valuesLeft(option, buyable, kept);
    const left = preferred.length ? preferred : valuesLeft(option, variants, kept);
    if (left.length) kept.set(option.id, nearest(option, value, left));
  }
  return new Map(options.filter(({ id }) => kept.has(id)).map(({ id }) => [id, kept.get(id)]));
}

function nearest(option, value, allowed) {
  const order = option.values.map((candidate) => candidate.id);
  const distance = (id) => Math.abs(order.indexOf(id) - order.indexOf(value));
  // `allowed` is in the option's order, so that the earlier of two equally near ones wins.
  return allowed.reduce((best, id) => (distance(id) < distance(best) ? id : best));
}

/** Everything that a settled selection decides. `product` is {options, variants, default, cover}. */
export function outcome(product, selection) {
  const { options, variants } = product;
  const found = matching(variants, selection);
  const buyable = variants.filter((variant) => variant.purchasable);
  const foundBuyable = found.filter((variant) => variant.purchasable);
  const payable = foundBuyable.length ? foundBuyable : found;
  const pick = (better) => payable.reduce((a, b) => (better(b.amount, a.amount) ? b : a), payable[0] ?? null);
  return {
    variants: found,
    variant: found.length === 1 ? found[0] : null,
    cheapest: pick((a, b) => a < b),
    dearest: pick((a, b) => a > b),
    picture: knownPicture(product, selection),
    possible: new Map(options.map((option) => [option.id, valuesLeft(option, variants, selection)])),
    purchasable: new Map(options.map((option) => [option.id, valuesLeft(option, buyable, selection)])),
  };
}

/** The key of the picture to show, as far as the selection tells. */
export function knownPicture({ variants, default: own, cover }, selection) {
  const found = matching(variants, selection);
  if (!selection.size && found.length !== 1) return cover;
  const pictures = new Set(found.map((variant) => variant.picture));
  const unpictured = pictures.delete(null);
  if (pictures.size === 0) return own;
  if (pictures.size > 1) return cover;
  const [picture] = pictures;
  const elsewhere = variants.some((variant) => variant.picture === picture && !goesWith(variant, selection));
  return unpictured && elsewhere ? cover : picture;
}

/** What a query string asks for, unchecked, the weightiest choice first. */
export function readQuery(query) {
  const wanted = new Map();
  let shown = new Map();
  for (const [name, text] of new URLSearchParams(query)) {
    const field = FIELD.exec(name);
    if (field && ID.test(text)) {
      wanted.set(Number(field[1]), Number(text));
    } else if (name === "shown") {
      shown = new Map(Array.from(text.matchAll(SHOWN_PAIR), (pair) => [Number(pair[1]), Number(pair[2])]));
    }
  }
  if (!shown.size) return wanted;
  const stays = ([option, value]) => Number(shown.get(option) === value);
  return new Map([...wanted].sort((a, b) => stays(a) - stays(b)));
}

/**
 * The query string that restores the selection; empty for none. What else stood in `query` stays in front, so that
 * a campaign's tag survives the first click.
 */
export function writeQuery(selection, query = "") {
  const fields = new URLSearchParams(query);
  for (const name of [...fields.keys()]) {
    if (FIELD.test(name) || name === "shown") fields.delete(name);
  }
  for (const [option, value] of selection) fields.append(`attribute[${option}]`, String(value));
  return fields.toString();
}

/** `wanted` after a choice: the newest weighs most, and earlier wishes are remembered behind it. */
export function choose(wanted, option, value) {
  const others = [...wanted].filter(([id]) => id !== option);
  return new Map(value === null ? others : [[option, value], ...others]);
}

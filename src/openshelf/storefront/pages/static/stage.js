/*
 * The product's picture. It changes to another one without a flash: the next picture is loaded and decoded aside,
 * the one in view stays until then, and of several asked for in quick succession only the last one appears.
 */

const SLOW = 250; // milliseconds after which a picture still loading is owned up to

/**
 * Take charge of `image`. `pictures` are {template, width, height, alt}; they are named by their place among them,
 * and null is the placeholder.
 */
export function stage(image, { pictures, widths }) {
  const box = image.parentElement;
  const NO_PICTURE = {
    src: image.dataset.placeholder,
    srcset: null,
    width: 800,
    height: 800,
    alt: "No picture yet",
    class: "",
  };
  const warm = new Map(); // Held on to: what nothing refers to, the browser may forget again.
  let newest = 0;

  /** The attributes that make an <img> show a picture: the same ones that the server writes. */
  function attributes(place) {
    if (place === null) return NO_PICTURE;
    const { template, width, height, alt, fills } = pictures[place];
    const url = (size) => template.replaceAll("{:size}", size);
    const offered = [...new Set(widths.map((wide) => Math.min(wide, width)))].sort((a, b) => a - b);
    const srcset = offered.map((wide) => `${url(`${wide}w`)} ${wide}w`).join(", ");
    return { src: url("640w"), srcset, width, height, alt, class: fills ? "fills" : "" };
  }

  function put(target, wanted) {
    for (const [name, value] of Object.entries(wanted)) {
      if (value === null) target.removeAttribute(name);
      else target.setAttribute(name, value);
    }
  }

  /** Load and decode aside the very candidate that the page would pick. */
  async function load(place, priority) {
    const aside = new Image();
    const { src, srcset } = attributes(place);
    aside.fetchPriority = priority;
    aside.sizes = image.sizes;
    put(aside, { srcset, src });
    warm.set(place, aside);
    try {
      await aside.decode();
      return true;
    } catch {
      warm.delete(place);
      return false;
    }
  }

  return {
    /** Show a picture as soon as it can be painted. Resolves when it is shown, or overtaken by a later one. */
    async show(place) {
      const mine = ++newest;
      const wanted = attributes(place);
      if (image.getAttribute("src") !== wanted.src) {
        const slow = setTimeout(() => mine === newest && box.classList.add("loading"), SLOW);
        await load(place, "high");
        clearTimeout(slow);
        if (mine !== newest) return;
        // Also when it could not be loaded: its words say more about this choice than another one's picture.
        put(image, wanted);
      }
      box.classList.remove("loading");
    },

    /** Have a picture ready, should it be asked for. */
    async warm(place) {
      if (place !== null && !warm.has(place)) await load(place, "low");
    },
  };
}

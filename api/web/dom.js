// Building of elements. Words become text nodes, never markup: nobody's text can put HTML into the page.

const SVG = "http://www.w3.org/2000/svg";

/** An element with properties and children, where a string is a text node; nothing is made of null. */
export function el(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.flat(Infinity).filter((child) => child !== null));
  return element;
}

/** One of the icons in index.html, beside words that say the same. */
export function icon(id) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#${id}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

export function onClick(button, act) {
  button.addEventListener("click", () => act());
  return button;
}

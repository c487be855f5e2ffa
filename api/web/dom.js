// Building of elements. Words become text nodes, never markup: nobody's text can put HTML into the page.

/** An element with properties and children, where a string is a text node; nothing is made of null. */
export function el(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.flat(Infinity).filter((child) => child !== null));
  return element;
}

// The sources of a reply: its quotes, gathered by the section that they stand in. A click opens the article there.

import { el, onClick } from "./dom.js";
import { openArticle } from "./panel.js";

const QUOTES_SHOWN = 3; // more of them would bury the reply: they open at a click

/** Nothing where nothing is cited. */
export function sourceCards(citations, release) {
  if (!citations.length) return [];
  const cards = groupBy(citations, sectionOf).map((cited) => card(cited, release));
  const titles = [...new Set(citations.map(({ title }) => title))].join("; ");
  const summary = el("summary", {}, cards.length === 1 ? "Источник" : "Источники", el("span", {}, `: ${titles}`));
  return [el("details", { className: "sources", open: citations.length <= QUOTES_SHOWN }, summary, cards)];
}

/** The number of a citation within a text. */
export function markerButton(citation, release) {
  const { marker, title } = citation;
  const button = el("button", { type: "button", className: "marker", title }, String(marker));
  button.ariaLabel = `Источник ${marker}: ${title}`;
  return onClick(button, () => openArticle(citation, release, button));
}

export function groupBy(items, keyOf) {
  const groups = new Map(items.map((item) => [keyOf(item), []]));
  for (const item of items) groups.get(keyOf(item)).push(item);
  return [...groups.values()];
}

const sectionOf = ({ source_id, heading }) => JSON.stringify([source_id, heading]);

/** A click beside its quotes counts as one on the first of them. */
function card(cited, release) {
  const { title, heading } = cited[0];
  const path = [title, ...heading.filter((part) => part !== title)].join(" › ");
  const quotes = cited.map((citation) => quoteButton(citation, release));
  const element = el("article", {}, el("h3", {}, path), quotes);
  element.addEventListener("click", ({ target }) => target.closest("button") || quotes[0].click());
  return element;
}

/** The guillemets are drawn by the style, so that the quote is the article's words to the letter. */
function quoteButton(citation, release) {
  const number = el("span", { className: "marker" }, String(citation.marker));
  const button = el("button", { type: "button", className: "quote", title: "Показать в статье" });
  button.append(number, el("q", {}, citation.quote));
  return onClick(button, () => openArticle(citation, release, button));
}

// The sources of a reply: its quotes, gathered by the section that they stand in. A click opens the article there.

import { el, onClick, outsideUrl } from "./dom.js";
import { openArticle } from "./panel.js";

const QUOTES_SHOWN = 3; // more of them would bury the reply: they open at a click

/** Nothing where nothing is cited. */
export function sourceCards(citations, release) {
  if (!citations.length) return [];
  const cards = groupBy(citations, sectionOf).map((cited) =>
    el("article", {}, sourceName(cited[0]), cited.map((citation) => quoteButton(citation, release))),
  );
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

function sourceName({ title, heading, url }) {
  const path = [title, ...heading.filter((part) => part !== title)].join(" › ");
  const href = outsideUrl(url);
  return el("h3", {}, href ? el("a", { href, target: "_blank", rel: "noopener noreferrer" }, path) : path);
}

/** The guillemets are drawn by the style, so that the quote is the article's words to the letter. */
function quoteButton(citation, release) {
  const number = el("span", { className: "marker" }, String(citation.marker));
  const button = el("button", { type: "button", className: "quote", title: "Показать в статье" });
  button.append(number, el("q", {}, citation.quote));
  return onClick(button, () => openArticle(citation, release, button));
}

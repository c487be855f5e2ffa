// A reply as elements: its lines, the numbers that lead to its sources, the sources, the table of a disagreement.

import { el } from "./dom.js";

const QUOTES_SHOWN = 3; // more of them would bury the reply: they open at a click
const NO_BREAK_SPACE = "\u00a0";

// A word with the numbers after it; of a long word, its end. Browsers would begin a line with a number otherwise.
const MARKED_WORD = /([^\s[\]]{0,24}(?:\s?\[\d+\])+[.,:;!?…]*)/;

/** The body of a reply: `{text, citations, conflicts}`. */
export function replyBody({ text, citations, conflicts }) {
  const cards = sourceCards(citations);
  const titles = new Map(citations.map(({ marker, title }) => [marker, title]));
  const marks = (marker) => titles.has(marker) && markerButton(marker, titles.get(marker), cards);
  const blocks = blocksOf(text, conflicts).map((block) =>
    typeof block === "string" ? line(block, marks) : conflictTable(block, titles, marks),
  );
  return [...blocks, ...cards.nodes];
}

/** The lines of a text whose sources are not known yet. */
export function textLines(text) {
  return text.split("\n").map((each) => line(each, () => false));
}

// Text

/** Lines; a disagreement stands in the place of the lines that spell it out, or at the end. */
function blocksOf(text, conflicts) {
  const blocks = text.split("\n");
  for (const conflict of conflicts) {
    const spelt = conflict.values.map(({ display, markers }) => `— ${display} ${brackets(markers)}`);
    const at = blocks.findIndex((_, i) => spelt.every((value, j) => blocks[i + j] === value));
    if (at >= 0) blocks.splice(at, spelt.length, conflict);
    else blocks.push(conflict);
  }
  return blocks;
}

/** One line: a paragraph, or «1. …», «— …», «• …» hanging on its mark. An empty one stays as a gap. */
function line(text, marks) {
  const [, mark, rest] = text.match(/^\s*(\d{1,2}[.)]|[—–•-])\s+(.*)$/) ?? [null, null, text];
  if (mark === null) return el("p", {}, withMarks(rest, marks));
  return el("p", { className: "item" }, el("span", { className: "mark" }, `${mark} `), withMarks(rest, marks));
}

/** The text with `[1]` as what `marks(1)` gives; a number that nothing stands behind stays as written. */
function withMarks(text, marks) {
  const parts = (word) => word.split(/(\s?\[\d+\])/).map((part) => mark(part, marks));
  return text.split(MARKED_WORD).map((part, i) => (i % 2 ? el("span", { className: "whole" }, parts(part)) : part));
}

function mark(part, marks) {
  const marker = part.match(/^\s?\[(\d+)\]$/)?.[1];
  const button = marker && marks(Number(marker));
  return button ? [NO_BREAK_SPACE, button] : part;
}

function markerButton(marker, title, cards) {
  const button = el("button", { type: "button", className: "marker", title }, String(marker));
  button.setAttribute("aria-label", `Источник ${marker}: ${title}`);
  button.addEventListener("click", () => cards.show(marker));
  return button;
}

// Sources

/** Quotes gathered by the section that they stand in. `show(marker)` brings one into view. */
function sourceCards(citations) {
  if (!citations.length) return { nodes: [], show: () => {} };
  const quotes = new Map(citations.map((citation) => [citation.marker, quoteOf(citation)]));
  const cards = groupBy(citations, sectionOf).map((cited) =>
    el("article", {}, sourceName(cited[0]), cited.map(({ marker }) => quotes.get(marker))),
  );
  const titles = [...new Set(citations.map(({ title }) => title))].join("; ");
  const summary = el("summary", {}, cards.length === 1 ? "Источник" : "Источники", el("span", {}, `: ${titles}`));
  const details = el("details", { className: "sources", open: citations.length <= QUOTES_SHOWN }, summary, cards);
  return { nodes: [details], show: (marker) => show(details, quotes.get(marker)) };
}

function show(details, quote) {
  details.open = true;
  quote.focus({ preventScroll: true });
  quote.scrollIntoView({ block: "nearest" });
}

const sectionOf = ({ source_id, heading }) => JSON.stringify([source_id, heading]);

function groupBy(items, keyOf) {
  const groups = new Map(items.map((item) => [keyOf(item), []]));
  for (const item of items) groups.get(keyOf(item)).push(item);
  return [...groups.values()];
}

function sourceName({ title, heading, url }) {
  const path = [title, ...heading.filter((part) => part !== title)].join(" › ");
  if (!/^https?:\/\//i.test(url ?? "")) return el("h3", {}, path);
  return el("h3", {}, el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, path));
}

/** The guillemets are drawn by the style, so that the quote is the article's words to the letter. */
function quoteOf({ marker, quote }) {
  const number = el("span", { className: "marker" }, String(marker));
  return el("div", { className: "quote", tabIndex: -1 }, number, el("blockquote", {}, quote));
}

// Disagreement

function conflictTable({ values }, titles, marks) {
  const told = (markers) =>
    groupBy(markers, (marker) => titles.get(marker) ?? "").map((same) =>
      el("p", {}, withMarks(`${titles.get(same[0]) ?? ""} ${brackets(same)}`, marks)),
    );
  const rows = values.map(({ display, markers }) =>
    el("tr", {}, el("th", { scope: "row" }, display), el("td", {}, told(markers))),
  );
  return el("table", {}, el("tbody", {}, rows));
}

const brackets = (markers) => markers.map((marker) => `[${marker}]`).join(" ");

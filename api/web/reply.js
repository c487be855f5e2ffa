// A reply as elements: its lines, the numbers that lead to its sources, the sources, the values that disagree.

import { dayOf } from "./dates.js";
import { el } from "./dom.js";
import { groupBy, markerButton, sourceCards } from "./sources.js";

const NO_BREAK_SPACE = "\u00a0";

// A word with the numbers after it; of a long word, its end. Browsers would begin a line with a number otherwise.
const MARKED_WORD = /([^\s[\]]{0,24}(?:\s?\[\d+\])+[.,:;!?…]*)/;
const HYPHENED = /\b(T-\d+|\d+(?:-\d+)+)\b/; // a ticket, a telephone: browsers would break them at the hyphen

/** The body of a reply: `{text, citations, conflicts, release}`. */
export function replyBody({ text, citations, conflicts, release }) {
  const cited = new Map(citations.map((citation) => [citation.marker, citation]));
  const marks = (marker) => cited.has(marker) && markerButton(cited.get(marker), release);
  const blocks = blocksOf(text, conflicts).map((block) =>
    typeof block === "string" ? line(block, marks) : valuesOf(block, cited, marks),
  );
  return [...blocks, ...sourceCards(citations, release)];
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
    const spells = (block, value) => block?.startsWith?.(`— ${value.display}`) && block.includes(brackets(value.markers));
    const at = blocks.findIndex((_, i) => conflict.values.every((value, j) => spells(blocks[i + j], value)));
    if (at >= 0) blocks.splice(at, conflict.values.length, conflict);
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
  return text.split(MARKED_WORD).map((part, i) => (i % 2 ? whole(parts(part)) : numbersWhole(part)));
}

const whole = (nodes) => el("span", { className: "whole" }, nodes);
const numbersWhole = (text) => text.split(HYPHENED).map((part, i) => (i % 2 ? whole(part) : part));

function mark(part, marks) {
  const marker = part.match(/^\s?\[(\d+)\]$/)?.[1];
  const button = marker && marks(Number(marker));
  return button ? [NO_BREAK_SPACE, button] : part;
}

// Disagreement

/** The values side by side, each with the articles that say so. */
function valuesOf({ subject, values }, cited, marks) {
  const columns = values.map(({ display, markers }) => {
    const sources = groupBy(markers, (marker) => cited.get(marker)?.source_id);
    return el("li", {}, el("p", {}, display), sources.map((same) => sourceOf(same, cited.get(same[0]), marks)));
  });
  return el("ul", { className: "values", role: "list", ariaLabel: subject }, columns);
}

function sourceOf(markers, citation, marks) {
  const { title = "", updated = null } = citation ?? {};
  const date = updated && el("time", { dateTime: updated }, `обновлено ${dayOf(updated)}`);
  return el("div", {}, withMarks(`${title} ${brackets(markers)}`, marks), date);
}

const brackets = (markers) => markers.map((marker) => `[${marker}]`).join(" ");

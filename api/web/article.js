// An article as elements, to the letter: every character of its text stays in its order, so that a quote is marked
// exactly where it stands. What only structures the text («# », «- », «|») is hidden, and its lines look accordingly.

import { el } from "./dom.js";

const DEEPEST = 3; // levels of a list that are told apart by their indent
const INDENT = 2; // spaces to a level

// The first that fits tells what a line is; any other line is a paragraph. Row: «| a | b |», and «a | b |» as pasted.
const KINDS = [
  ["blank", /^\s*$/],
  ["fence", /^```/],
  ["rule", /^\|?(?:\s*:?-{3,}:?\s*\|)+\s*$/],
  ["heading", /^#{1,6}\s+(?=\S)/],
  ["row", /^\s*\|.*\|\s*$|\S\s*\|\s*\S.*\|\s*$/],
  ["item", /^\s*(?:[-–—•*]|\d{1,2}[.)])\s+(?=\S)/],
];

const RANGE = /(?<![\d–-])(\d{1,6}[–-]\d{1,6})(?![\d–-])/; // of numbers; a telephone number has more dashes

/** `{nodes, marks}` of a text whose quote stands at `start` to `end`, in code points. The nodes' texts join to the text,
 * those of the marks to the quote; there are no marks where other words stand in that place. */
export function articleBody(text, { quote, start, end }) {
  const place = placeOf(text, quote, start, end);
  const marks = [];
  const words = (from, part) => markedWords(part, place.from - from, place.to - from, marks);
  const nodes = blocksOf(linesOf(text)).map(({ kind, lines }) => (BLOCKS[kind] ?? paragraph)(lines, words));
  return { nodes, marks };
}

// Places

/** Strings count halves of characters that are beyond the first 65,536; the server counts characters. */
function placeOf(text, quote, start, end) {
  const characters = Array.from(text);
  const from = characters.slice(0, start).join("").length;
  const to = from + characters.slice(start, end).join("").length;
  return text.slice(from, to) === quote ? { from, to } : { from: 0, to: 0 };
}

function markedWords(part, from, to, marks) {
  const [start, end] = [from, to].map((at) => Math.min(Math.max(at, 0), part.length));
  if (start >= end) return withWholeRanges(part);
  const mark = el("mark", {}, withWholeRanges(part.slice(start, end)));
  marks.push(mark);
  return [withWholeRanges(part.slice(0, start)), mark, withWholeRanges(part.slice(end))];
}

/** A line may break after a dash, and «10–» would be left without its «15». */
function withWholeRanges(text) {
  return text.split(RANGE).map((part, i) => (i % 2 ? el("span", { className: "whole" }, part) : part));
}

// Structure

/** Each with its line break, and with its place in the text. */
function linesOf(text) {
  let from = 0;
  return (text.match(/[^\n]*\n|[^\n]+/g) ?? []).map((line) => {
    from += line.length;
    const kind = KINDS.find(([, pattern]) => pattern.test(line))?.[0] ?? "paragraph";
    return { kind, text: line, from: from - line.length };
  });
}

function blocksOf(lines) {
  const blocks = [];
  for (const line of lines) {
    if (blocks.length && goesOn(blocks.at(-1), line)) blocks.at(-1).lines.push(line);
    else blocks.push({ kind: line.kind, lines: [line] });
  }
  return blocks;
}

function goesOn({ kind, lines }, line) {
  const last = lines.at(-1);
  if (kind === "fence") return lines.length === 1 || last.kind !== "fence";
  if (line.kind === "blank") return true;
  if (kind === "item") return line.kind === "item" || (line.kind === "paragraph" && explains(last, line));
  return kind === "row" && last.kind !== "blank" && ["row", "rule"].includes(line.kind);
}

/** An indented line right below an item belongs to it. */
const explains = (last, line) => last.kind !== "blank" && indentOf(line) >= INDENT;
const indentOf = ({ text }) => text.match(/^ */)[0].length;

// Looks

const BLOCKS = { fence: code, heading, row: table, item: list };

const hidden = (content) => el("span", { hidden: true }, content);
const plain = (lines, words) => lines.map(({ text, from }) => words(from, text));

function paragraph([line, ...rest], words) {
  return el("p", {}, words(line.from, line.text), plain(rest, words));
}

function heading([line, ...rest], words) {
  const lead = line.text.match(/^#+\s+/)[0];
  const level = Math.min(Math.max(lead.trim().length, 2) + 1, 6); // the panel's own heading is the second
  const parts = [hidden(words(line.from, lead)), words(line.from + lead.length, line.text.slice(lead.length))];
  return el(`h${level}`, {}, parts, plain(rest, words));
}

function code(lines, words) {
  return el(
    "pre",
    { tabIndex: 0, role: "region", ariaLabel: "Пример" },
    lines.map(({ kind, text, from }) => (kind === "fence" ? hidden(words(from, text)) : words(from, text))),
  );
}

function list(lines, words) {
  const outermost = Math.min(...lines.filter(({ kind }) => kind === "item").map(indentOf));
  const items = [];
  for (const line of lines) {
    if (line.kind === "item") items.push(item(line, outermost, words));
    else items.at(-1).append(el(line.kind === "blank" ? "span" : "div", {}, words(line.from, line.text)));
  }
  return el("ul", { role: "list" }, items); // lists without bullets are none to Safari, unless told
}

function item(line, outermost, words) {
  const [lead, mark] = line.text.match(/^\s*(\S+)\s+/);
  const number = /\d/.test(mark);
  const first = el("span", { className: "mark", hidden: !number }, words(line.from, lead));
  const element = el("li", {}, first, words(line.from + lead.length, line.text.slice(lead.length)));
  element.classList.toggle("bullet", !number);
  element.dataset.depth = Math.min(Math.floor((indentOf(line) - outermost) / INDENT), DEEPEST);
  return element;
}

function table(lines, words) {
  const headed = lines[1]?.kind === "rule";
  const rows = lines.map((line, i) => {
    if (line.kind !== "row") return el("tr", { hidden: true }, el("td", {}, words(line.from, line.text)));
    return el("tr", {}, cells(line, headed && i === 0 ? "th" : "td", words));
  });
  return el("div", { className: "wide", tabIndex: 0, role: "region", ariaLabel: "Таблица" }, el("table", {}, el("tbody", {}, rows)));
}

function cells({ text, from }, tag, words) {
  const lead = text.match(/^\s*\|?\s*/)[0];
  const found = [...text.slice(lead.length).matchAll(/([^|]*?)(\s*(?:\|\s*|$))/g)].filter(([whole]) => whole);
  return found.map(({ index, 1: inner, 2: bar }, i) => {
    const at = from + lead.length + index;
    const before = i === 0 && lead ? hidden(words(from, lead)) : null;
    return el(tag, tag === "th" ? { scope: "col" } : {}, before, words(at, inner), hidden(words(at + inner.length, bar)));
  });
}

// Where an operator writes: a reply, or a note that the customer does not see. What is begun is kept for each ticket.

import { TEXT_LIMIT } from "../api.js";
import { el } from "../dom.js";
import { markerButton } from "../sources.js";

const TYPING_EVERY_MS = 3000; // the customer's page shows it for a little longer
const EMPTY = { text: "", mode: "reply", citations: [], release: null };

const PLACEHOLDERS = { reply: "Ответ клиенту. «/» — заготовки", note: "Заметка — клиент её не увидит" };

/** `form` holds the buttons of both modes, the text, the cited sources and a button to send; `on` is told what happens:
 * `reply({text, citations})`, `note(text)` (which says whether it is kept), `typing()`, `canned()`, `files(files)`, `leave()`. */
export function createComposer(form, on) {
  const input = form.querySelector("textarea");
  const cited = form.querySelector(".cited");
  const counter = form.querySelector(".counter");
  const modes = [...form.querySelectorAll("[data-mode]")];
  const drafts = new Map(); // number → what is begun
  let number = null;
  let draft = { ...EMPTY };
  let mode = "reply";
  let toldAt = 0;

  /** Shows what was begun for a ticket; `may` says which modes there are. */
  function open(ticket, may) {
    if (ticket.number !== number) {
      number = ticket.number;
      draft = drafts.get(number) ?? { ...EMPTY };
      drafts.set(number, draft);
      input.value = draft.text;
    }
    for (const button of modes) button.disabled = !may[button.dataset.mode];
    setMode(may[draft.mode] ? draft.mode : "note");
  }

  function setMode(next) {
    mode = next;
    form.dataset.writes = mode;
    for (const button of modes) button.ariaPressed = String(button.dataset.mode === mode);
    input.placeholder = PLACEHOLDERS[mode];
    input.ariaLabel = mode === "note" ? "Заметка — клиент её не увидит" : "Ответ клиенту";
    showState();
  }

  function focus(next) {
    if (modes.find((button) => button.dataset.mode === next).disabled) return;
    draft.mode = next;
    setMode(next);
    input.focus();
  }

  /** Words at the place of the cursor; with sources, whose numbers go on from those that are there. */
  function insert(text, citations = [], release = null) {
    const kept = standing();
    const shift = citations.length ? Math.max(0, ...kept.map(({ marker }) => marker)) : 0;
    const marked = shift ? text.replace(/\[(\d+)\]/g, (_, marker) => `[${Number(marker) + shift}]`) : text;
    draft.citations = [...kept, ...citations.map((each) => ({ ...each, marker: each.marker + shift }))];
    draft.release = release ?? draft.release;
    setMode("reply");
    input.focus();
    input.setRangeText(marked, input.selectionStart, input.selectionEnd, "end");
    showState();
  }

  /** The sources whose numbers still stand in the text. */
  const standing = () => draft.citations.filter(({ marker }) => input.value.includes(`[${marker}]`));

  function showState() {
    draft.text = input.value;
    if (draft.text) draft.mode = mode; // what was begun as a note never becomes a reply by itself
    const length = [...input.value.trim()].length; // code points, as the server counts
    const tooLong = length > TEXT_LIMIT;
    counter.hidden = !tooLong;
    counter.textContent = tooLong ? `Слишком длинно: ${length} из ${TEXT_LIMIT} знаков` : "";
    form.querySelector("[type=submit]").disabled = length === 0 || tooLong;
    const sources = mode === "reply" ? standing() : [];
    cited.hidden = !sources.length;
    const titles = [...new Set(sources.map(({ title }) => title))].join("; ");
    cited.replaceChildren(
      `Источники: ${titles} `,
      ...sources.map((citation) => el("span", {}, markerButton(citation, draft.release), " ")),
    );
  }

  async function send() {
    const text = input.value.trim();
    if (form.querySelector("[type=submit]").disabled) return;
    input.focus();
    if (mode === "reply") on.reply({ text, citations: standing() });
    else if (!(await on.note(text)) || input.value.trim() !== text) return; // it stays, to be sent again
    clear();
  }

  function clear() {
    input.value = "";
    Object.assign(draft, { ...EMPTY, mode });
    showState();
  }

  function tellTyping() {
    if (mode !== "reply" || !input.value.trim() || performance.now() - toldAt < TYPING_EVERY_MS) return;
    toldAt = performance.now();
    on.typing();
  }

  function onKey(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) return event.preventDefault(), send();
    if (event.key === "/" && !input.value) return event.preventDefault(), on.canned();
    if (event.key === "Escape") event.preventDefault(), event.stopPropagation(), on.leave();
  }

  function takeFiles(event, data) {
    if (!data?.files.length) return;
    event.preventDefault();
    on.files([...data.files]);
  }

  form.addEventListener("submit", (event) => (event.preventDefault(), send()));
  input.addEventListener("input", () => (showState(), tellTyping()));
  input.addEventListener("keydown", onKey);
  input.addEventListener("paste", (event) => takeFiles(event, event.clipboardData));
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => takeFiles(event, event.dataTransfer));
  for (const button of modes) button.addEventListener("click", () => focus(button.dataset.mode));
  return { open, focus, insert, isEmpty: () => !input.value.trim() };
}

// The middle of the desk: the head of the open ticket with what can be done, and where to write.

import { el } from "../dom.js";
import { chooseCanned } from "./canned.js";
import { createComposer } from "./composer.js";
import { createSuggestion } from "./suggestion.js";
import { since, slotOf } from "./clock.js";
import { fail, tell } from "./notices.js";
import { isClosed, isWaiting } from "./tickets.js";
import { CATEGORIES, nameOf, OUTCOMES, STATUSES } from "./words.js";
import { createWork } from "./work.js";

const NOT_MINE = "Возьмите обращение, чтобы ответить.";

/** `session()` is `{operator, mode}`; `act(name)` does something with the whole ticket, `back()` closes it. */
export function createTalk(element, pack, { session, act, back }) {
  const find = (selector) => element.querySelector(selector);
  const [head, log, under, none] = ["header", ".log", ".under", ".none"].map(find);
  const form = find(".composer");
  let wasMine = false; // the open ticket, when its head was shown last
  const parts = { log, typing: find(".typing-now"), more: find(".more"), pack };
  const work = createWork(parts, { session, changed: showHead, asked });
  const composer = createComposer(form, {
    reply: send,
    note: (text) => work.addNote(text).then(() => true, fail),
    typing: work.typing,
    canned,
    files: work.attach,
    leave,
  });
  const suggestion = createSuggestion(find(".suggestion"), {
    take: ({ text, citations, release }) => composer.insert(text, citations, release),
    send,
    leave,
  });

  function leave() {
    log.focus({ preventScroll: true });
  }

  async function open(number) {
    if (!(await work.open(number))) return;
    suggestion.hide();
    for (const part of [head, log, under]) part.hidden = false;
    none.hidden = true;
    wasMine = false;
    showHead(work.ticket());
    log.scrollTop = log.scrollHeight;
    log.focus({ preventScroll: true });
  }

  function close() {
    work.close();
    suggestion.hide();
    for (const part of [head, log, under]) part.hidden = true;
    none.hidden = false;
  }

  function showHead(ticket) {
    const mine = work.mine();
    find("h2").replaceChildren(nameOf(ticket.customer), ...(ticket.customer?.vip ? [" ", chip("VIP")] : []));
    find(".state").replaceChildren(...stateOf(ticket, mine));
    for (const button of element.querySelectorAll("[data-act]")) {
      button.hidden = button.dataset.act === "claim" ? !isWaiting(ticket) : !mine;
    }
    for (const tool of ["suggest", "canned", "file"]) find(`[data-tool=${tool}]`).disabled = !mine;
    composer.open(ticket, { reply: mine, note: true });
    if (mine) work.tellRead();
    else suggestion.hide();
    if (mine && !wasMine) asked();
    wasMine = mine;
  }

  /** A careful company has every answer suggested first; elsewhere an operator asks for it. */
  function asked() {
    const wanted = session().mode === "suggest" && work.mine() && work.ticket().waiting_since && composer.isEmpty();
    if (wanted) suggestion.show(work.number());
  }

  function send({ text, citations }) {
    suggestion.hide();
    work.reply({ text, citations });
  }

  function suggest() {
    if (!work.mine()) return tell(NOT_MINE);
    suggestion.show(work.number());
  }

  function write(mode) {
    if (!work.ticket()) return;
    if (mode === "reply" && !work.mine()) return tell(isClosed(work.ticket()) ? "Это обращение завершено." : NOT_MINE);
    composer.focus(mode);
  }

  function canned() {
    if (!work.mine()) return tell(NOT_MINE);
    chooseCanned((text) => composer.insert(text));
  }

  for (const button of element.querySelectorAll("[data-act]")) {
    button.addEventListener("click", () => act(button.dataset.act));
  }
  const files = find("[type=file]");
  const tools = { suggest, canned, file: () => files.click() };
  for (const [name, use] of Object.entries(tools)) find(`[data-tool=${name}]`).addEventListener("click", use);
  files.addEventListener("change", () => (work.attach([...files.files]), (files.value = "")));
  find(".back").addEventListener("click", back);
  return { open, close, write, suggest, canned, showHead, take: work.take, ticket: work.ticket, number: work.number };
}

function stateOf(ticket, mine) {
  const { number, status, operator, category, callback, waiting_since, outcome } = ticket;
  const owner = mine ? "ведёте вы" : operator && status === "assigned" ? `ведёт ${operator}` : STATUSES[status];
  const call = status === "scheduled" && callback ? `: ${slotOf(callback)}` : "";
  const words = [number, CATEGORIES[category] ?? category, outcome ? (OUTCOMES[outcome] ?? outcome) : `${owner}${call}`];
  const wait = waiting_since && !isClosed(ticket) ? [" · ждёт ", since(waiting_since, "Ждёт")] : [];
  return [words.join(" · "), ...wait];
}

const chip = (text) => el("span", { className: "chip vip" }, text);

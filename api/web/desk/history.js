// The conversation as it stands in the middle of the desk: each message and note once, by its id, in the order of time.

import { dayOf } from "../dates.js";
import { el } from "../dom.js";
import { messageElement, noteElement, pendingElement } from "./message.js";

const NEAR_END_PX = 80; // who is that near the end is reading the newest
const TYPING_MS = 6000; // the other side says so again while it goes on

/** `log` holds the messages, `typing` the line below them, `more` the button that leads to what has come. */
export function createHistory({ log, typing, more }) {
  let shown = new Map(); // id → {role, element}, in the order of the conversation
  let customer = null;
  let day = null; // of the last message
  let filling = false; // while a whole conversation is put in, it is not scrolled at each message
  let atEnd = true;
  let quiet = null;
  const readMark = el("p", { className: "seen" }, "Прочитано");

  function show({ ticket, messages, notes, read }) {
    customer = ticket.customer;
    shown = new Map();
    readMark.remove();
    setTyping(null);
    log.replaceChildren();
    day = dayOf(Date.now());
    filling = true;
    const left = [...notes];
    const notesBefore = (time) => left.splice(0, left.findLastIndex((note) => Date.parse(note.created_at) < time) + 1);
    for (const message of messages) {
      notesBefore(Date.parse(message.created_at)).forEach(addNote);
      addMessage(message);
    }
    left.forEach(addNote);
    markRead(read.customer);
    filling = false;
    scrollDown();
  }

  function addMessage(message) {
    if (shown.has(message.id)) return;
    if (message.role === "customer") setTyping(null);
    place(message.id, message.role, messageElement(message, customer), message.created_at);
  }

  function addNote(note) {
    if (!shown.has(`note ${note.id}`)) place(`note ${note.id}`, "note", noteElement(note), note.created_at);
  }

  function place(id, role, element, createdAt) {
    shown.set(id, { role, element });
    if (!element) return;
    const reading = filling || isNearEnd();
    if (dayOf(createdAt) !== day) log.append(el("p", { className: "day" }, (day = dayOf(createdAt))));
    log.append(element);
    if (filling) return;
    if (reading || role === "operator") scrollDown();
    else more.hidden = false;
  }

  /** A message on its way, `{element, fail}`. */
  function addPending(text) {
    const pending = pendingElement(text);
    append(pending.element);
    return pending;
  }

  function append(...elements) {
    log.append(...elements);
    scrollDown();
  }

  /** The customer has seen everything up to this message. */
  function markRead(messageId) {
    if (!shown.has(messageId)) return;
    const ids = [...shown.keys()];
    const seen = ids.slice(0, ids.indexOf(messageId) + 1).map((id) => shown.get(id));
    const reading = filling || isNearEnd();
    seen.findLast(({ role, element }) => role === "operator" && element)?.element.append(readMark);
    if (reading && !filling) scrollDown();
  }

  /** «Ольга печатает…»; null: nobody does. */
  function setTyping(name) {
    clearTimeout(quiet);
    typing.hidden = name === null;
    typing.textContent = name === null ? "" : `${name} печатает…`;
    if (name !== null) quiet = setTimeout(() => setTyping(null), TYPING_MS);
  }

  const isNearEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;

  function scrollDown() {
    log.scrollTop = log.scrollHeight;
    atEnd = true;
    more.hidden = true;
  }

  const onScroll = () => {
    atEnd = isNearEnd();
    if (atEnd) more.hidden = true;
  };
  log.addEventListener("scroll", onScroll, { passive: true });
  log.addEventListener("load", () => atEnd && scrollDown(), { capture: true }); // a picture has got its height
  new ResizeObserver(() => atEnd && scrollDown()).observe(log); // what is below it has grown
  more.addEventListener("click", scrollDown);

  const lastOf = (role) => [...shown].findLast(([, each]) => each.role === role)?.[0] ?? null;
  return { show, append, addMessage, addNote, addPending, markRead, setTyping, lastFromCustomer: () => lastOf("customer") };
}

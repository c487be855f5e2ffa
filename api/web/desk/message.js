// One message, or one note, as an element.

import { attachmentView } from "../attachment.js";
import { clockOf } from "../dates.js";
import { el } from "../dom.js";
import { replyBody } from "../reply.js";
import { readAttachment } from "./calls.js";
import { nameOf } from "./words.js";

/** Null where there is nothing to see: what a person was told while the agent was silent. */
export function messageElement(message, customer) {
  const { role, text, reply, attachments = [], created_at } = message;
  const words = reply?.text ? replyBody({ conflicts: [], citations: [], ...reply }) : said(text);
  const body = [...words, ...attachments.map((each) => attachmentView(each, readAttachment))];
  if (!body.length) return null;
  return turn(role, authorOf(message, customer), created_at, body);
}

export function noteElement({ author, text, created_at }) {
  return turn("note", `Заметка — клиент её не увидит. ${author}`, created_at, said(text));
}

/** A message on its way. `arrive()` takes it away; `fail(reason, again)` says why it is not sent. */
export function pendingElement(text) {
  const element = turn("operator", "Вы", new Date().toISOString(), said(text));
  element.classList.add("pending");
  return {
    element,
    fail(reason, again) {
      const button = el("button", { type: "button" }, "Повторить");
      const note = el("p", { className: "unsent", role: "alert" }, `Не отправлено. ${reason} `, button);
      button.addEventListener("click", () => (note.remove(), again()));
      element.append(note);
      note.scrollIntoView({ block: "nearest" });
    },
  };
}

function authorOf({ role, author }, customer) {
  return { customer: nameOf(customer), agent: "Помощник", operator: author ?? "Специалист" }[role];
}

function turn(kind, author, createdAt, body) {
  const time = el("time", { dateTime: createdAt }, clockOf(createdAt));
  const element = el("section", { className: `turn by-${kind}` }, el("h3", {}, author, " · ", time));
  element.append(el("div", { className: "words" }, body));
  element.dataset.at = createdAt;
  return element;
}

const said = (text) => (text ? [el("p", { className: "said" }, text)] : []);

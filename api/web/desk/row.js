// One ticket in the queue: what an operator wants to know before opening it.

import { el } from "../dom.js";
import { since, slotOf } from "./clock.js";
import { isDue, isMine } from "./tickets.js";
import { CATEGORIES, MOODS, nameOf, OUTCOMES, PRIORITIES, REASONS, STATUSES } from "./words.js";

const SAID = /^Клиент (?:спрашивает|пишет|написал): /; // nearly every summary begins so: in a list it says nothing

/** `{element, button, update(ticket)}`; an update that changes nothing costs nothing. */
export function createRow(me, onChoose) {
  const button = el("button", { type: "button", className: "row", tabIndex: -1 });
  const element = el("li", {}, button);
  let shown = null;
  let wasDue = null;
  button.addEventListener("click", () => onChoose(shown.number));
  return {
    element,
    button,
    update(ticket) {
      const due = isDue(ticket, Date.now());
      if (ticket === shown && due === wasDue) return;
      [shown, wasDue] = [ticket, due];
      button.dataset.number = ticket.number;
      button.dataset.priority = ticket.priority;
      button.dataset.mood = ticket.mood;
      button.replaceChildren(...contentOf(ticket, me, due));
    },
  };
}

function contentOf(ticket, me, due) {
  const { number, customer, category, reason, summary, operator } = ticket;
  const owner = operator && !isMine(ticket, me) ? chip(operator, "who") : null;
  return [
    el("span", { className: "top" }, el("b", {}, nameOf(customer)), waitOf(ticket)),
    el("span", { className: "summary" }, summary.replace(SAID, "")),
    el(
      "span",
      { className: "about" },
      ...[...marksOf(ticket), callOf(ticket, due), owner].filter(Boolean),
      el("span", {}, `${number} · ${CATEGORIES[category] ?? category} · ${REASONS[reason] ?? reason}`),
    ),
  ];
}

function marksOf({ priority, mood, customer }) {
  const marks = [];
  if (customer?.vip) marks.push(chip("VIP", "vip"));
  if (priority in PRIORITIES && priority !== "vip") marks.push(chip(PRIORITIES[priority], priority));
  if (mood !== "calm") marks.push(chip(MOODS[mood] ?? mood, mood));
  return marks;
}

function waitOf({ waiting_since, status, outcome }) {
  if (outcome) return el("span", { className: "wait" }, OUTCOMES[outcome] ?? outcome);
  if (status === "expired") return el("span", { className: "wait" }, STATUSES.expired);
  if (!waiting_since) return el("span", { className: "wait" }, "ответили");
  return el("span", { className: "wait" }, el("span", { className: "unseen" }, "ждёт "), since(waiting_since, "Ждёт"));
}

function callOf({ status, callback }, due) {
  if (status !== "scheduled" || !callback) return null;
  return chip(`${due ? "пора звонить" : "звонок"}: ${slotOf(callback)}`, due ? "due" : "call");
}

const chip = (text, kind) => el("span", { className: `chip ${kind}` }, text);

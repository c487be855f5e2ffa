// The messages on the page, each of them once, whichever way it came: with the history, as a reply, or as an event.

import { givenRating, ratingOf } from "./conversation.js";
import { feedbackForm } from "./feedback.js";
import { ratingForm } from "./rating.js";
import * as view from "./view.js";

const JUDGED = ["answered", "conflict", "declined"]; // of the other replies, there is nothing to judge yet

const shown = new Map(); // elements by the ids of their messages; null where nothing is to be seen
const helped = new Set(); // the tickets that a person has taken

/** Whether a message is on the page already. */
export const has = (id) => shown.has(id);

/** A message of the history, or of an event: its element, or null. */
export function add(message) {
  if (has(message.id)) return shown.get(message.id);
  const { role, reply } = message;
  const element = role === "agent" && reply ? finish(view.addAnswer(null), reply) : view.addSaid(message);
  return name(element, message.id);
}

/** Completes the answer that is being made by its reply: the message, or null where there is nothing to see. */
export function finish(answer, reply) {
  if (has(reply.id)) return answer.drop(); // it came while the page was away
  note(reply.escalation);
  return name(answer.finish(reply, judgementOf(reply)), reply.id);
}

/** The element shows the message of this id. */
export function name(element, id) {
  shown.set(id, element);
  if (element) element.dataset.id = id;
  return element;
}

/** A person has the word for this ticket, so that there will be something to rate. */
export function note(escalation) {
  if (escalation?.status === "assigned") helped.add(escalation.ticket);
}

/** The customer's words on the page get their ids from the history, and what is missing on the page is added. */
export function complete(messages) {
  for (const message of messages.filter(({ id }) => !has(id))) {
    const own = message.role === "customer" ? nameless(message.text) : null;
    if (own) name(own, message.id);
    else view.arrive(() => add(message));
  }
}

/** The customer's last message among those up to `id`; null where the page does not know that id. */
export function lastOwnUpTo(id) {
  const last = document.querySelector(`[data-id="${CSS.escape(id)}"]`);
  if (!last) return null;
  const own = [...document.querySelectorAll(".message.customer[data-id]")];
  return own.findLast((each) => each === last || view.isBefore(each, last)) ?? null;
}

function nameless(text) {
  const own = document.querySelectorAll(".message.customer:not([data-id])");
  return [...own].find((message) => message.querySelector(".said")?.textContent === text) ?? null;
}

function judgementOf({ id, outcome, escalation }) {
  if (JUDGED.includes(outcome)) return feedbackForm(givenRating(id), ratingOf(id));
  const closes = escalation?.status === "resolved" && helped.has(escalation.ticket);
  return closes ? ratingForm(givenRating(id), ratingOf(id)) : null;
}

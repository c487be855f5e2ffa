// The chat: what happens when. How it looks is in view.js and reply.js, how it is kept and sent in conversation.js.

import { Problem, wordsFor } from "./api.js";
import { forget, givenRating, newMessage, open, ratingOf, send } from "./conversation.js";
import { dayOf } from "./dates.js";
import { customerOfSite } from "./embedded.js";
import { feedbackForm } from "./feedback.js";
import { followKeyboard } from "./keyboard.js";
import * as view from "./view.js";

const A_PERSON = { label: "Позвать человека", choose: () => say("Соедините с оператором") };
const RATED = ["answered", "conflict", "declined"]; // of the others, there is nothing to judge yet
const RESEND_AFTER_MS = 1000; // a network that only blinked is back by then
const SHOWING_MS = 600; // words that came at once are shown one after another, but no longer than this
const FRAME_MS = 16;

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const finished = new Set(); // the replies on the page, by their ids
let turns = Promise.resolve(); // one after another, in the order in which the customer wrote

// Opening

async function showConversation() {
  const { greeting, suggestions, messages, unanswered } = await open(await customerOfSite());
  view.addText("agent", greeting);
  if (!messages.length && !unanswered.length) view.offer("С чего начать", suggestions.map(toChoice));
  const shown = showHistory(messages);
  view.scrollDown();
  for (const message of unanswered) {
    const arrived = messages.findLastIndex(({ role, text }) => role === "customer" && text === message.text);
    ask(shown[arrived] ?? view.addText("customer", message.text), message);
  }
}

/** A day is named where another one begins; today goes without saying. */
function showHistory(messages) {
  let day = dayOf(Date.now());
  return messages.map((message) => {
    const before = day;
    day = dayOf(message.created_at);
    if (day !== before) view.addDay(day);
    return showKept(message);
  });
}

function showKept({ role, text, reply }) {
  if (!reply) return view.addText(role, text);
  const answer = view.addAnswer(null);
  finish(answer, reply, { kept: true });
  return null;
}

function sayItDidNotOpen(error) {
  console.error(error);
  view.markUnsent(view.addText("agent", "Здравствуйте!"), `Не получается открыть переписку. ${wordsFor(error)}`, () =>
    location.reload(),
  );
}

// A turn

async function say(text) {
  await opened;
  view.offer("", []);
  ask(view.addText("customer", text), newMessage(text));
}

function ask(question, message) {
  view.showFrom(question);
  turns = turns.then(() => turn(question, message));
}

async function turn(question, message) {
  const answer = view.addAnswer(question);
  try {
    finish(answer, await sendTwice(message, answer));
    view.showFrom(question);
  } catch (error) {
    console.error(error);
    answer.drop();
    const again = mayHelp(error) ? () => ask(question, message) : null;
    if (!again) forget(message);
    view.markUnsent(question, `Не отправлено. ${wordsFor(error)}`, again);
  }
}

/** `kept`: it comes out of the history, where what it says of the queue is of that hour. */
function finish(answer, reply, { kept = false } = {}) {
  if (finished.has(reply.id)) return answer.drop(); // it came into the history while the page was away
  finished.add(reply.id);
  view.showTicket(reply.escalation, kept);
  const feedback = RATED.includes(reply.outcome)
    ? feedbackForm(givenRating(reply.id), ratingOf(reply.id))
    : null;
  answer.finish(reply, feedback);
  const person = reply.escalation && !reply.escalation.ticket ? [A_PERSON] : [];
  const asks = reply.outcome === "clarify" ? "Что вы имели в виду" : "Что спросить дальше";
  view.offer(asks, [...reply.suggestions.map(toChoice), ...person]);
}

/** Once more where the network failed: the server knows the message by its name, so it is answered once. */
async function sendTwice(message, answer) {
  try {
    return await send(message, inPace(answer));
  } catch (error) {
    if (error instanceof Problem) throw error;
  }
  await pause(RESEND_AFTER_MS);
  return send(message, inPace(answer));
}

/** The server sends an answer when all of it is verified, so its words come at once; the eye likes to follow. */
function inPace(answer) {
  let text = "";
  let since = null;
  return async (delta) => {
    text += delta;
    answer.grow(text);
    since ??= performance.now();
    if (!calm.matches && !document.hidden && performance.now() - since < SHOWING_MS) await pause(FRAME_MS);
  };
}

const toChoice = (text) => ({ label: text, choose: () => say(text) });
const mayHelp = ({ status }) => status === undefined || status >= 500 || status === 429;

const opened = showConversation().catch(sayItDidNotOpen);
view.onSend(say);
view.onPerson(A_PERSON.choose);
followKeyboard();

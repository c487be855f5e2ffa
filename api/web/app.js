// The chat: what happens when. How it looks is in view.js and reply.js, how it is kept and sent in conversation.js, and
// what comes once a person is called in person.js.

import { Problem, wordsFor } from "./api.js";
import * as composer from "./composer.js";
import { forget, newMessage, open, send } from "./conversation.js";
import { dayOf } from "./dates.js";
import { onClick } from "./dom.js";
import { customerOfSite } from "./embedded.js";
import { followKeyboard } from "./keyboard.js";
import { openableMenu } from "./menu.js";
import * as person from "./person.js";
import * as thread from "./thread.js";
import { sendInto } from "./upload.js";
import * as view from "./view.js";

const A_PERSON = { label: "Позвать человека", choose: () => say("Соедините с оператором") };
const A_CALL = { label: "Заказать звонок", choose: (button) => person.openCallback(button) };
const RESEND_AFTER_MS = 1000; // a network that only blinked is back by then
const SHOWING_MS = 600; // words that came at once are shown one after another, but no longer than this
const FRAME_MS = 16;

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let turns = Promise.resolve(); // one after another, in the order in which the customer wrote

// Opening

async function showConversation() {
  const { greeting, suggestions, unanswered, ...history } = await open(await customerOfSite());
  view.addText("agent", greeting);
  if (!history.messages.length && !unanswered.length) view.offer("С чего начать", suggestions.map(toChoice));
  const shown = showHistory(history.messages);
  view.scrollDown();
  person.begin(history);
  for (const message of unanswered) {
    const arrived = history.messages.findLastIndex(({ role, text }) => role === "customer" && text === message.text);
    ask(shown[arrived] ?? view.addText("customer", message.text), message);
  }
}

/** A day is named where another one begins; today goes without saying. */
function showHistory(messages) {
  let day = dayOf(Date.now());
  return messages.map((message) => {
    const before = day;
    day = dayOf(message.created_at);
    if (day !== before) view.addNote(day);
    const element = thread.add(message);
    if (message.reply) suggestAfter(message.reply);
    return message.role === "customer" ? element : person.watch(element);
  });
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
  const answer = view.addAnswer(question, { quiet: person.isWithPerson() });
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

function finish(answer, reply) {
  const isNew = !thread.has(reply.id);
  thread.finish(answer, reply);
  if (!isNew) return;
  person.heardInReply(reply.escalation);
  suggestAfter(reply);
}

function suggestAfter({ outcome, suggestions = [], escalation }) {
  const ways = escalation && !escalation.ticket ? [A_PERSON, A_CALL] : [];
  const asks = outcome === "clarify" ? "Что вы имели в виду" : "Что спросить дальше";
  view.offer(asks, [...suggestions.map(toChoice), ...ways]);
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

// Files

async function attach(files) {
  await opened;
  for (const file of files) {
    const message = view.addFile((place, element) =>
      sendInto(place, file, {
        onSent: (id) => (thread.has(id) ? element.remove() : thread.name(element, id)),
        drop: () => element.remove(),
      }),
    );
    message.scrollIntoView({ block: "end" });
  }
}

const toChoice = (text) => ({ label: text, choose: () => say(text) });
const mayHelp = ({ status }) => status === undefined || status >= 500 || status === 429;

const opened = showConversation().catch(sayItDidNotOpen);
composer.onSend(say);
composer.onFiles(attach);
onClick(document.getElementById("person"), A_PERSON.choose);
openableMenu();
followKeyboard();

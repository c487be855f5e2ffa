// What happens once a person is called: the ticket, and all that comes and goes live between the two sides.

import { askCallback, cancelTicket, readCallback, readHistory, readLive, tellRead, tellTyping } from "./api.js";
import { callbackForm } from "./callback.js";
import * as composer from "./composer.js";
import { inConversation } from "./conversation.js";
import { liveEvents } from "./live.js";
import * as thread from "./thread.js";
import { isOpen, isOwned } from "./ticket.js";
import { ticketBar } from "./ticketbar.js";
import * as view from "./view.js";

const TITLE = document.title;
const NEWS = "Новое сообщение";
const TYPING_EVERY_MS = 3000; // the other side shows it for longer than that

const [readNow, cancel, choices, ask, writing, seen] = [
  readHistory, cancelTicket, readCallback, askCallback, tellTyping, tellRead,
].map(inConversation);

let ticket = null; // the escalation that is open, or null
let told = -TYPING_EVERY_MS; // when the customer's typing was told last
let lastSeen = null; // the newest message of the other side that has been in sight
let lastRead = null; // … and that the other side has been told of
let ways = null; // a promise of the other channels

const live = liveEvents({
  read: inConversation(readLive),
  hear: ({ name, data }) => HEARD[name]?.(data),
  isWanted: () => isOpen(ticket),
  onEnd: () => catchUp().catch(console.warn),
  onGap: () => catchUp(),
});

const HEARD = {
  ticket: follow,
  message(message) {
    if (message.role === "operator") composer.showWriting(null);
    if (thread.has(message.id) || message.role === "customer") return; // one's own is there, or comes with its answer
    view.arrive(() => watch(thread.add(message)));
    if (document.hidden) document.title = NEWS;
  },
  typing: ({ name }) => composer.showWriting(name ?? "Специалист"),
  read: ({ message_id: id }) => markRead(id).catch(console.warn),
};

const bar = ticketBar({
  onCallback: (escalation, button) => openCallback(button, escalation.callback),
  async cancel() {
    follow(await cancel());
    await catchUp().catch(console.warn); // the agent says a word about it
  },
  channels: () => (ways ??= readWays()),
});

async function readWays() {
  try {
    return (await choices()).channels;
  } catch (error) {
    console.warn(error);
    ways = null; // the next time they may come
    return [];
  }
}

/** Shows the form of a callback. */
export const openCallback = callbackForm({
  choices,
  async ask(wish) {
    follow(await ask(wish));
    view.offer("", []); // the call was one of them, or takes their place
  },
});

/** How things stood when the history was read. */
export function begin({ escalation, last_event_id: lastId, read }) {
  live.since(lastId);
  if (read.operator) markRead(read.operator).catch(console.warn);
  follow(escalation);
}

/** What a new reply says of the ticket; where events tell it, they tell it sooner. */
export function heardInReply(escalation) {
  if (escalation?.ticket && !live.isRunning()) follow(escalation);
}

/** A person owns the conversation, so the agent will not answer. */
export const isWithPerson = () => isOwned(ticket);

function follow(escalation) {
  ticket = isOpen(escalation) ? escalation : null;
  thread.note(ticket);
  bar.show(ticket);
  composer.expectPerson(isWithPerson());
  document.documentElement.toggleAttribute("data-person", isWithPerson());
  if (isWithPerson()) view.offer("", []); // what it would ask is for the agent
  if (ticket) live.start();
}

/** What the events did not bring, if the line broke at the end. */
async function catchUp() {
  const history = await readNow();
  thread.complete(history.messages);
  begin(history);
}

// Both sides see how far the other has come

async function markRead(id) {
  if (!thread.lastOwnUpTo(id)) thread.complete((await readNow()).messages);
  const message = thread.lastOwnUpTo(id);
  if (message) view.markRead(message);
}

/** The other side is told when this message of its own has been in sight. */
export function watch(message) {
  if (message) observe(message);
  return message;
}

const observe = view.onSeen((message) => {
  if (!lastSeen || view.isBefore(lastSeen, message)) lastSeen = message;
  tellSeen();
});

function tellSeen() {
  if (document.hidden || !isOpen(ticket) || !lastSeen || lastSeen === lastRead) return;
  lastRead = lastSeen;
  seen(lastSeen.dataset.id).catch(console.warn); // the next one will tell of this one, too
}

function tellWriting() {
  if (!isWithPerson() || performance.now() - told < TYPING_EVERY_MS) return;
  told = performance.now();
  writing().catch(console.warn);
}

composer.onTyping(tellWriting);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) document.title = TITLE;
  tellSeen();
});

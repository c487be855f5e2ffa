// The conversation of this browser: kept, so that a reload goes on with it; begun anew where the server forgot it, and
// for another customer of the shop.

import { rate, readHistory, sendMessage, startConversation } from "./api.js";
import { keep, recall } from "./storage.js";

const CONVERSATION = "opora.conversation"; // what `startConversation` gave, and the customer's name in the shop
const UNANSWERED = "opora.unanswered"; // the messages that wait for their replies, `{text, messageId}` each
const RATINGS = "opora.ratings"; // what the customer said of the replies, `{rating, comment}` by the reply's id
const FORGOTTEN = [401, 403, 404];
const NOT_BELIEVED = [401, 422]; // a customer's JWT that is forged, expired or malformed, or cannot be checked

let current = recall(CONVERSATION);
let vouched = null; // the JWT by which the shop's site names its customer

/** What `readHistory` gives and `{greeting, suggestions, unanswered}`, of the conversation kept for this customer or of
 * a new one. */
export async function open(customer) {
  vouched = customer;
  if (current && (current.customer ?? null) !== nameIn(customer)) {
    current = null;
    keep(UNANSWERED, null);
  }
  const history = await within(readHistory);
  return { ...current, ...history, unanswered: unanswered() };
}

/** Calls the API for the conversation that there is: `request(conversation, …args)`. */
export function inConversation(request) {
  return (...args) => request(current, ...args);
}

/** The reply to a message, as `api.sendMessage` gives it. Until it comes, a reload takes the message up again. */
export async function send(message, onDelta) {
  const reply = await within((conversation) => sendMessage(conversation, message.text, message.messageId, onDelta));
  forget(message);
  return reply;
}

/** A message under a name that no other has. `crypto.randomUUID` would be missing on plain http. */
export function newMessage(text) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const message = { text, messageId: Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("") };
  keep(UNANSWERED, [...unanswered(), message]);
  return message;
}

/** A reload takes the message up no more. */
export function forget({ messageId }) {
  keep(
    UNANSWERED,
    unanswered().filter((each) => each.messageId !== messageId),
  );
}

/** What the customer said of a reply, or null. The server keeps it, too, but does not give it back. */
export function givenRating(replyId) {
  return recall(RATINGS)?.[replyId] ?? null;
}

/** What rates a reply that has just come: in its own conversation, even after another one has been begun. */
export function ratingOf(replyId) {
  const conversation = current;
  return async (given) => {
    await rate(conversation, replyId, given);
    keep(RATINGS, { ...recall(RATINGS), [replyId]: given });
  };
}

function unanswered() {
  return recall(UNANSWERED) ?? [];
}

async function within(call) {
  if (current) {
    try {
      return await call(current);
    } catch (error) {
      if (!FORGOTTEN.includes(error.status)) throw error;
    }
  }
  current = await begin();
  keep(CONVERSATION, current);
  keep(RATINGS, null);
  return call(current);
}

/** A customer who is not believed is a customer all the same, only not known by name. */
async function begin() {
  if (vouched) {
    try {
      return { ...(await startConversation(vouched)), customer: nameIn(vouched) };
    } catch (error) {
      if (!NOT_BELIEVED.includes(error.status)) throw error;
      console.error(error);
    }
  }
  return { ...(await startConversation(null)), customer: nameIn(vouched) };
}

/** Whom a JWT names, unchecked: enough to tell this browser's customers apart. */
function nameIn(jwt) {
  try {
    return JSON.parse(atob(jwt.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"))).sub;
  } catch {
    return null;
  }
}

// The messages on their way to customers: one after another, each under a name of its own, so that none comes twice.

import { say, wordsFor } from "./calls.js";

const RESEND_AFTER_MS = 1000; // a network that only blinked is back by then

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** `show(text)` puts a message on its way into the conversation, as `history.addPending`; `add` puts in one that came. */
export function createSending({ show, add }) {
  const outgoing = new Set(); // {number, shown, isFlying}: on their way, or waiting to be sent again
  let turns = Promise.resolve();
  let held = []; // messages that came by the stream while one of ours flies: it may be among them

  function send(number, { text, citations }) {
    const message = { text, client_message_id: newId(), ...(citations.length ? { citations } : {}) };
    const sent = { number, shown: show(text), isFlying: true };
    outgoing.add(sent);
    turns = turns.then(() => deliver(sent, message));
  }

  async function deliver(sent, message) {
    try {
      const kept = await sayTwice(sent.number, message);
      outgoing.delete(sent);
      sent.shown.element.remove();
      add(sent.number, kept);
    } catch (error) {
      console.error(error);
      sent.isFlying = false;
      sent.shown.fail(wordsFor(error), () => again(sent, message));
    }
    release();
  }

  function again(sent, message) {
    sent.isFlying = true;
    turns = turns.then(() => deliver(sent, message));
  }

  const flies = (number) => [...outgoing].some((sent) => sent.number === number && sent.isFlying);

  /** Whether a message of this operator has to wait until we know which of them it is. */
  function holds(number, message) {
    if (!flies(number)) return false;
    held.push([number, message]);
    return true;
  }

  function release() {
    const free = held.filter(([number]) => !flies(number));
    held = held.filter(([number]) => flies(number));
    for (const [number, message] of free) add(number, message);
  }

  /** The elements of what is not sent yet, to be shown again where a conversation is opened again. */
  const unsent = (number) => [...outgoing].filter((sent) => sent.number === number).map(({ shown }) => shown.element);

  return { send, holds, unsent };
}

/** Once more where the network or the server failed: the server knows the message by its name. */
async function sayTwice(number, message) {
  try {
    return await say(number, message);
  } catch (error) {
    if (error.status < 500) throw error; // a failure of the network has no status
  }
  await pause(RESEND_AFTER_MS);
  return say(number, message);
}

/** A name that no other message has. `crypto.randomUUID` would be missing on plain http. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

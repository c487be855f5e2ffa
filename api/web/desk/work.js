// The conversation that is open: it is read from the server once, and follows the stream from there.

import * as calls from "./calls.js";
import { createHistory } from "./history.js";
import { fail, hush, tell } from "./notices.js";
import { showPackage, updatePackage } from "./package.js";
import { createSending } from "./sending.js";
import { get, isMine, put } from "./tickets.js";
import { nameOf } from "./words.js";

const SETTLE_MS = 1000; // what follows from a message or a change is read once they have stopped coming

/** `parts` are the elements of the conversation; `session()` is `{operator, mode}`; `changed(ticket)` is called when the
 * ticket shows otherwise now, `asked()` when an answer of the operator is wanted. */
export function createWork(parts, { session, changed, asked }) {
  const history = createHistory(parts);
  const sending = createSending({ show: history.addPending, add });
  let number = null; // of the ticket that is open
  let detail = null; // as it was read
  let wanted = null; // the number of the one that is being opened; until it is there, the other stays whole
  let early = []; // what the stream told of it meanwhile
  let readTold = null;
  let settling = null;

  /** Whether it is open now; not where another one has been asked for meanwhile. */
  async function open(next) {
    wanted = next;
    early = [];
    parts.log.ariaBusy = "true";
    const fresh = await calls.readTicket(next);
    if (wanted !== next) return false;
    [number, detail, wanted, readTold] = [next, fresh, null, null];
    put(fresh.ticket, fresh.last_event_id);
    history.show(fresh);
    const unsent = sending.unsent(next);
    if (unsent.length) history.append(...unsent);
    showPackage(parts.pack, { ...fresh, ticket: get(next) });
    for (const event of early.splice(0)) take(event);
    parts.log.ariaBusy = "false";
    tellRead();
    return true;
  }

  function close() {
    number = detail = wanted = null;
    parts.log.replaceChildren();
    parts.pack.replaceChildren();
  }

  /** An event of the stream that belongs to a ticket. */
  function take(event) {
    if (event.data.number === wanted) early.push(event);
    if (event.data.number === number) TAKEN[event.name]?.(event.data);
  }

  const TAKEN = {
    ticket: () => {
      updatePackage(parts.pack, get(number));
      changed(get(number));
      clearTimeout(settling);
      settling = setTimeout(readPackage, SETTLE_MS);
    },
    message: ({ message }) => {
      const ours = message.role === "operator" && message.author === session().operator.name;
      if (ours && sending.holds(number, message)) return;
      add(number, message);
    },
    note: ({ note }) => history.addNote(note),
    read: ({ role, message_id }) => role === "customer" && history.markRead(message_id),
    typing: ({ role, name }) => {
      if (role === "customer") history.setTyping(nameOf(detail.ticket.customer));
      else if (name !== session().operator.name) history.setTyping(name);
    },
  };

  /** A message may tell what was missing; a change is one more line of what happened. */
  async function readPackage() {
    const of = number;
    const fresh = of && (await calls.readTicket(of).catch(console.error)); // the next change asks again
    if (!fresh || of !== number) return;
    detail = fresh;
    showPackage(parts.pack, { ...fresh, ticket: get(of) });
  }

  function add(of, message) {
    if (of !== number) return;
    history.addMessage(message);
    if (message.role !== "customer") return;
    tellRead();
    asked();
  }

  /** The customer is told how far the operator who answers has read. */
  async function tellRead() {
    const last = detail && history.lastFromCustomer();
    if (!last || last === readTold || document.hidden || !mine()) return;
    readTold = last;
    await calls.tellRead(number, last).catch(console.error); // the next message tells of this one, too
  }

  const ticket = () => (detail ? get(number) : null);
  const mine = () => detail !== null && isMine(get(number), session().operator.name);

  async function addNote(text) {
    const of = number;
    const note = await calls.addNote(of, text);
    if (of === number) history.addNote(note);
  }

  async function attach(files) {
    const of = number;
    for (const file of files) {
      tell(`Отправляю «${file.name}»…`);
      await calls.attach(of, file).then(hush, fail); // it comes back by the stream
    }
  }

  document.addEventListener("visibilitychange", tellRead);
  return {
    open,
    close,
    take,
    ticket,
    mine,
    tellRead,
    addNote,
    attach,
    number: () => number,
    reply: (message) => sending.send(number, message),
    typing: () => calls.tellTyping(number).catch(console.error), // nobody misses it
  };
}

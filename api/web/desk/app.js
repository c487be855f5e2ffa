// The operators' desk: what happens when. How each part looks and works is in its own file.

import { followKeyboard } from "../keyboard.js";
import { liveEvents } from "../live.js";
import { createBoard } from "./board.js";
import * as calls from "./calls.js";
import { startClock } from "./clock.js";
import { onKeys, showKeys } from "./keys.js";
import { createLogin } from "./login.js";
import * as moves from "./moves.js";
import { fail, tell } from "./notices.js";
import { createPeople } from "./people.js";
import { createTalk } from "./talk.js";
import { get, isClosed, isMine, isWaiting, put, replaceOpen } from "./tickets.js";

const LINE_LOST_MS = 2000; // a line that is back by then is not missed

const find = (selector) => document.querySelector(selector);

let session = null; // {operator, csrf, mode}
let lineTimer = null;
let isHere = false; // whether the server knows us

const me = () => session?.operator.name ?? null;

// Coming and going

async function enter() {
  const before = me();
  session = await calls.whoAmI();
  if (before && before !== me()) return location.reload(); // what the other one had begun is not theirs
  isHere = true;
  login.hide();
  people.enter(session.operator);
  await catchUp();
  live.start();
}

/** How everything stands now; the stream goes on from there. */
async function catchUp() {
  const { tickets, last_event_id } = await calls.readTickets("open");
  replaceOpen(tickets, last_event_id);
  board.showNow();
  live.since(last_event_id);
  people.show(await calls.readOperators());
  await goTo(location.hash);
}

async function begin() {
  try {
    await enter();
  } catch (error) {
    if (error.status !== 401) fail(error);
    login.show();
  }
}

function lose() {
  isHere = false;
  login.show("Сеанс закончился. Войдите, пожалуйста, снова.");
}

async function leave() {
  isHere = false;
  await calls.logout().catch(console.error);
  location.assign(location.pathname);
}

// The stream

function take({ id, name, data }) {
  TAKEN[name]?.(data, id);
  if (name !== "operators") talk.take({ name, data });
}

const TAKEN = {
  ticket: (ticket, id) => {
    const before = get(ticket.number);
    if (!put(ticket, id)) return;
    if (ticket.status === "queued" && before?.status !== "queued") board.greet(ticket);
    else board.show();
  },
  operators: (operators) => people.show(operators),
};

/** The events; the page says where the line is down for longer. */
async function* read(lastId, signal, onLife) {
  clearTimeout(lineTimer);
  lineTimer = setTimeout(() => (find("#line").hidden = false), LINE_LOST_MS);
  yield* calls.readLive(lastId, signal, onLife, () => {
    clearTimeout(lineTimer);
    find("#line").hidden = true;
  });
}

// The open ticket

/** The address names the open ticket: the browser's «back» closes it, a reload keeps it. */
const goTo = (hash) => openTicket(decodeURIComponent(hash.slice(1)) || null);
const choose = (number) => (location.hash === hashOf(number) ? goTo(location.hash) : (location.hash = hashOf(number)));
const hashOf = (number) => (number ? `#${encodeURIComponent(number)}` : "");

async function openTicket(number) {
  const before = talk.number();
  board.markOpen(number);
  setPane(number ? "talk" : "queue");
  if (!number) {
    talk.close();
    board.select(before);
    return board.focus();
  }
  try {
    board.select(number);
    await talk.open(number);
    board.show();
  } catch (error) {
    talk.close();
    fail(error);
    if (error.status === 404) choose(null);
  }
}

function setPane(name) {
  document.body.dataset.pane = name;
  find(".to-package").ariaPressed = String(name === "package");
}

function goBack() {
  if (document.body.dataset.pane === "package") setPane("talk");
  else choose(null);
}

/** Does something with a whole ticket: the open one, or, to take it, the selected one. */
async function act(name) {
  const number = talk.number() ?? (name === "claim" ? board.selected() : null);
  const ticket = number && get(number);
  if (!ticket) return;
  const may = name === "claim" ? isWaiting(ticket) : isMine(ticket, me());
  if (!may) return tell(refusal(ticket));
  try {
    const changed = await ACTS[name](number);
    if (changed) showChanged(changed);
    if (name === "claim" && talk.number() !== number) choose(number);
  } catch (error) {
    fail(error);
  }
}

const ACTS = {
  claim: moves.claim,
  transfer: (number) => moves.transfer(number, people.all(), me()),
  resolve: moves.resolve,
  giveBack: moves.giveBack,
};

function refusal(ticket) {
  if (isClosed(ticket)) return "Это обращение завершено.";
  if (isMine(ticket, me())) return "Это обращение уже ваше.";
  return ticket.operator ? `Это обращение ведёт ${ticket.operator}.` : "Сначала возьмите обращение.";
}

/** The server's answer comes before its event, or after it. */
function showChanged(ticket) {
  put(ticket);
  board.show();
  talk.take({ name: "ticket", data: ticket });
}

// Putting it together

const live = liveEvents({ read, hear: take, isWanted: () => isHere, onEnd: () => {}, onGap: catchUp });
const talk = createTalk(find(".talk"), find(".package"), { session: () => session, act, back: goBack });
const board = createBoard(find(".queue"), { me, choose });
const login = createLogin(find("#login"), find("#desk"), enter);
const people = createPeople(find("#presence"), find("#people"), fail);

find("#help").addEventListener("click", showKeys);
find("#logout").addEventListener("click", leave);
find(".to-package").addEventListener("click", () =>
  setPane(document.body.dataset.pane === "package" ? "talk" : "package"),
);
window.addEventListener("hashchange", () => session && goTo(location.hash));

const acts = {
  next: () => board.move(1),
  previous: () => board.move(-1),
  claim: () => act("claim"),
  transfer: () => act("transfer"),
  resolve: () => act("resolve"),
  reply: () => talk.write("reply"),
  note: () => talk.write("note"),
  suggest: () => talk.suggest(),
  canned: () => talk.canned(),
  nextWaiting: () => board.nextWaiting(talk.number()),
  back: goBack,
  help: showKeys,
};
onKeys(acts, () => isHere);
calls.onSessionLost(lose);
startClock();
followKeyboard();
begin();

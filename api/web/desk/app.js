// The operators' desk: what happens when. How each part looks and works is in its own file.

import { el } from "../dom.js";
import { followKeyboard } from "../keyboard.js";
import * as calls from "./calls.js";
import { startClock } from "./clock.js";
import { onKeys, showKeys } from "./keys.js";
import { createLogin } from "./login.js";
import * as moves from "./moves.js";
import { fail, murmur, tell } from "./notices.js";
import { createPeople } from "./people.js";
import { createQueue } from "./queue.js";
import { follow } from "./stream.js";
import { createTalk } from "./talk.js";
import { get, heard, isClosed, listOf, put, replaceOpen } from "./tickets.js";
import { CATEGORIES, nameOf } from "./words.js";

const GATHER_MS = 40; // changes that come together are shown together
const AGAIN_MS = 30_000; // callbacks come up with the time, without an event
const LINE_LOST_MS = 2000; // a line that is back by then was never missed

const byId = (id) => document.getElementById(id);
const [desk, line, category, packPane] = [byId("desk"), byId("line"), byId("category"), document.querySelector(".package")];
const scopes = [...document.querySelectorAll("[data-scope]")];

let session = null; // {operator, csrf, mode}
let scope = "waiting";
let stop = () => {}; // ends the stream
let hasClosed = false; // whether the finished tickets have been read
let unseen = 0; // tickets that came while nobody looked

const me = () => session.operator.name;

// Coming and going

async function enter() {
  const before = session?.operator.name;
  session = await calls.whoAmI();
  if (before && before !== me()) return location.reload(); // what the other one had begun is not theirs
  login.hide();
  people.enter(session.operator);
  const { tickets, last_event_id } = await calls.readTickets("open");
  replaceOpen(tickets, last_event_id);
  showQueue();
  stop();
  stop = follow(last_event_id, { onEvent: take, onLine: showLine });
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
  stop();
  login.show("Сеанс закончился. Войдите, пожалуйста, снова.");
}

async function leave() {
  stop();
  await calls.logout().catch(console.error);
  location.assign(location.pathname);
}

// The stream

function take({ id, name, data }) {
  TAKEN[name]?.(data, id);
  if (name !== "operators") talk.take({ name, data: name === "ticket" ? (get(data.number) ?? data) : data });
}

const TAKEN = {
  ticket: (ticket, id) => {
    const before = get(ticket.number);
    if (!put(ticket, id)) return;
    show();
    if (ticket.status === "queued" && before?.status !== "queued") greet(ticket);
  },
  message: ({ number, message }) => {
    heard(number, message);
    show();
  },
  operators: (operators) => people.show(operators),
};

/** A quiet sign, no sound: a new ticket comes every minute. */
function greet({ number, customer, category: about }) {
  if (document.hidden) unseen += 1;
  setTimeout(() => queue.markNew(number), GATHER_MS * 2);
  murmur(`Новое обращение: ${nameOf(customer)}, ${CATEGORIES[about] ?? about}`);
}

let lineTimer = null;
function showLine(isUp) {
  if (isUp) {
    clearTimeout(lineTimer);
    lineTimer = null;
    line.hidden = true;
  } else lineTimer ??= setTimeout(() => (line.hidden = false), LINE_LOST_MS);
}

// The queue

let gathering = null;
function show() {
  gathering ??= setTimeout(showQueue, GATHER_MS);
}

function showQueue() {
  clearTimeout(gathering);
  gathering = null;
  if (!session) return;
  const now = Date.now();
  const list = (name, about = "") => listOf(name, about, me(), now);
  queue.show(list(scope, category.value));
  const waiting = list("waiting").length;
  const counts = { waiting, mine: list("mine").length };
  for (const button of scopes) {
    button.ariaPressed = String(button.dataset.scope === scope);
    const count = button.querySelector("b");
    if (count) count.textContent = String(counts[button.dataset.scope] || "");
  }
  document.title = `${unseen ? "● " : ""}${waiting ? `(${waiting}) ` : ""}Рабочее место`;
}

async function setScope(next) {
  scope = next;
  showQueue();
  if (scope !== "closed" || hasClosed) return;
  const { tickets, last_event_id } = await calls.readTickets("closed");
  hasClosed = true;
  for (const ticket of tickets) put(ticket, last_event_id);
  showQueue();
}

// The open ticket

/** The address names the open ticket: the browser's «back» closes it, a reload keeps it. */
const goTo = (hash) => openTicket(decodeURIComponent(hash.slice(1)) || null);
const choose = (number) => (location.hash === hashOf(number) ? goTo(location.hash) : (location.hash = hashOf(number)));
const hashOf = (number) => (number ? `#${encodeURIComponent(number)}` : "");

async function openTicket(number) {
  const before = talk.number();
  queue.markOpen(number);
  setPane(number ? "talk" : "queue");
  if (!number) {
    talk.close();
    queue.select(before ?? queue.selected());
    return queue.focus();
  }
  try {
    queue.select(number);
    await talk.open(number);
    show();
  } catch (error) {
    fail(error);
    if (error.status === 404) choose(null);
  }
}

function setPane(name) {
  document.body.dataset.pane = name;
  document.querySelector(".to-package").ariaPressed = String(name === "package");
}

function goBack() {
  if (document.body.dataset.pane === "package") setPane("talk");
  else choose(null);
}

function nextWaiting() {
  const waiting = listOf("waiting", category.value, me(), Date.now()).map(({ number }) => number);
  const next = waiting[waiting.indexOf(talk.number()) + 1] ?? waiting[0];
  if (next) choose(next);
  else tell("Никто не ждёт.");
}

async function act(name) {
  const number = talk.number() ?? (name === "claim" ? queue.selected() : null);
  if (!number) return;
  const ticket = get(number);
  const mayClaim = ["queued", "scheduled"].includes(ticket?.status);
  const mine = ticket?.status === "assigned" && ticket.operator === me();
  if (name === "claim" ? !mayClaim : !mine) return tell(refusal(ticket, mine));
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

function refusal(ticket, mine) {
  if (!ticket || isClosed(ticket)) return "Это обращение завершено.";
  if (mine) return "Это обращение уже ваше.";
  return ticket.operator ? `Это обращение ведёт ${ticket.operator}.` : "Сначала возьмите обращение.";
}

function showChanged(ticket) {
  put(ticket);
  show();
  talk.take({ name: "ticket", data: ticket });
}

// Putting it together

const talk = createTalk(document.querySelector(".talk"), packPane, { session: () => session, act, back: goBack });
const queue = createQueue(byId("tickets"), byId("nothing"), { choose, me });
const login = createLogin(byId("login"), desk, enter);
const people = createPeople(
  { own: byId("presence"), names: document.querySelector("#people ul"), count: document.querySelector("#people summary") },
  fail,
);

category.append(...Object.entries(CATEGORIES).map(([value, label]) => el("option", { value }, label)));
category.addEventListener("change", showQueue);
for (const button of scopes) button.addEventListener("click", () => setScope(button.dataset.scope).catch(fail));
byId("help").addEventListener("click", showKeys);
byId("logout").addEventListener("click", leave);
document.querySelector(".to-package").addEventListener("click", () =>
  setPane(document.body.dataset.pane === "package" ? "talk" : "package"),
);
window.addEventListener("hashchange", () => session && goTo(location.hash));
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) unseen = 0;
  show();
});

onKeys({
  next: () => queue.move(1),
  previous: () => queue.move(-1),
  claim: () => act("claim"),
  transfer: () => act("transfer"),
  resolve: () => act("resolve"),
  reply: () => talk.write("reply"),
  note: () => talk.write("note"),
  suggest: () => talk.suggest(),
  canned: () => talk.canned(),
  nextWaiting,
  back: goBack,
  help: showKeys,
});
calls.onSessionLost(lose);
startClock();
setInterval(show, AGAIN_MS);
followKeyboard();
begin();

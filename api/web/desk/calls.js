// The calls of the operators' API. The session is a cookie that no script can read; what changes something carries the
// CSRF token besides.

import { call as request, Problem, readEvents } from "../http.js";

const HOME = "/v1/operator";

let csrf = null;
let onLost = () => {};

/** What to tell the operator of a call that failed: on the desk every refusal is in words for people. */
export function wordsFor(error) {
  return error instanceof Problem ? error.message : "Похоже, пропала связь.";
}

/** `lost` is called when the server no longer knows who we are. */
export function onSessionLost(lost) {
  onLost = lost;
}

// Who is here

export async function login(name, password) {
  return remember(await json("/login", sent("POST", { name, password })));
}

/** `{operator, csrf, mode}`; a Problem with status 401 where nobody is logged in. */
export async function whoAmI() {
  return remember(await json("/me"));
}

export const logout = () => call("/logout", sent("POST"));
export const setPresence = (presence) => call("/presence", sent("PUT", { presence }));
export const readOperators = async () => (await json("/operators")).operators;

// Tickets

/** `{tickets, last_event_id}`; `scope` is open or closed. */
export const readTickets = (scope) => json(`/tickets?scope=${scope}`);
export const readTicket = (number) => json(pathOf(number));
export const claim = (number) => json(`${pathOf(number)}/claim`, sent("POST"));
export const transfer = (number, to) => json(`${pathOf(number)}/transfer`, sent("POST", to));
export const resolve = (number, how) => json(`${pathOf(number)}/resolve`, sent("POST", how));
export const giveBack = (number, why) => json(`${pathOf(number)}/return`, sent("POST", why));

/** `message` is `{text, client_message_id, citations?}`; the same id again gives the same message. */
export const say = (number, message) => json(`${pathOf(number)}/messages`, sent("POST", message));
export const addNote = (number, text) => json(`${pathOf(number)}/notes`, sent("POST", { text }));
export const tellTyping = (number) => call(`${pathOf(number)}/typing`, sent("POST"));
export const tellRead = (number, messageId) => call(`${pathOf(number)}/read`, sent("POST", { message_id: messageId }));
export const readSuggestion = async (number) => (await json(`${pathOf(number)}/suggestion`)).reply;

export function attach(number, file) {
  const body = new FormData();
  body.append("file", file);
  return json(`${pathOf(number)}/attachments`, { method: "POST", body });
}

/** The bytes of a file, as a Blob. */
export const readAttachment = async (id) => (await call(`/attachments/${encodeURIComponent(id)}`)).blob();

// Canned replies

export const readCanned = async () => (await json("/canned")).canned;
export const addCanned = (canned) => json("/canned", sent("POST", canned));
export const dropCanned = (id) => call(`/canned/${encodeURIComponent(id)}`, sent("DELETE"));

// Events

/** What happens on the desk after `lastId`: `{name, id, data}` each. `onOpen` is called when the line stands. */
export async function* readLive(lastId, signal, onLife, onOpen) {
  const since = lastId === null ? {} : { "Last-Event-ID": lastId };
  const response = await call("/events", { headers: { ...since, Accept: "text/event-stream" }, signal, cache: "no-store" });
  onOpen();
  yield* readEvents(response.body, onLife);
}

// How

const pathOf = (number) => `/tickets/${encodeURIComponent(number)}`;

function sent(method, body = {}) {
  return { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

function remember(session) {
  csrf = session.csrf;
  return session;
}

async function json(path, options) {
  const response = await call(path, options);
  return response.json();
}

/** Another tab may have logged in anew: then this one fetches the new token, and tries once more. */
async function call(path, options = {}) {
  try {
    return await callOnce(path, options);
  } catch (error) {
    if (error.code !== "bad-csrf") throw error;
  }
  await whoAmI();
  return callOnce(path, options);
}

async function callOnce(path, options) {
  const key = options.method && csrf ? { "X-CSRF-Token": csrf } : {};
  try {
    return await request(HOME + path, { ...options, headers: { ...options.headers, ...key } });
  } catch (error) {
    if (error.status === 401 && !["/login", "/me"].includes(path)) onLost();
    throw error;
  }
}

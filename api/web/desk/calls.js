// The calls of the operators' API. The session is a cookie that no script can read; what changes something carries the
// CSRF token besides.

const HOME = "/v1/operator";

let csrf = null;
let onLost = () => {};

/** The server refused, in words for people. A failure of the network is a TypeError, as `fetch` throws it. */
export class Refusal extends Error {
  constructor({ status, type = "", detail, operator = null }) {
    super(detail ?? "Сервис сейчас не отвечает.");
    this.status = status;
    this.code = type.split(":").at(-1);
    this.operator = operator; // who has the ticket, where that is the reason
  }
}

/** What to tell the operator of a call that failed. */
export function wordsFor(error) {
  if (error.code === "taken" && error.operator) return `Это обращение уже ведёт ${error.operator}.`;
  return error instanceof Refusal ? error.message : "Похоже, пропала связь.";
}

/** `lost` is called when the server no longer knows who we are. */
export function onSessionLost(lost) {
  onLost = lost;
}

// Who is here

export async function login(name, password) {
  return remember(await json("/login", sent("POST", { name, password })));
}

/** `{operator, csrf, mode}`; a Refusal with status 401 where nobody is logged in. */
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

export const attachmentPath = (id) => `${HOME}/attachments/${encodeURIComponent(id)}`;
export const readAttachment = async (id) => (await call(`/attachments/${encodeURIComponent(id)}`)).blob();

// Canned replies

export const readCanned = async () => (await json("/canned")).canned;
export const addCanned = (canned) => json("/canned", sent("POST", canned));
export const dropCanned = (id) => call(`/canned/${encodeURIComponent(id)}`, sent("DELETE"));

// Events

/** The open stream of what happens after `lastEventId`. */
export async function openEvents(lastEventId, signal) {
  const headers = { Accept: "text/event-stream", ...(lastEventId === null ? {} : { "Last-Event-ID": lastEventId }) };
  return (await call("/events", { headers, signal })).body;
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

async function call(path, options = {}) {
  const key = options.method && csrf ? { "X-CSRF-Token": csrf } : {};
  const response = await fetch(HOME + path, { ...options, headers: { ...options.headers, ...key } });
  if (response.ok) return response;
  if (response.status === 401 && !["/login", "/me"].includes(path)) onLost();
  throw new Refusal({ ...(await documentOf(response)), status: response.status });
}

/** The problem document; empty where a proxy answered with a page of its own. */
async function documentOf(response) {
  const isProblem = response.headers.get("content-type")?.startsWith("application/problem+json");
  return isProblem ? response.json() : {};
}

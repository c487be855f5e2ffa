// The calls of the API, and the reading of its event stream.

export const TEXT_LIMIT = 4000; // characters of a message, as the server counts them

/** The server refused, in words for the customer. A failure of the network is a TypeError, as `fetch` throws it. */
export class Problem extends Error {
  constructor({ status, detail }) {
    super(detail ?? "Сервис сейчас не отвечает.");
    this.status = status;
  }
}

const FOR_PEOPLE = [413, 422, 429]; // and the failures from 500 on; the words of other refusals are for programmers

/** What to tell the customer of a call that failed. */
export function wordsFor(error) {
  if (!(error instanceof Problem)) return "Похоже, пропала связь.";
  const told = error.status >= 500 || FOR_PEOPLE.includes(error.status);
  return told ? error.message : "Обновите, пожалуйста, страницу и попробуйте ещё раз.";
}

/** `{id, token, greeting, suggestions}`; `customer` is the JWT by which the shop's site names its customer, or null. */
export async function startConversation(customer) {
  const response = await call("/v1/conversations", post({ customer }));
  return response.json();
}

/** What has been said in it, the oldest message first. */
export async function readMessages(conversation) {
  const response = await call(messagesOf(conversation), { headers: keyOf(conversation) });
  return (await response.json()).messages;
}

/** The reply. Its words are handed to `onDelta` as they come; the same `messageId` again gives the same reply. */
export async function sendMessage(conversation, text, messageId, onDelta) {
  const headers = { ...keyOf(conversation), Accept: "text/event-stream" };
  const response = await call(messagesOf(conversation), post({ text, client_message_id: messageId }, headers));
  for await (const { name, data } of readEvents(response.body)) {
    if (name === "delta") await onDelta(data.text);
    if (name === "error") throw new Problem(data);
    if (name === "reply") return data;
  }
  throw new TypeError("the stream ended before the reply");
}

/** What the customer thinks of a reply; the last opinion counts. `given` is `{rating, comment}`. */
export async function rate(conversation, messageId, given) {
  await call(`${pathOf(conversation)}/feedback`, post({ message_id: messageId, ...given }, keyOf(conversation)));
}

/** `{id, title, url, text, updated}` of an article as it was in a release. */
export async function readSource(sourceId, release) {
  const path = sourceId.split("/").map(encodeURIComponent).join("/");
  const response = await call(`/v1/sources/${path}${release ? `?release=${encodeURIComponent(release)}` : ""}`);
  return response.json();
}

const pathOf = ({ id }) => `/v1/conversations/${encodeURIComponent(id)}`;
const messagesOf = (conversation) => `${pathOf(conversation)}/messages`;
const keyOf = ({ token }) => ({ Authorization: `Bearer ${token}` });

function post(body, headers = {}) {
  return { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) };
}

async function call(path, options) {
  const response = await fetch(path, options);
  if (!response.ok) throw new Problem({ ...(await documentOf(response)), status: response.status });
  return response;
}

/** The problem document; empty where a proxy answered with a page of its own. */
async function documentOf(response) {
  const isProblem = response.headers.get("content-type")?.startsWith("application/problem+json");
  return isProblem ? response.json() : {};
}

async function* readEvents(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const blocks = (rest + part.value).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    yield* blocks.map(parseEvent).filter(({ data }) => data !== null);
  }
}

/** One event; data is null in a comment, which only keeps the connection alive. */
function parseEvent(block) {
  const fields = block.split(/\r?\n/).map((line) => line.match(/^(\w+): ?(.*)$/)?.slice(1) ?? []);
  const values = (name) => fields.filter(([field]) => field === name).map(([, value]) => value);
  const data = values("data").join("\n");
  return { name: values("event").at(-1), data: data ? JSON.parse(data) : null };
}

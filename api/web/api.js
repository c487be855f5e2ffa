// The calls of the API.

import { call, post, readEvents, upload, Problem } from "./http.js";

export { Problem, wordsFor } from "./http.js";

export const TEXT_LIMIT = 4000; // characters of a message, as the server counts them

/** `{id, token, greeting, suggestions}`; `customer` is the JWT by which the shop's site names its customer, or null. */
export async function startConversation(customer) {
  const response = await call("/v1/conversations", post({ customer }));
  return response.json();
}

/** `{messages, escalation, last_event_id, read}`: what has been said in it, oldest first, and how it stands now. */
export async function readHistory(conversation) {
  const response = await call(messagesOf(conversation), { headers: keyOf(conversation) });
  return response.json();
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

/** What happens in it after the event `lastId`, or from now on: `{name, id, data}` each. */
export async function* readLive(conversation, lastId, signal, onLife) {
  const since = lastId === null ? {} : { "Last-Event-ID": String(lastId) };
  const headers = { ...keyOf(conversation), ...since, Accept: "text/event-stream" };
  const response = await call(`${pathOf(conversation)}/events`, { headers, signal, cache: "no-store" });
  yield* readEvents(response.body, onLife);
}

/** What the customer thinks of a reply; the last opinion counts. `given` is `{rating, comment}`. */
export async function rate(conversation, messageId, given) {
  await call(`${pathOf(conversation)}/feedback`, post({ message_id: messageId, ...given }, keyOf(conversation)));
}

/** The customer is writing to the person who owns the conversation. */
export async function tellTyping(conversation) {
  await call(`${pathOf(conversation)}/typing`, { method: "POST", headers: keyOf(conversation) });
}

/** The customer has seen everything up to this message. */
export async function tellRead(conversation, messageId) {
  await call(`${pathOf(conversation)}/read`, post({ message_id: messageId }, keyOf(conversation)));
}

/** The escalation as it stands then. */
export async function cancelTicket(conversation) {
  const response = await call(`${pathOf(conversation)}/cancel`, { method: "POST", headers: keyOf(conversation) });
  return response.json();
}

/** `{hours, slots: [{not_before, not_after}], channels}` */
export async function readCallback(conversation) {
  const response = await call(`${pathOf(conversation)}/callback`, { headers: keyOf(conversation) });
  return response.json();
}

/** The escalation as it stands then; `wish` is `{phone, not_before, not_after}`. */
export async function askCallback(conversation, wish) {
  const response = await call(`${pathOf(conversation)}/callback`, post(wish, keyOf(conversation)));
  return response.json();
}

/** `{id, name, type, size, message_id}` of the file, which is a message of its own. */
export async function sendFile(conversation, file, onProgress, signal) {
  return upload(`${pathOf(conversation)}/attachments`, file, keyOf(conversation), onProgress, signal);
}

/** The bytes of a file of this conversation, as a Blob. */
export async function readFile(conversation, attachmentId) {
  const path = `${pathOf(conversation)}/attachments/${encodeURIComponent(attachmentId)}`;
  return (await call(path, { headers: keyOf(conversation) })).blob();
}

/** The conversation as a text to save, as a Blob. */
export async function readTranscript(conversation) {
  return (await call(`${pathOf(conversation)}/transcript`, { headers: keyOf(conversation) })).blob();
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

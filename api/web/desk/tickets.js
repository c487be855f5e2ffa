// The tickets that this page knows, by their numbers, and the lists that the queue shows of them.

const CLOSED = ["resolved", "expired"];
const CALL_AHEAD_MS = 5 * 60_000; // a callback comes up a little before its slot, to be prepared

const tickets = new Map();
const changedBy = new Map(); // number → the event that a ticket was last heard of in

/** Keeps a ticket, unless something newer is known. `eventId` is null where the server has just answered. */
export function put(ticket, eventId = null) {
  const id = Number(eventId ?? changedBy.get(ticket.number) ?? 0);
  if (id < (changedBy.get(ticket.number) ?? 0)) return false;
  changedBy.set(ticket.number, id);
  tickets.set(ticket.number, ticket);
  return true;
}

export const get = (number) => tickets.get(number) ?? null;
export const isClosed = ({ status }) => CLOSED.includes(status);

/** Everything open is forgotten: the server has told anew what there is. */
export function replaceOpen(fresh, eventId) {
  for (const [number, ticket] of tickets) if (!isClosed(ticket)) tickets.delete(number);
  for (const ticket of fresh) put(ticket, eventId);
}

/** The tickets of a list, in its order: `scope` is waiting, mine, open or closed; `category` "" takes all. */
export function listOf(scope, category, me, now) {
  const { holds, rank } = LISTS[scope];
  const kept = [...tickets.values()].filter(
    (ticket) => (!category || ticket.category === category) && holds(ticket, me, now),
  );
  const ranked = kept.map((ticket) => [rank(ticket, now), ticket]);
  return ranked.sort(([a], [b]) => a[0] - b[0] || a[1] - b[1]).map(([, ticket]) => ticket);
}

export const isWaiting = ({ status }) => ["queued", "scheduled"].includes(status);
export const isMine = (ticket, me) => ticket.status === "assigned" && ticket.operator === me;

/** Its slot has come, or nearly. */
export const isDue = ({ status, callback }, now) =>
  status === "scheduled" && callback !== null && Date.parse(callback.not_before) - CALL_AHEAD_MS <= now;

const at = (time) => Date.parse(time);
const byQueue = (ticket, now) => (isDue(ticket, now) ? [0, at(ticket.callback.not_before)] : [1, at(ticket.queue_key)]);

const LISTS = {
  waiting: { holds: (ticket, _, now) => ticket.status === "queued" || isDue(ticket, now), rank: byQueue },
  mine: {
    holds: isMine,
    rank: ({ waiting_since, created_at }) => (waiting_since ? [0, at(waiting_since)] : [1, at(created_at)]),
  },
  open: { holds: (ticket) => !isClosed(ticket), rank: byQueue },
  closed: { holds: isClosed, rank: ({ last_message, created_at }) => [0, -at(last_message?.created_at ?? created_at)] },
};

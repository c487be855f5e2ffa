// What the page says of a ticket.

import { clockOf, momentOf, onDay } from "./dates.js";

const OPEN = ["queued", "scheduled", "assigned"];

export const isOpen = (escalation) => Boolean(escalation?.ticket) && OPEN.includes(escalation.status);

/** A person owns the conversation, so the agent is silent. */
export const isOwned = (escalation) => isOpen(escalation) && escalation.status === "assigned";

/** One line, or null where no ticket is open. */
export function ticketLine(escalation) {
  if (!isOpen(escalation)) return null;
  return [`Обращение ${escalation.ticket}`, ...stateOf(escalation)].join(" · ");
}

function stateOf({ status, position, eta_minutes: minutes, hours, operator, callback }) {
  if (status === "assigned") return [`с вами ${operator ?? "специалист"}`];
  if (callback) return [callLine(callback)];
  return [
    position && `вы ${position}-й в очереди`,
    minutes && `ответим примерно через ${spanOf(minutes)}`,
    !hours.open && hours.opens_at && `специалисты начнут работу ${momentOf(hours.opens_at)}`,
  ].filter(Boolean);
}

/** «перезвоним завтра с 14:00 до 16:00 на +7 …67» */
function callLine({ phone, not_before: from, not_after: until }) {
  return `перезвоним ${onDay(from)} с ${clockOf(from)} до ${clockOf(until)} на ${endOf(phone)}`;
}

/** Enough to know one's own number by; whoever looks over the shoulder learns none. */
function endOf(phone) {
  const digits = phone.replace(/\D/g, "");
  return `${phone.startsWith("+7") ? "+7\u00a0" : ""}…${digits.slice(-2)}`;
}

function spanOf(minutes) {
  const hours = Math.round(minutes / 30) / 2; // an estimate in minutes that is hours long would only seem exact
  return minutes < 90 ? `${minutes} мин` : `${hours.toLocaleString("ru")} ч`;
}

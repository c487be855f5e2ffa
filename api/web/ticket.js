// What the bar says of an open ticket.

import { momentOf } from "./dates.js";

const CLOSED = ["resolved", "expired"];

/** One line, or null where no ticket is open. `numberOnly` leaves out what is true for minutes only. */
export function ticketLine(escalation, numberOnly = false) {
  const { ticket, status } = escalation;
  if (!ticket || CLOSED.includes(status)) return null;
  return [`Обращение ${ticket}`, ...(numberOnly ? [] : stateOf(escalation))].join(" · ");
}

function stateOf({ status, position, eta_minutes: minutes, hours }) {
  if (status === "assigned") return ["с вами специалист"];
  return [
    position && `вы ${position}-й в очереди`,
    minutes && `ответим примерно через ${minutes} мин`,
    !hours.open && hours.opens_at && `специалисты начнут работу ${momentOf(hours.opens_at)}`,
  ].filter(Boolean);
}

// The list of tickets: rows that stay as they are while others come and go, and one of them that is selected.

import { createRow } from "./row.js";

/** `choose(number)` opens a ticket; `me()` is the operator's name. */
export function createQueue(list, empty, { choose, me }) {
  const rows = new Map();
  let order = [];
  let selected = null;
  let open = null;

  function rowOf(ticket) {
    if (!rows.has(ticket.number)) rows.set(ticket.number, createRow(me(), choose));
    return rows.get(ticket.number);
  }

  /** Rows that are in their places are not touched: nothing flickers, and the focus stays. */
  function show(tickets) {
    const numbers = new Set(tickets.map(({ number }) => number));
    const at = order.indexOf(selected);
    const focused = list.contains(document.activeElement);
    for (const [number, row] of rows) {
      if (numbers.has(number)) continue;
      row.element.remove();
      rows.delete(number);
    }
    let next = list.firstElementChild;
    for (const ticket of tickets) {
      const row = rowOf(ticket);
      row.update(ticket);
      if (row.element === next) next = next.nextElementSibling;
      else list.insertBefore(row.element, next);
    }
    order = [...numbers];
    empty.hidden = order.length > 0;
    const stays = numbers.has(selected);
    select(stays ? selected : (order[Math.min(Math.max(at, 0), order.length - 1)] ?? null));
    if (focused && !stays) focus();
    markOpen(open);
  }

  function select(number) {
    if (rows.has(selected)) rows.get(selected).button.tabIndex = -1;
    selected = number;
    if (rows.has(selected)) rows.get(selected).button.tabIndex = 0;
  }

  function focus() {
    const row = rows.get(selected);
    row?.button.focus({ preventScroll: true });
    row?.element.scrollIntoView({ block: "nearest" });
  }

  function move(step) {
    const at = order.indexOf(selected) + step;
    if (at >= 0 && at < order.length) select(order[at]);
    focus();
  }

  function markOpen(number) {
    if (rows.has(open)) rows.get(open).button.ariaCurrent = null;
    open = number;
    if (rows.has(open)) rows.get(open).button.ariaCurrent = "true";
  }

  /** A quiet sign at a ticket that has just come. */
  function markNew(number) {
    const element = rows.get(number)?.element;
    element?.classList.add("new");
    element?.addEventListener("animationend", () => element.classList.remove("new"), { once: true });
  }

  list.addEventListener("focusin", ({ target }) => select(target.dataset.number ?? selected));
  return {
    show,
    select: (number) => rows.has(number) && select(number),
    focus,
    move,
    markOpen,
    markNew,
    selected: () => selected,
  };
}

// The pane of the queue: which list it shows, of which category, how many wait; and the page's title, which says so.

import { el } from "../dom.js";
import { readTickets } from "./calls.js";
import { fail, murmur, tell } from "./notices.js";
import { createQueue } from "./queue.js";
import { listOf, put } from "./tickets.js";
import { CATEGORIES, nameOf } from "./words.js";

const GATHER_MS = 40; // changes that come together are shown together
const AGAIN_MS = 30_000; // callbacks come up with the time, without an event

/** `me()` is the operator's name, null where nobody is logged in; `choose(number)` opens a ticket. */
export function createBoard(pane, { me, choose }) {
  const [list, empty, category] = ["#tickets", "#nothing", "#category"].map((id) => pane.querySelector(id));
  const scopes = [...pane.querySelectorAll("[data-scope]")];
  const queue = createQueue(list, empty, { choose, me });
  let scope = "waiting";
  let hasClosed = false; // whether the finished tickets have been read
  let unseen = 0; // tickets that came while nobody looked
  let gathering = null;

  const waiting = (about = "") => listOf("waiting", about, me(), Date.now());

  function show() {
    gathering ??= setTimeout(showNow, GATHER_MS);
  }

  function showNow() {
    clearTimeout(gathering);
    gathering = null;
    if (me() === null) return;
    queue.show(listOf(scope, category.value, me(), Date.now()));
    const counts = { waiting: waiting().length, mine: listOf("mine", "", me(), Date.now()).length };
    for (const button of scopes) {
      button.ariaPressed = String(button.dataset.scope === scope);
      const count = button.querySelector("b");
      if (count) count.textContent = String(counts[button.dataset.scope] || "");
    }
    document.title = `${unseen ? "● " : ""}${counts.waiting ? `(${counts.waiting}) ` : ""}Рабочее место`;
  }

  async function setScope(next) {
    scope = next;
    showNow();
    if (scope !== "closed" || hasClosed) return;
    const { tickets, last_event_id } = await readTickets("closed");
    hasClosed = true;
    for (const ticket of tickets) put(ticket, last_event_id);
    showNow();
  }

  /** A quiet sign, no sound: a new ticket comes every minute. */
  function greet({ number, customer, category: about }) {
    if (document.hidden) unseen += 1;
    showNow();
    queue.markNew(number);
    murmur(`Новое обращение: ${nameOf(customer)}, ${CATEGORIES[about] ?? about}`);
  }

  /** The one who waits longest; where that one is open, the next. */
  function nextWaiting(open) {
    const numbers = waiting(category.value).map(({ number }) => number);
    const next = numbers[numbers.indexOf(open) + 1] ?? numbers[0];
    if (next) choose(next);
    else tell("Никто не ждёт.");
  }

  category.append(...Object.entries(CATEGORIES).map(([value, label]) => el("option", { value }, label)));
  category.addEventListener("change", showNow);
  for (const button of scopes) button.addEventListener("click", () => setScope(button.dataset.scope).catch(fail));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) unseen = 0;
    show();
  });
  setInterval(show, AGAIN_MS);
  const { select, focus, move, markOpen, selected } = queue;
  return { show, showNow, greet, nextWaiting, select, focus, move, markOpen, selected };
}

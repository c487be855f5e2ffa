// The bar over the conversation: how the ticket stands, and what the customer can do about it.

import { wordsFor } from "./api.js";
import { el, onClick } from "./dom.js";
import { isOpen, isOwned, ticketLine } from "./ticket.js";

const byId = (id) => document.getElementById(id);
const [bar, line, more, log] = ["ticket-bar", "ticket", "ticket-more", "log"].map(byId);

/** `onCallback(escalation, button)` shows the form of a callback, `cancel()` closes the ticket, `channels()` are the
 * other ways to reach the company. */
export function ticketBar({ onCallback, cancel, channels }) {
  let shown = null; // the escalation
  let actionsOf = ""; // what the buttons were made for: those that stay keep their focus

  const call = el("button", { type: "button" });
  const giveUp = el("button", { type: "button" }, "Отменить обращение");
  const actions = el("div", { className: "actions" }, call, giveUp);
  const ways = el("p", { className: "ways" });
  const trouble = el("p", { className: "failed", role: "alert", hidden: true });

  onClick(call, () => onCallback(shown, call));
  onClick(giveUp, () => askToBeSure());

  /** Shows how a ticket stands; nothing where none is open. */
  function show(escalation) {
    shown = escalation;
    keepingPlace(() => {
      const words = ticketLine(escalation);
      bar.hidden = words === null;
      if (line.textContent !== (words ?? "")) line.textContent = words ?? ""; // read out when it changes only
      fill();
    });
  }

  function fill() {
    const state = isOpen(shown) ? `${shown.ticket} ${shown.status}` : "";
    call.textContent = shown?.callback ? "Изменить время" : "Заказать звонок";
    if (state !== actionsOf) {
      more.replaceChildren(...(isOpen(shown) && !isOwned(shown) ? [actions, ways, trouble] : []));
      tell("");
    }
    actionsOf = state;
    tellWays();
  }

  async function tellWays() {
    const asked = shown;
    const away = shown?.status === "queued" && !shown.hours.open;
    const words = away ? await channels() : [];
    if (shown !== asked) return;
    keepingPlace(() => {
      ways.textContent = words.length ? `Можно и по-другому: ${words.join("; ")}.` : "";
      ways.hidden = !words.length;
    });
  }

  function askToBeSure() {
    const yes = el("button", { type: "button" }, "Да, отменить");
    const no = el("button", { type: "button" }, "Нет");
    const asked = "Точно отменить?";
    const question = el("div", { className: "actions", role: "group", ariaLabel: asked }, el("span", {}, asked), yes, no);
    const back = () => {
      question.replaceWith(actions);
      giveUp.focus({ preventScroll: true });
    };
    onClick(no, back);
    onClick(yes, async () => {
      yes.disabled = no.disabled = true;
      if (await tried(cancel)) log.focus({ preventScroll: true });
      else back();
    });
    question.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault(); // in a widget it would close the chat
      back();
    });
    tell("");
    keepingPlace(() => actions.replaceWith(question));
    no.focus({ preventScroll: true });
  }

  async function tried(act) {
    try {
      await act();
      return true;
    } catch (error) {
      console.error(error);
      tell(`Не получилось. ${wordsFor(error)}`);
      return false;
    }
  }

  function tell(words) {
    keepingPlace(() => {
      trouble.textContent = words;
      trouble.hidden = !words;
    });
  }

  return { show };
}

/** The bar grows and shrinks over the log; what the customer reads there stays where it is on the screen. */
function keepingPlace(change) {
  const [top, height] = [log.scrollTop, bar.offsetHeight];
  change();
  log.scrollTop = top + bar.offsetHeight - height;
}

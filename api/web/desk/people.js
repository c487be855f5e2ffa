// Who is at the desk: this operator, and the colleagues.

import { el } from "../dom.js";
import { setPresence } from "./calls.js";
import { counted, PRESENCES } from "./words.js";

const ORDER = ["online", "away", "offline"];

/** `own` is the button of one's own presence; `others` opens to the list of the colleagues, and says how many there are. */
export function createPeople(own, others, fail) {
  const [count, names] = [others.querySelector("summary"), others.querySelector("ul")];
  let me = null;
  let all = [];

  function show(operators) {
    all = operators;
    const mine = operators.find(({ name }) => name === me?.name);
    if (mine && mine.presence !== "offline") showOwn(mine.presence);
    const colleagues = operators.filter(({ name }) => name !== me?.name);
    colleagues.sort((a, b) => ORDER.indexOf(a.presence) - ORDER.indexOf(b.presence) || a.name.localeCompare(b.name, "ru"));
    count.textContent = `Коллеги: ${colleagues.filter(({ presence }) => presence === "online").length}`;
    names.replaceChildren(...(colleagues.length ? colleagues.map(personOf) : [el("li", {}, "Больше никого нет.")]));
  }

  function enter(operator) {
    me = operator;
    showOwn(operator.presence);
  }

  function showOwn(presence) {
    me.presence = presence;
    own.dataset.presence = presence;
    own.textContent = presence === "online" ? "На месте" : "Не на месте";
    own.ariaPressed = String(presence === "online");
    own.title = presence === "online" ? "Нажмите, если отходите" : "Нажмите, когда вернётесь";
  }

  async function toggle() {
    const before = me.presence;
    showOwn(before === "online" ? "away" : "online");
    try {
      await setPresence(me.presence);
    } catch (error) {
      showOwn(before);
      fail(error);
    }
  }

  own.addEventListener("click", toggle);
  document.addEventListener("click", ({ target }) => others.contains(target) || (others.open = false));
  others.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !others.open) return;
    event.preventDefault(); // it would close the ticket, too
    others.open = false;
  });
  return { enter, show, all: () => all };
}

function personOf({ name, presence, assigned }) {
  const work = assigned ? `, ${counted(assigned, ["обращение", "обращения", "обращений"])}` : "";
  const person = el("li", {}, el("b", {}, name), el("span", {}, `${PRESENCES[presence]}${work}`));
  person.dataset.presence = presence;
  return person;
}

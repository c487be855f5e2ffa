// Canned replies: found by a few letters, put in by Enter, added and thrown away in the same place.

import { TEXT_LIMIT } from "../api.js";
import { el, onClick } from "../dom.js";
import { openDialog } from "./ask.js";
import { addCanned, dropCanned, readCanned, wordsFor } from "./calls.js";

const TITLE_LIMIT = 80; // characters: a name to be found by

/** Opens the choice; `insert(text)` gets the one that was chosen. */
export async function chooseCanned(insert) {
  const { dialog, form } = openDialog("Заготовки", "box canned");
  const search = el("input", { type: "search", placeholder: "Найти", ariaLabel: "Найти заготовку" });
  const list = el("ul", { ariaLabel: "Заготовки" });
  const said = el("p", { role: "status", className: "soft" }, "Открываю…");
  form.append(search, said, list, ...additionTo(add));
  search.focus();
  let all = [];

  async function attempt(act) {
    try {
      await act();
      showFound();
    } catch (error) {
      console.error(error);
      said.textContent = `Не получилось. ${wordsFor(error)}`;
    }
  }

  function add(canned) {
    return attempt(async () => all.push(await addCanned(canned)));
  }

  function remove(canned) {
    return attempt(async () => {
      await dropCanned(canned.id);
      all = all.filter((each) => each !== canned);
    });
  }

  function choose({ text }) {
    dialog.close();
    insert(text);
  }

  function showFound() {
    const words = search.value.toLowerCase();
    const found = all.filter(({ title, text }) => `${title} ${text}`.toLowerCase().includes(words));
    said.textContent = found.length ? "" : all.length ? "Такой заготовки нет." : "Заготовок ещё нет. Добавьте первую.";
    list.replaceChildren(...found.map((canned) => itemOf(canned, choose, remove)));
  }

  search.addEventListener("input", showFound);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    list.querySelector(".choice")?.click();
  });
  form.addEventListener("keydown", (event) => moveAmong([search, ...list.querySelectorAll(".choice")], event));
  await attempt(async () => (all = await readCanned()));
}

function itemOf(canned, choose, remove) {
  const { title, text } = canned;
  const choice = el("button", { type: "button", className: "choice" }, el("b", {}, title), el("span", {}, text));
  const away = el("button", { type: "button", className: "remove", ariaLabel: `Удалить «${title}»` }, "Удалить");
  return el("li", {}, onClick(choice, () => choose(canned)), onClick(away, () => remove(canned)));
}

function additionTo(add) {
  const title = el("input", { maxLength: TITLE_LIMIT, placeholder: "Название", ariaLabel: "Название" });
  const text = el("textarea", { rows: 3, maxLength: TEXT_LIMIT, placeholder: "Текст", ariaLabel: "Текст заготовки" });
  const button = onClick(el("button", { type: "button" }, "Добавить"), async () => {
    if (!title.value.trim() || !text.value.trim()) return;
    await add({ title: title.value.trim(), text: text.value.trim() });
    title.value = text.value = "";
  });
  return [el("details", {}, el("summary", {}, "Новая заготовка"), title, text, button)];
}

function moveAmong(places, event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = places.indexOf(document.activeElement);
  if (!step || at < 0) return;
  event.preventDefault();
  places[Math.min(Math.max(at + step, 0), places.length - 1)].focus();
}

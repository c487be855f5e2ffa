// The keys. They are known by their places, too: «j» and «о» is one key, and nobody has to change the layout for it.

import { el } from "../dom.js";
import { openDialog } from "./ask.js";

// What a key does, the places of its keys, how it is written, and what it is for.
const KEYS = [
  ["next", ["KeyJ"], "j ↓", "следующее обращение в списке"],
  ["previous", ["KeyK"], "k ↑", "предыдущее"],
  ["open", [], "Enter", "открыть выбранное"],
  ["claim", ["KeyC"], "c", "взять"],
  ["reply", ["KeyR"], "r", "писать ответ"],
  ["note", ["KeyN"], "n", "писать заметку, которую клиент не увидит"],
  ["suggest", ["KeyS"], "s", "подсказка помощника"],
  ["canned", [], "/", "заготовки"],
  ["transfer", ["KeyT"], "t", "передать"],
  ["resolve", ["KeyE"], "e", "завершить"],
  ["nextWaiting", ["KeyG"], "g", "следующее из тех, кто ждёт"],
  ["back", [], "Esc", "назад, к списку"],
  ["help", [], "?", "эта подсказка"],
];
const BY_CHARACTER = { "/": "canned", "?": "help", Escape: "back" };
const TYPES_IN = "input, textarea, select";

/** `acts` has a function for each name in the table, but for what the browser does by itself; `isOn()` tells whether
 * the keys mean anything now. */
export function onKeys(acts, isOn) {
  document.addEventListener("keydown", (event) => {
    if (!isOn() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]") || event.target.closest?.(TYPES_IN)) return;
    const act = acts[BY_CHARACTER[event.key] ?? nameOf(event)];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function nameOf({ code, shiftKey, key, target }) {
  if (shiftKey) return null;
  const arrow = { ArrowDown: "next", ArrowUp: "previous" }[key];
  if (arrow) return target.closest(".row") ? arrow : null; // elsewhere they scroll
  return KEYS.find(([, codes]) => codes.includes(code))?.[0];
}

export function showKeys() {
  const { dialog, form } = openDialog("Клавиши", "box keys");
  const rows = KEYS.map(([, , key, words]) => el("div", {}, el("dt", {}, el("kbd", {}, key)), el("dd", {}, words)));
  const close = el("button", { type: "submit", className: "main" }, "Понятно");
  form.append(el("dl", {}, rows), el("p", {}, "Раскладка не важна: работают и русские буквы на тех же местах."));
  form.append(el("div", { className: "buttons" }, close));
  form.addEventListener("submit", (event) => (event.preventDefault(), dialog.close()));
  close.focus();
}

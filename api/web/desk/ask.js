// A question in a dialog: choices, a few words if one likes, and one button. Enter answers, Esc does not.

import { el, onClick } from "../dom.js";

const WHY_LIMIT = 500; // characters: a reason, not a letter

let opened = 0;

/** The form's values as an object, or null where the operator thought better of it. `groups` are `{name, legend,
 * options: [{value, label, hint?}]}`; the first option is chosen. */
export function ask({ title, text = null, groups = [], why = null, submit }) {
  const { dialog, form } = openDialog(title, "box");
  const fields = groups.map((group, i) => choices(group, i === 0));
  const reason = why && el("label", {}, why, el("input", { name: "why", maxLength: WHY_LIMIT, autocomplete: "off" }));
  const cancel = onClick(el("button", { type: "button" }, "Отмена"), () => dialog.close());
  const buttons = el("div", { className: "buttons" }, el("button", { type: "submit", className: "main" }, submit), cancel);
  form.append(...[text && el("p", {}, text), ...fields, reason, buttons].filter(Boolean));
  form.querySelector("input")?.focus();
  return new Promise((answer) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer(Object.fromEntries(new FormData(form)));
      dialog.close();
    });
    dialog.addEventListener("close", () => answer(null));
  });
}

/** An empty dialog over the desk, gone when it is closed; the focus goes back to where it was. */
export function openDialog(title, kind) {
  const heading = el("h2", { id: `dialog-${++opened}` }, title);
  const form = el("form", { autocomplete: "off" }, heading);
  const dialog = el("dialog", { className: kind }, form);
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, form };
}

function choices({ name, legend, options }, isFirst) {
  const items = options.map(({ value, label, hint }, i) => {
    const input = el("input", { type: "radio", name, value, checked: isFirst && i === 0, required: true });
    return el("label", {}, input, el("span", {}, label, hint ? el("small", {}, hint) : null));
  });
  return el("fieldset", {}, el("legend", {}, legend), items);
}

// A picture of the conversation, large.

import { el, icon, onClick } from "./dom.js";
import { save } from "./download.js";

/** Opens it over the chat; to be closed by a button, Esc, or a click. `from` gets the focus back. */
export function openPicture({ url, blob, name, from }) {
  const close = el("button", { type: "button", ariaLabel: "Закрыть картинку", title: "Закрыть" }, icon("cross"));
  const keep = onClick(el("button", { type: "button" }, "Скачать"), () => save(blob, name));
  const title = el("h2", { id: "picture-title" }, name);
  const image = el("img", { src: url, alt: name });
  const dialog = el("dialog", { id: "picture" }, el("header", {}, title, keep, close), image);
  dialog.setAttribute("aria-labelledby", title.id);
  onClick(close, () => dialog.close());
  onClick(image, () => dialog.close());
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    from.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
  close.focus({ preventScroll: true });
}

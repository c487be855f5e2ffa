// A file in the conversation: a picture is shown and opens large, any other is a name to save it by.

import { el, icon, onClick } from "./dom.js";
import { save } from "./download.js";
import { wordsFor } from "./http.js";
import { openPicture } from "./picture.js";

const KILO = 1024;

/** `{id, name, type, size}` as an element. `bytesOf(id)` fetches it; `local` are its bytes where this page has them. */
export function attachmentView(attachment, bytesOf, local = null) {
  const show = attachment.type.startsWith("image/") ? pictureView : fileView;
  return show(attachment, bytesOf, local);
}

/** «340 КБ», «1,2 МБ» */
export function sizeOf(bytes) {
  const megabytes = bytes / KILO / KILO;
  const written = (number) => number.toLocaleString("ru", { maximumFractionDigits: 1 });
  return megabytes >= 1 ? `${written(megabytes)}\u00a0МБ` : `${Math.max(1, Math.round(bytes / KILO))}\u00a0КБ`;
}

function pictureView({ id, name }, bytesOf, local) {
  const image = el("img", { alt: "", decoding: "async" });
  const button = el("button", { type: "button", className: "thumbnail", title: name, ariaLabel: `Открыть картинку ${name}` });
  const trouble = el("p", { className: "failed", hidden: true });
  button.append(image);
  let blob = local;

  async function show() {
    try {
      blob ??= await bytesOf(id);
      image.src = URL.createObjectURL(blob);
      trouble.hidden = true;
    } catch (error) {
      console.error(error);
      trouble.textContent = `Не получается показать «${name}». ${wordsFor(error)}`;
      trouble.hidden = false;
    }
  }

  onClick(button, async () => {
    if (!image.src) await show();
    if (image.src) openPicture({ url: image.src, blob, name, from: button });
  });
  if (local) show();
  else whenSeen(button, show);
  return el("div", {}, button, trouble);
}

function fileView({ id, name, size }, bytesOf, local) {
  const trouble = el("p", { className: "failed", role: "alert", hidden: true });
  const words = el("span", {}, name, el("small", {}, sizeOf(size)));
  const button = el("button", { type: "button", className: "file", title: "Скачать" }, icon("file"), words);
  button.ariaLabel = `Скачать ${name}, ${sizeOf(size)}`;
  onClick(button, async () => {
    trouble.hidden = true;
    try {
      save(local ?? (await bytesOf(id)), name);
    } catch (error) {
      console.error(error);
      trouble.textContent = `Не получается скачать. ${wordsFor(error)}`;
      trouble.hidden = false;
    }
  });
  return el("div", {}, button, trouble);
}

/** A long conversation may hold many pictures, and few of them are looked at. */
function whenSeen(element, act) {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    act();
  });
  observer.observe(element);
}

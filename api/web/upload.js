// The sending of the customer's files: looked at before, told how far it has come, and sent again where that may help.

import { sendFile, wordsFor } from "./api.js";
import { sizeOf } from "./attachment.js";
import { inConversation } from "./conversation.js";
import { el, onClick } from "./dom.js";
import { fileView } from "./file.js";
import { keepingEnd } from "./view.js";

const SIZE_LIMIT = 10 * 1024 * 1024; // bytes, as the server takes
const TYPES = ["image/jpeg", "image/png", "application/pdf"];

const sent = inConversation(sendFile);

let uploads = Promise.resolve(); // one after another, in the order in which they were chosen

/** Why the server would refuse the file, or null. It looks into it, too: the browser knows a file by its name at most. */
export function refusalOf({ type, size }) {
  if (type && !TYPES.includes(type)) return "Такой файл приложить нельзя: подойдут картинки JPEG и PNG и документы PDF.";
  if (size > SIZE_LIMIT) return `Файл слишком большой: ${sizeOf(size)}, а можно до ${sizeOf(SIZE_LIMIT)}.`;
  return size ? null : "Этот файл пустой.";
}

/** Fills `place` with the file as it goes; `onSent(messageId)` when it has arrived, `drop()` when it is given up. */
export function sendInto(place, file, { onSent, drop }) {
  const refusal = refusalOf(file);
  const show = (...nodes) => keepingEnd(() => place.replaceChildren(...nodes));
  if (refusal) fail(refusal, false);
  else start();

  function start() {
    const stop = new AbortController();
    const bar = el("progress", { max: 1, value: 0, ariaLabel: `Отправляю ${file.name}` });
    const cancel = onClick(el("button", { type: "button" }, "Отменить"), () => stop.abort());
    show(el("div", { className: "sending" }, nameOf(file), bar, cancel));
    uploads = uploads.then(() => (stop.signal.aborted ? drop() : go(bar, stop.signal)));
  }

  async function go(bar, signal) {
    try {
      const { message_id, ...attachment } = await sent(file, (share) => (bar.value = share), signal);
      show(fileView(attachment, file));
      onSent(message_id);
    } catch (error) {
      if (error.name === "AbortError") return drop();
      console.error(error);
      fail(wordsFor(error), error.status === undefined || error.status >= 500 || error.status === 429);
    }
  }

  function fail(reason, again) {
    const note = el("p", { className: "unsent", role: "alert" }, `Не отправлено. ${reason}`);
    if (again) note.append(" ", onClick(el("button", { type: "button" }, "Повторить"), start));
    note.append(" ", onClick(el("button", { type: "button" }, "Убрать"), drop));
    show(el("div", { className: "sending" }, nameOf(file)), note);
  }
}

const nameOf = ({ name, size }) => el("span", {}, name, el("small", {}, sizeOf(size)));

// What the agent would answer: shown above the composer when it is asked for, to be taken over and edited, or sent.

import { el, onClick } from "../dom.js";
import { replyBody } from "../reply.js";
import { readSuggestion, wordsFor } from "./calls.js";

/** `take(reply)` puts it into the composer, `send(reply)` sends it as it is, `leave()` takes the focus of a button that
 * is gone. */
export function createSuggestion(panel, { take, send, leave }) {
  let asked = 0; // a suggestion that comes when another ticket is open is not shown

  function hide() {
    asked += 1;
    const focused = panel.contains(document.activeElement);
    panel.hidden = true;
    panel.replaceChildren();
    if (focused) leave();
  }

  async function show(number) {
    const mine = ++asked;
    fill([el("p", { className: "soft" }, "Помощник думает…")]);
    const nodes = await contentOf(number);
    if (mine === asked) fill(nodes);
  }

  async function contentOf(number) {
    try {
      const reply = await readSuggestion(number);
      return reply?.text ? suggested(reply) : [el("p", { className: "soft" }, "Помощнику нечего подсказать."), buttons(closing())];
    } catch (error) {
      console.error(error);
      return [el("p", { className: "failed" }, `Подсказки нет. ${wordsFor(error)}`), buttons(closing())];
    }
  }

  function suggested(reply) {
    const insert = onClick(el("button", { type: "button", className: "main" }, "Вставить"), () => (hide(), take(reply)));
    const now = onClick(el("button", { type: "button" }, "Отправить как есть"), () => (hide(), send(reply)));
    const words = el("div", { className: "words", tabIndex: 0, role: "region", ariaLabel: "Подсказка" }, replyBody(reply));
    return [words, buttons(insert, now, closing())];
  }

  const buttons = (...each) => el("div", { className: "buttons" }, each);
  const closing = () => onClick(el("button", { type: "button" }, "Скрыть"), hide);

  function fill(nodes) {
    panel.hidden = false;
    panel.replaceChildren(el("h3", {}, "Подсказка помощника"), ...nodes);
  }

  return { show, hide };
}

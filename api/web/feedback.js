// Whether a reply helped: two thumbs, then a few words if the customer likes.

import { TEXT_LIMIT, wordsFor } from "./api.js";
import { el, icon, onClick } from "./dom.js";

const UP = 5; // of the five grades that the server knows
const DOWN = 1;

const THANKS = "Спасибо за отзыв!";
const ASKED = { [UP]: "Хотите что-то добавить?", [DOWN]: "Что было не так?" };
const SAID_BACK = { [UP]: `${THANKS} ${ASKED[UP]}`, [DOWN]: ASKED[DOWN] };

let forms = 0; // names those of the page apart

/** `given` is what the customer gave before, `{rating, comment}`, or null; `give` sends and keeps what is given now. */
export function feedbackForm(given, give) {
  const thumbs = new Map([
    [UP, thumb("Да", "thumb-up", () => rate(UP))],
    [DOWN, thumb("Нет", "thumb-down", () => rate(DOWN))],
  ]);
  const saidBack = el("span", { className: "said-back", role: "status" }, given ? THANKS : "");
  const words = wordsForm((comment) => tell({ ...given, comment }, sayThanks));
  const place = el("div");
  const form = el("div", { className: "feedback", role: "group", ariaLabel: "Помог ли ответ" });

  const press = () =>
    thumbs.forEach((button, rating) => {
      button.ariaPressed = String(given?.rating === rating);
      button.ariaExpanded = String(given?.rating === rating && !words.element.hidden);
    });
  const rate = (rating) => tell({ rating, comment: given?.comment ?? null }, () => askForWords(rating));

  async function tell(now, then) {
    place.replaceChildren();
    try {
      await give(now);
      given = now;
      then();
    } catch (error) {
      console.error(error);
      place.replaceChildren(el("p", { className: "failed", role: "alert" }, `Отзыв не сохранён. ${wordsFor(error)}`));
    }
    press();
  }

  function askForWords(rating) {
    saidBack.textContent = SAID_BACK[rating];
    words.open(ASKED[rating], given.comment);
  }

  function sayThanks() {
    saidBack.textContent = THANKS;
    words.close();
    thumbs.get(given.rating).focus({ preventScroll: true }); // the button that had the focus is gone
  }

  thumbs.forEach((button) => button.setAttribute("aria-controls", words.element.id));
  press();
  form.append(el("span", {}, "Ответ помог?"), ...thumbs.values(), saidBack, words.element, place);
  return form;
}

function thumb(label, picture, act) {
  return onClick(el("button", { type: "button" }, icon(picture), label), act);
}

/** A field for a few words with its button: `{element, open(question, comment), close()}`. */
export function wordsForm(send) {
  const input = el("textarea", { rows: 2, maxLength: TEXT_LIMIT, placeholder: "Можно не отвечать" });
  const button = el("button", { type: "submit" }, "Отправить отзыв");
  const element = el("form", { id: `feedback-${++forms}`, hidden: true }, input, button);
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    send(input.value.trim() || null);
  });
  return {
    element,
    open(question, comment) {
      input.ariaLabel = question;
      input.value = comment ?? "";
      element.hidden = false;
      element.scrollIntoView({ block: "nearest" });
    },
    close: () => (element.hidden = true),
  };
}

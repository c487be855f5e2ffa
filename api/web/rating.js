// How a person helped: one to five stars under the closing notice, then a few words if the customer likes.

import { wordsFor } from "./api.js";
import { el, icon } from "./dom.js";
import { wordsForm } from "./feedback.js";

const GRADES = ["Совсем не помогли", "Плохо", "Так себе", "Хорошо", "Отлично"];
const SETTLED_MS = 700; // the arrow keys go over the stars one by one, and only the last one is meant

let forms = 0; // names those of the page apart

/** `given` is what the customer gave before, `{rating, comment}`, or null; `give` sends and keeps what is given now. */
export function ratingForm(given, give) {
  let settling = 0;
  const name = `stars-${++forms}`;
  const stars = GRADES.map((grade, i) => {
    const radio = el("input", { type: "radio", name, value: String(i + 1), checked: given?.rating === i + 1 });
    const words = el("span", { className: "unseen" }, `${i + 1} из 5: ${grade}`);
    return el("label", { title: grade }, radio, icon("star"), words);
  });
  const saidBack = el("p", { className: "said-back", role: "status" }, given ? thanks(given) : "");
  const words = wordsForm((comment) => tell({ rating: given.rating, comment }, () => words.close()));
  const trouble = el("p", { className: "failed", role: "alert", hidden: true });
  const group = el("fieldset", {}, el("legend", {}, "Как вам помогли?"), el("div", { className: "row" }, stars));
  const element = el("div", { className: "rating" }, group, saidBack, words.element, trouble);

  group.addEventListener("change", ({ target }) => {
    clearTimeout(settling);
    settling = setTimeout(() => rate(Number(target.value)), SETTLED_MS);
  });

  const rate = (rating) => tell({ rating, comment: given?.comment ?? null }, () => askForWords(rating));

  function askForWords(rating) {
    const question = rating > 3 ? "Хотите что-то добавить?" : "Что было не так?";
    saidBack.textContent += ` ${question}`;
    words.open(question, given.comment);
  }

  async function tell(now, then) {
    try {
      await give(now);
      given = now;
      trouble.hidden = true;
      saidBack.textContent = thanks(given);
      then();
    } catch (error) {
      console.error(error);
      trouble.textContent = `Оценка не сохранена. ${wordsFor(error)}`;
      trouble.hidden = false;
      stars.forEach((star, i) => (star.firstElementChild.checked = given?.rating === i + 1));
    }
  }

  return element;
}

const thanks = ({ rating }) => `Спасибо! Ваша оценка: ${rating} из 5.`;

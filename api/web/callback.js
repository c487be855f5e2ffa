// The form that asks the desk to call back: a telephone number, and one of the times at which somebody can.

import { wordsFor } from "./api.js";
import { clockOf, headingOf } from "./dates.js";
import { el, icon, onClick } from "./dom.js";
import { groupBy } from "./sources.js";

/**
 * `choices()` gives `{hours, slots, channels}`, `ask({phone, not_before, not_after})` sends the wish.
 * Returns what opens the form: `from` gets the focus back, `planned` is the callback that there is already.
 */
export function callbackForm({ choices, ask }) {
  let opener = null;
  let slots = [];

  const close = el("button", { type: "button", ariaLabel: "Закрыть", title: "Закрыть" }, icon("cross"));
  const title = el("h2", { id: "callback-title" }, "Заказать звонок");
  const phone = el("input", {
    id: "callback-phone", type: "tel", name: "phone", autocomplete: "tel", required: true, maxLength: 40,
    placeholder: "+7 900 000-00-00",
  });
  const phoneTrouble = troubleOf("callback-phone-trouble");
  const times = el("div", { className: "times" });
  const timesTrouble = troubleOf("callback-times-trouble");
  const trouble = troubleOf("callback-trouble");
  const ways = el("p", { className: "ways" });
  const submit = el("button", { type: "submit", className: "primary" }, "Жду звонка");
  const form = el(
    "form",
    { noValidate: true },
    el("label", { htmlFor: phone.id }, "Ваш телефон"), phone, phoneTrouble,
    times, timesTrouble, ways,
    el("div", { className: "foot" }, trouble, submit),
  );
  const dialog = el("dialog", { id: "callback" }, el("header", {}, title, close), form);
  dialog.setAttribute("aria-labelledby", title.id);
  phone.setAttribute("aria-describedby", phoneTrouble.id);
  document.body.append(dialog);

  onClick(close, () => dialog.close());
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    const back = opener.isConnected ? opener : document.getElementById("log"); // a suggestion is gone by then
    back.focus({ preventScroll: true });
  });
  phone.addEventListener("input", () => say(phoneTrouble, ""));
  times.addEventListener("change", () => say(timesTrouble, ""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });

  async function open(from, planned = null) {
    opener = from;
    title.textContent = planned ? "Изменить время звонка" : "Заказать звонок";
    phone.value ||= planned?.phone ?? "";
    for (const place of [phoneTrouble, timesTrouble, trouble]) say(place, "");
    if (!dialog.open) dialog.showModal();
    phone.focus();
    await load();
  }

  async function load() {
    times.replaceChildren(el("p", { className: "soft", role: "status" }, "Смотрю, когда можно позвонить…"));
    submit.disabled = true;
    try {
      const offered = await choices();
      slots = offered.slots;
      fillTimes();
      ways.textContent = offered.channels.length ? `Можно и по-другому: ${offered.channels.join("; ")}.` : "";
      submit.disabled = !slots.length;
    } catch (error) {
      console.error(error);
      const again = onClick(el("button", { type: "button" }, "Повторить"), load);
      const words = `Не получается узнать время. ${wordsFor(error)}`;
      times.replaceChildren(el("p", { className: "failed", role: "alert" }, words), again);
    }
  }

  function fillTimes() {
    const none = el("p", { className: "soft" }, "Свободного времени для звонка сейчас нет.");
    if (!slots.length) return times.replaceChildren(none);
    const days = groupBy(slots, ({ not_before: from }) => new Date(from).toDateString());
    times.replaceChildren(el("p", { className: "label" }, "Когда позвонить"), ...days.map(dayOf));
  }

  function dayOf(ofDay) {
    const choice = (slot) => {
      const radio = el("input", { type: "radio", name: "slot", value: String(slots.indexOf(slot)) });
      radio.setAttribute("aria-describedby", timesTrouble.id);
      return el("label", {}, radio, el("span", {}, `${clockOf(slot.not_before)}–${clockOf(slot.not_after)}`));
    };
    return el("fieldset", {}, el("legend", {}, headingOf(ofDay[0].not_before)), ofDay.map(choice));
  }

  async function send() {
    const chosen = slots[new FormData(form).get("slot")];
    say(trouble, "");
    say(phoneTrouble, /\d/.test(phone.value) ? "" : "Напишите номер, по которому вам позвонить.");
    say(timesTrouble, chosen ? "" : "Выберите время.");
    if (phoneTrouble.textContent) return phone.focus();
    if (!chosen) return times.querySelector("input")?.focus();
    submit.disabled = true;
    try {
      await ask({ phone: phone.value.trim(), not_before: chosen.not_before, not_after: chosen.not_after });
      dialog.close();
    } catch (error) {
      console.error(error);
      await tell(error);
    }
    submit.disabled = false;
  }

  /** Beside the field that is wrong; the times are asked for anew, since the one that was chosen may be gone. */
  async function tell(error) {
    const about = `${error.code} ${error.fields?.join(" ")}`;
    if (error.status === 422 && /phone/.test(about)) {
      say(phoneTrouble, wordsFor(error));
      phone.focus();
    } else if (error.status === 422) {
      await load();
      say(timesTrouble, wordsFor(error));
      times.querySelector("input")?.focus();
    } else say(trouble, `Не получилось. ${wordsFor(error)}`);
  }

  function say(place, words) {
    place.textContent = words;
    place.hidden = !words;
    if (place === phoneTrouble) phone.ariaInvalid = String(Boolean(words));
  }

  return open;
}

const troubleOf = (id) => el("p", { id, className: "failed", role: "alert", hidden: true });

// What an operator gets together with a conversation: who it is, what is known, what is missing, what has been tried.

import { momentOf } from "../dates.js";
import { el, icon, onClick } from "../dom.js";
import { since, slotOf } from "./clock.js";
import { murmur, tell } from "./notices.js";
import * as words from "./words.js";

const COPIED_MS = 1500; // long enough to be seen

/** Fills the panel with a ticket as `readTicket` gives it; what was unfolded in it stays so. */
export function showPackage(panel, detail) {
  const { ticket, collected, missing, asked, tried, earlier, history } = detail;
  const unfolded = panel.dataset.number === ticket.number && Boolean(panel.querySelector("details[open]"));
  panel.dataset.number = ticket.number;
  panel.replaceChildren(
    ...[
      ...aboutOf(ticket),
      callbackOf(ticket),
      ...fieldsOf(collected, missing),
      part("Что спрашивал", asked.map(questionOf), "ol"),
      part("Что уже пробовал", tried.map((text) => el("li", {}, text))),
      part("Прежние обращения", earlier.map(earlierOf)),
      historyOf(history, unfolded),
    ].filter(Boolean),
  );
}

/** What of it changes with the ticket; the rest stays as it was opened. */
export function updatePackage(panel, ticket) {
  panel.querySelectorAll(".about-ticket").forEach((old) => old.remove());
  panel.prepend(...aboutOf(ticket));
}

function aboutOf(ticket) {
  const { number, status, category, reason, priority, mood, summary, customer, operator, waiting_since, outcome } = ticket;
  const state = outcome ? (words.OUTCOMES[outcome] ?? outcome) : words.STATUSES[status];
  const rows = [
    ["Состояние", operator && status === "assigned" ? `${state}: ${operator}` : state],
    ["Ждёт ответа", waiting_since ? since(waiting_since) : null],
    ["Тема", words.CATEGORIES[category] ?? category],
    ["Причина", words.REASONS[reason] ?? reason],
    ["Срочность", words.PRIORITIES[priority] ?? "обычная"],
    ["Настроение", words.MOODS[mood] ?? mood],
    ["Клиент", customer ? [words.nameOf(customer), customer.vip ? " · VIP" : ""] : "не вошёл на сайт"],
  ];
  return [
    el("p", { className: "about-ticket summary" }, summary),
    el("dl", { className: "about-ticket" }, pairs([["Обращение", withCopy(number)], ...rows])),
  ];
}

function callbackOf({ callback }) {
  if (!callback) return null;
  const phone = el("a", { href: `tel:${callback.phone}` }, callback.phone);
  return part("Перезвонить", [el("li", {}, slotOf(callback), ": ", phone, " ", copyButton(callback.phone))]);
}

function fieldsOf(collected, missing) {
  const known = Object.entries(collected).filter(([, values]) => values.length);
  const rows = known.map(([name, values]) => [words.FIELDS[name] ?? name, values.map(withCopy)]);
  const lacking = missing.map((name) => words.NEEDS[name] ?? name).join("; ");
  return [
    rows.length ? section("Что известно", el("dl", {}, pairs(rows))) : null,
    lacking ? el("p", { className: "missing" }, `Ещё не узнали: ${lacking}.`) : null,
  ];
}

function questionOf({ text, outcome, sources }) {
  const titles = sources.map(({ title }) => title).join("; ");
  const answer = `Помощник ${words.REPLY_OUTCOMES[outcome] ?? outcome}`;
  return el("li", {}, el("span", {}, text), el("small", {}, titles ? `${answer}: ${titles}` : answer));
}

function earlierOf({ number, status, summary, outcome, created_at }) {
  const end = outcome ? words.OUTCOMES[outcome] : words.STATUSES[status];
  const link = el("a", { href: `#${encodeURIComponent(number)}` }, number);
  return el("li", {}, link, ` ${summary} `, el("small", {}, `${momentOf(created_at)} · ${end ?? outcome ?? status}`));
}

function historyOf(history, open) {
  const lines = history.map(({ at, who, what, why }) => {
    const reason = why ? ` · ${words.REASONS[why] ?? words.OUTCOMES[why] ?? why}` : "";
    return el("li", {}, words.CHANGES[what] ?? what, el("small", {}, `${momentOf(at)} · ${words.actorOf(who)}${reason}`));
  });
  return el("details", { open }, el("summary", {}, "Что происходило"), el("ol", {}, lines));
}

function part(title, items, tag = "ul") {
  return items.length ? section(title, el(tag, {}, items)) : null;
}

const section = (title, ...nodes) => el("section", {}, el("h3", {}, title), ...nodes);

function pairs(rows) {
  const known = rows.filter(([, value]) => value !== null);
  return known.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)));
}

const withCopy = (text) => el("span", { className: "copied" }, text, " ", copyButton(text));

function copyButton(text) {
  const button = el("button", { type: "button", className: "copy", title: "Скопировать" }, icon("copy"));
  button.ariaLabel = `Скопировать ${text}`;
  return onClick(button, async () => {
    if (!(await copy(text))) return tell("Скопировать не получилось: браузер не разрешает.");
    button.classList.add("done");
    murmur(`Скопировано: ${text}`);
    setTimeout(() => button.classList.remove("done"), COPIED_MS);
  });
}

/** The clipboard is closed to pages on plain http, and where the browser's owner forbids it. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    console.error(error);
    return false;
  }
}

// What an operator does with a ticket as a whole, with the question that comes before it where there is one.

import { ask } from "./ask.js";
import * as calls from "./calls.js";
import { get } from "./tickets.js";
import { CATEGORIES, counted, OUTCOMES, PRESENCES } from "./words.js";

const CHOSEN = ["solved", "answered", "not_solved", "duplicate", "spam"]; // the other outcomes come about by themselves
const ASSIGNED = ["обращение", "обращения", "обращений"];

/** Each gives the ticket as it is then, or null where nothing was done.
 *
 * @throws {Problem} somebody else was faster, or has it */
export const claim = (number) => calls.claim(number);

/** `people` are the operators; a colleague who is not there cannot be chosen. */
export async function transfer(number, people, me) {
  const here = people.filter(({ name, presence }) => name !== me && presence !== "offline");
  const colleagues = here.map(({ name, presence, assigned }) => ({
    value: `operator:${name}`,
    label: name,
    hint: `${PRESENCES[presence]}, ${counted(assigned, ASSIGNED)}`,
  }));
  const { category } = get(number);
  const categories = [category, ...Object.keys(CATEGORIES).filter((name) => name !== category)];
  const queues = categories.map((name) => ({ value: `category:${name}`, label: CATEGORIES[name] ?? name }));
  const answer = await ask({
    title: `Передать ${number}`,
    groups: [
      ...(colleagues.length ? [{ name: "to", legend: "Коллеге", options: colleagues }] : []),
      { name: "to", legend: "Обратно в очередь, с темой", options: queues },
    ],
    why: "Что важно знать (клиент не увидит)",
    submit: "Передать",
  });
  if (!answer) return null;
  const [kind, ...name] = answer.to.split(":");
  return calls.transfer(number, { [kind]: name.join(":"), ...whyOf(answer) });
}

export async function resolve(number) {
  const answer = await ask({
    title: `Завершить ${number}`,
    groups: [{ name: "outcome", legend: "Чем закончилось", options: CHOSEN.map((value) => ({ value, label: OUTCOMES[value] })) }],
    why: "Пояснение (клиент не увидит)",
    submit: "Завершить",
  });
  return answer && calls.resolve(number, { outcome: answer.outcome, ...whyOf(answer) });
}

export async function giveBack(number) {
  const answer = await ask({
    title: "Вернуть помощнику",
    text: "Дальше клиенту снова будет отвечать помощник. Позвать человека клиент сможет в любую минуту.",
    why: "Почему (клиент не увидит)",
    submit: "Вернуть помощнику",
  });
  return answer && calls.giveBack(number, whyOf(answer));
}

const whyOf = ({ why }) => (why.trim() ? { why: why.trim() } : {});

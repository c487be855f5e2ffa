// The page's parts: the log of messages, the ticket's bar, the composer. What happens on them is decided in app.js.

import { TEXT_LIMIT } from "./api.js";
import { el, onClick } from "./dom.js";
import { replyBody, textLines } from "./reply.js";
import { ticketLine } from "./ticket.js";

const COUNTED_FROM = 3500; // a counter that nobody needs only disturbs

const WHO = { customer: "Вы", agent: "Поддержка", operator: "Специалист" };

const byId = (id) => document.getElementById(id);
const [log, ticketBar, counter, composer, input] = ["log", "ticket", "counter", "composer", "text"].map(byId);
const sendButton = composer.querySelector("button");

// Messages

/** A message at the end of the log, or after another one. */
function addMessage(role, nodes, after = null) {
  const message = el("section", { className: `message ${role}` });
  message.append(el("h2", { className: role === "operator" ? "" : "unseen" }, WHO[role]), ...nodes);
  if (after) after.after(message);
  else log.append(message);
  return message;
}

/** What somebody wrote, as it was written. */
export function addText(role, text) {
  return addMessage(role, [el("p", { className: "said" }, text)]);
}

/** A line between what was said on different days. */
export function addDay(day) {
  log.append(el("p", { className: "day" }, day));
}

/** Says that the answer to `question` is being made; then shows its words as they come, and the whole at last. */
export function addAnswer(question) {
  const typing = el("p", { className: "typing" }, el("span", { className: "unseen" }, "Печатает…"));
  typing.append(el("i"), el("i"), el("i"));
  const message = addMessage("agent", [typing], question);
  const fill = (nodes) => {
    message.replaceChildren(message.firstElementChild, ...nodes);
    showFrom(question);
  };
  message.ariaBusy = "true"; // read out when it is whole, not word by word
  showFrom(question);
  return {
    grow: (text) => fill(textLines(text)),
    finish(reply, feedback) {
      message.ariaBusy = "false";
      if (reply.text) fill([...replyBody(reply), feedback ?? ""]);
      else message.remove(); // a person has the word
    },
    drop: () => message.remove(),
  };
}

/** Under a message that did not arrive: why, and a way to send it again where that may help. */
export function markUnsent(question, reason, again) {
  const note = el("p", { className: "unsent", role: "alert" }, reason);
  if (again) note.append(" ", onClick(el("button", { type: "button" }, "Повторить"), () => (note.remove(), again())));
  question.append(note);
  note.scrollIntoView({ block: "nearest" });
}

/** Buttons below the last message, under a name for those who do not see them; those before have had their time. */
export function offer(name, choices) {
  log.querySelector(".suggestions")?.remove();
  if (!choices.length) return;
  const buttons = choices.map(({ label, choose }) =>
    onClick(el("button", { type: "button" }, label), () => {
      choose();
      log.focus({ preventScroll: true }); // the button will be gone
    }),
  );
  log.append(el("div", { className: "suggestions", role: "group", ariaLabel: name }, buttons));
}

/** From the question down, as far as there is something to see. */
export function showFrom(question) {
  question?.scrollIntoView({ block: "start" });
}

export function scrollDown() {
  log.scrollTop = log.scrollHeight;
}

// Ticket

/** A reply that says nothing of a ticket leaves the one that is known; of a kept one only the number is still true. */
export function showTicket(escalation, kept) {
  if (!escalation?.ticket) return;
  const line = ticketLine(escalation, kept);
  ticketBar.hidden = line === null;
  ticketBar.textContent = line ?? "";
}

// Composer

/** `send(text)` gets what the customer wrote. */
export function onSend(send) {
  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text || lengthOf(text) > TEXT_LIMIT) return;
    input.value = "";
    showLength();
    send(text);
    input.focus();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    composer.requestSubmit();
  });
  input.addEventListener("input", showLength);
  showLength();
}

export function onPerson(call) {
  onClick(byId("person"), call);
}

function showLength() {
  const length = lengthOf(input.value.trim());
  const tooLong = length > TEXT_LIMIT;
  counter.hidden = length < COUNTED_FROM;
  counter.textContent = `${tooLong ? "Слишком длинно: " : ""}${length} из ${TEXT_LIMIT} знаков`;
  counter.classList.toggle("over", tooLong);
  sendButton.disabled = length === 0 || tooLong;
}

/** Code points, not the halves of them that `length` counts. */
const lengthOf = (text) => [...text].length;

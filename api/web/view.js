// The log of messages: how each looks, and what stays in sight. What happens is decided in app.js and person.js.

import { el, onClick } from "./dom.js";
import { fileView } from "./file.js";
import { replyBody, textLines } from "./reply.js";

const WHO = { customer: "Вы", agent: "Поддержка", operator: "Специалист" };
const NEAR_END = 120; // pixels from its end: who reads there wants to see what comes

const byId = (id) => document.getElementById(id);
const [log, newer] = ["log", "newer"].map(byId);

// Messages

/** A message at the end of the log, or after another one. */
function addMessage(role, nodes, { after = null, name = WHO[role] } = {}) {
  const goesOn = role === "operator" && lastMessage()?.dataset.name === name;
  const message = el("section", { className: `message ${role}` });
  message.dataset.name = name;
  message.append(el("h2", { className: role === "operator" && !goesOn ? "" : "unseen" }, name), ...nodes);
  if (after) after.after(message);
  else log.append(message);
  return message;
}

const lastMessage = () => log.querySelector(".message:last-of-type");

/** What somebody wrote, as it was written. */
export function addText(role, text) {
  return addMessage(role, [said(text)]);
}

/** What a person on either side wrote or attached: a message of the history. */
export function addSaid({ role, text, author, attachments = [], reply }) {
  const cited = reply?.citations.length && el("div", { className: "cited" }, replyBody(reply));
  const words = cited ? [cited] : text ? [said(text)] : [];
  return addMessage(role, [...words, ...attachments.map((each) => fileView(each))], { name: author });
}

const said = (text) => el("p", { className: "said" }, text);

/** A file of the customer, which `fill(place, message)` sees to. */
export function addFile(fill) {
  const place = el("div", { className: "upload" });
  const message = addMessage("customer", [place]);
  fill(place, message);
  return message;
}

/** A line between what was said on different days, or about what happened. */
export function addNote(words) {
  const note = el("p", { className: "day" }, words);
  log.append(note);
  return note;
}

/** Says that the answer to `question` is being made, unless a person has the word; then shows its words as they come,
 * and the whole at last. */
export function addAnswer(question, { quiet = false } = {}) {
  const typing = el("p", { className: "typing" }, el("span", { className: "unseen" }, "Печатает…"));
  typing.append(el("i"), el("i"), el("i"));
  let message = null;
  const fill = (nodes) => {
    message ??= addMessage("agent", [], { after: question });
    message.replaceChildren(message.firstElementChild, ...nodes);
    showFrom(question);
  };
  const busy = (nodes) => {
    fill(nodes);
    message.ariaBusy = "true"; // read out when it is whole, not word by word
  };
  if (!quiet) busy([typing]);
  return {
    grow: (text) => busy(textLines(text)),
    /** The message, or null where a person has the word. */
    finish(reply, judgement) {
      if (!reply.text) return this.drop();
      fill([...replyBody(reply), judgement ?? ""]);
      message.ariaBusy = "false";
      return message;
    },
    drop() {
      message?.remove();
      return null;
    },
  };
}

/** Under a message that did not arrive: why, and a way to send it again where that may help. */
export function markUnsent(question, reason, again) {
  const note = el("p", { className: "unsent", role: "alert" }, reason);
  if (again) note.append(" ", onClick(el("button", { type: "button" }, "Повторить"), () => (note.remove(), again())));
  question.append(note);
  note.scrollIntoView({ block: "nearest" });
}

/** Under the customer's last message that the person on the other side has seen. */
export function markRead(message) {
  keepingEnd(() => {
    log.querySelector(".seen")?.remove();
    message.append(el("p", { className: "seen" }, "Прочитано"));
  });
}

/** Buttons below the last message, under a name for those who do not see them; those before have had their time. */
export function offer(name, choices) {
  log.querySelector(".suggestions")?.remove();
  if (!choices.length) return;
  const buttons = choices.map(({ label, choose }) => {
    const button = el("button", { type: "button" }, label);
    return onClick(button, () => {
      choose(button);
      if (!document.querySelector("dialog[open]")) log.focus({ preventScroll: true }); // the button will be gone
    });
  });
  log.append(el("div", { className: "suggestions", role: "group", ariaLabel: name }, buttons));
}

// What is in sight

const endsIn = () => log.scrollHeight - log.scrollTop - log.clientHeight;

/** Whoever reads at the end of the log is there after the change, too. */
export function keepingEnd(change) {
  const near = endsIn() < NEAR_END;
  change();
  if (near) scrollDown();
}

/** From the question down, as far as there is something to see. */
export function showFrom(question) {
  question?.scrollIntoView({ block: "start" });
}

export function scrollDown() {
  log.scrollTop = log.scrollHeight;
  newer.hidden = true;
}

/** What `add()` puts at the end is shown to those who read there; the others are told of it, and left in peace. */
export function arrive(add) {
  const near = endsIn() < NEAR_END;
  const message = add();
  if (!message) return;
  if (near) message.scrollIntoView({ block: message.offsetHeight > log.clientHeight ? "start" : "nearest" });
  else newer.hidden = false;
}

export function isBefore(one, other) {
  return Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
}

/** `tell(message)` is called when a message comes into sight. */
export function onSeen(tell) {
  const observer = new IntersectionObserver((entries) =>
    entries.filter(({ isIntersecting }) => isIntersecting).forEach(({ target }) => tell(target)),
  );
  return (message) => observer.observe(message);
}

onClick(newer, scrollDown);
log.addEventListener("scroll", () => {
  if (endsIn() < NEAR_END) newer.hidden = true;
});

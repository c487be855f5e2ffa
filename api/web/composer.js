// Where the customer writes: the field, its counter, the paper clip, and who is writing on the other side.

import { TEXT_LIMIT } from "./api.js";
import { onClick } from "./dom.js";
import { keepingEnd } from "./view.js";

const COUNTED_FROM = 3500; // a counter that nobody needs only disturbs
const TYPING_MS = 5000; // who wrote nothing for so long has stopped

const byId = (id) => document.getElementById(id);
const [counter, composer, input, clip, files, writing] = [
  "counter", "composer", "text", "attach", "files", "writing",
].map(byId);
const sendButton = composer.querySelector("[type=submit]");

let stopped = 0; // the timer

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

/** `tell()` is called at every key that leaves something to send. */
export function onTyping(tell) {
  input.addEventListener("input", () => input.value.trim() && tell());
}

/** `send(files)` gets what was chosen, dropped on the page or pasted. */
export function onFiles(send) {
  clip.hidden = false;
  onClick(clip, () => files.click());
  files.addEventListener("change", () => {
    send([...files.files]);
    files.value = ""; // the same file may be chosen again
  });
  input.addEventListener("paste", (event) => {
    const pasted = [...event.clipboardData.files];
    if (!pasted.length) return;
    event.preventDefault();
    send(pasted);
  });
  const carriesFiles = ({ dataTransfer }) => [...(dataTransfer?.types ?? [])].includes("Files");
  const mark = (over) => document.documentElement.toggleAttribute("data-drop", over);
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault(); // else the browser would open the file instead of the page
    mark(true);
  });
  document.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget || mark(false));
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    mark(false);
    send([...event.dataTransfer.files]);
  });
}

/** Keeps a line for «… печатает» while a person may write, so that nothing jumps when the words come and go. */
export function expectPerson(expected) {
  if (writing.hidden === !expected) return;
  if (!expected) showWriting(null);
  keepingEnd(() => (writing.hidden = !expected));
}

/** Says who is writing, for a while; null: nobody any more. */
export function showWriting(name) {
  clearTimeout(stopped);
  const words = name ? `${name} печатает…` : "";
  if (writing.textContent !== words) writing.textContent = words;
  if (name) stopped = setTimeout(() => showWriting(null), TYPING_MS);
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

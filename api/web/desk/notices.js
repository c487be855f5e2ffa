// What the page tells by the way: what went wrong, in sight; what only changed, for those who listen to the page.

import { wordsFor } from "./calls.js";

const SHOWN_MS = 6000;

const [seen, heard] = ["notice", "heard"].map((id) => document.getElementById(id));
let away = null;

export function tell(words) {
  clearTimeout(away);
  seen.textContent = words;
  seen.hidden = false;
  away = setTimeout(() => (seen.hidden = true), SHOWN_MS);
}

/** What was told is over. */
export function hush() {
  seen.hidden = true;
}

export function fail(error) {
  console.error(error);
  tell(wordsFor(error));
}

export function murmur(words) {
  heard.textContent = words;
}

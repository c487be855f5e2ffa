// Saving of what was fetched with the customer's key, which a plain link could not send.

import { el } from "./dom.js";

const KEPT_MS = 60_000; // the browser may still ask where to save it

export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

// Times that go on: one timer for all of them.

import { clockOf, momentOf } from "../dates.js";

const TICK_MS = 1000;
const LONG_S = 10 * 60; // waiting that long deserves a second look

/** How long it has been since `time`; it ticks for as long as it is on the page. */
export function since(time, label = "") {
  const element = document.createElement("time");
  element.dateTime = time;
  element.dataset.since = String(Date.parse(time));
  element.title = `${label} с ${new Date(time).toLocaleString("ru")}`.trim();
  tick(element, Date.now());
  return element;
}

export function startClock() {
  const tickAll = () => {
    const now = Date.now();
    for (const element of document.querySelectorAll("time[data-since]")) tick(element, now);
  };
  document.addEventListener("visibilitychange", tickAll); // a hidden page is woken seldom
  return setInterval(tickAll, TICK_MS);
}

function tick(element, now) {
  const seconds = Math.max(0, Math.floor((now - Number(element.dataset.since)) / 1000));
  const text = durationOf(seconds);
  if (element.textContent === text) return;
  element.textContent = text;
  element.classList.toggle("long", seconds >= LONG_S);
}

/** «40 с», «12 мин», «1 ч 05 мин», «3 дн.» */
export function durationOf(seconds) {
  if (seconds < 60) return `${seconds}\u00a0с`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}\u00a0мин`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}\u00a0ч ${String(minutes % 60).padStart(2, "0")}\u00a0мин`;
  return `${Math.floor(hours / 24)}\u00a0дн.`;
}

/** «сегодня в 10:00–11:00», «26 ноября в 10:00–11:00» */
export function slotOf({ not_before: from, not_after: to }) {
  return `${momentOf(from)}–${clockOf(to)}`;
}

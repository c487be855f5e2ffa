// Dates as a Russian reader writes them, by the reader's own clock.

const DAY_MS = 24 * 60 * 60 * 1000;
const ON_WEEKDAY = ["в воскресенье", "в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу"];

/** «12 июня 2026 г.» A date without a time is the same day everywhere. */
export function dayOf(time) {
  const zone = /^\d{4}-\d{2}-\d{2}$/.test(time) ? { timeZone: "UTC" } : {};
  const day = new Date(time).toLocaleDateString("ru", { day: "numeric", month: "long", year: "numeric", ...zone });
  return day.replace(" г.", "\u00a0г."); // which must not stand alone on a line
}

/** «сегодня в 09:00», «12 июня в 09:00» */
export function momentOf(time) {
  return `${nearDay(time) ?? dateOf(time)} в ${clockOf(time)}`;
}

/** When somebody will do something: «завтра», «в среду 26 ноября» */
export function onDay(time) {
  return nearDay(time) ?? `${ON_WEEKDAY[new Date(time).getDay()]} ${dateOf(time)}`;
}

/** A heading over times of one day: «Завтра, 25 ноября», «Среда, 26 ноября» */
export function headingOf(time) {
  const weekday = new Date(time).toLocaleDateString("ru", { weekday: "long" });
  const name = nearDay(time) ?? weekday;
  return `${name[0].toUpperCase()}${name.slice(1)}, ${dateOf(time)}`;
}

/** «14:00» */
export function clockOf(time) {
  return new Date(time).toLocaleTimeString("ru", { hour: "2-digit", minute: "2-digit" });
}

/** «12 июня» */
const dateOf = (time) => new Date(time).toLocaleDateString("ru", { day: "numeric", month: "long" });

function nearDay(time) {
  const days = Math.round((new Date(time).setHours(0, 0, 0, 0) - new Date().setHours(0, 0, 0, 0)) / DAY_MS);
  return ["сегодня", "завтра"][days] ?? null;
}

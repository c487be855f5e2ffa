// Dates as a Russian reader writes them, by the reader's own clock.

/** «12 июня 2026 г.» A date without a time is the same day everywhere. */
export function dayOf(time) {
  const zone = /^\d{4}-\d{2}-\d{2}$/.test(time) ? { timeZone: "UTC" } : {};
  const day = new Date(time).toLocaleDateString("ru", { day: "numeric", month: "long", year: "numeric", ...zone });
  return day.replace(" г.", "\u00a0г."); // which must not stand alone on a line
}

/** «12 июня в 09:00» */
export function momentOf(time) {
  return new Date(time).toLocaleString("ru", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
}

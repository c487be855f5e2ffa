// The live events of the conversation, held for as long as they are wanted: a lost connection is taken up where it
// broke, so that nothing is lost, and what the server repeats is told by its id.

const FIRST_PAUSE_MS = 500; // a network that only blinked is back by then
const LONGEST_PAUSE_MS = 15_000;
const SILENCE_MS = 45_000; // the server sends a comment every 15 seconds; three that are missing mean a dead line
const KEPT_MS = 12 * 60 * 60 * 1000; // the server forgets older events: what they told has to be read anew
const NOTHING_HERE = [401, 403, 404]; // to ask again is no use

/**
 * `read(lastId, signal, onLife)` gives the events, `hear({name, id, data})` gets each, `isWanted()` tells whether to go
 * on when the stream ends, `onEnd()` is called when it has ended for good, `onGap()` when the line was
 * broken for so long that events may be missing: what it resolves is heard first.
 */
export function liveEvents({ read, hear, isWanted, onEnd, onGap = async () => {} }) {
  let lastId = null;
  let running = false;
  let failures = 0;
  let heardAt = null; // the clock goes on while a laptop sleeps
  let wake = () => {};

  async function run() {
    running = true;
    let served = true;
    while (isWanted() && (served = await once()) && isWanted()) await pause();
    running = false;
    if (served) onEnd();
  }

  /** False where to connect again is no use. */
  async function once() {
    const line = new AbortController();
    let timer = 0;
    const alive = () => {
      heardAt = Date.now();
      clearTimeout(timer);
      timer = setTimeout(() => line.abort(), SILENCE_MS);
      if (!isWanted()) line.abort(); // the server would hold it for ever
    };
    try {
      if (heardAt && Date.now() - heardAt > KEPT_MS) await onGap();
      alive();
      for await (const { name, id, data } of read(lastId, line.signal, alive)) {
        failures = 0;
        lastId = id ?? lastId;
        hear({ name, id, data });
      }
      return true;
    } catch (error) {
      if (isWanted()) console.warn(error); // else it was let go above
      return !NOTHING_HERE.includes(error.status);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ever longer, and not in step with the other customers whom the same server has lost. */
  async function pause() {
    const longest = Math.min(FIRST_PAUSE_MS * 2 ** failures++, LONGEST_PAUSE_MS);
    await new Promise((resolve) => {
      wake = resolve;
      setTimeout(resolve, longest * (0.5 + Math.random() / 2));
    });
  }

  window.addEventListener("online", () => wake());
  document.addEventListener("visibilitychange", () => document.hidden || wake());

  return {
    /** Everything up to this event is known. */
    since: (id) => (lastId = id ?? lastId),
    /** Begins, unless it goes on already. */
    start: () => running || run(),
    isRunning: () => running,
  };
}

// The stream of events, for as long as the page is open: it comes back by itself, from where it broke off.

import { openEvents } from "./calls.js";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const SILENCE_MS = 45_000; // the server says something more often; a line that is silent for longer is dead

/** Calls `onEvent({id, name, data})` for each event after `lastEventId`, and `onLine(isUp)` as the line comes and goes.
 * Gives what ends it. */
export function follow(lastEventId, { onEvent, onLine }) {
  let last = lastEventId;
  let failures = 0;
  let stopped = false;
  let wake = () => {};
  let line = new AbortController();

  async function listen() {
    line = new AbortController();
    for await (const event of readEvents(await openEvents(last, line.signal), () => line.abort())) {
      failures = 0;
      onLine(true);
      if (event.data === null) continue;
      onEvent(event);
      last = event.id ?? last; // after the event: if it could not be taken, it comes again
    }
  }

  async function run() {
    while (!stopped) {
      try {
        await listen();
      } catch (error) {
        if (stopped || error.status === 401) return;
        console.error(error);
      }
      if (stopped) return;
      onLine(false);
      await pause(failures++);
    }
  }

  /** Longer each time, and not in step with the other pages; a network that is back ends it. */
  function pause(failed) {
    const ms = Math.min(FIRST_PAUSE_MS * 2 ** failed, LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2);
    return new Promise((resolve) => {
      wake = resolve;
      setTimeout(resolve, ms);
    });
  }

  const hurry = () => wake();
  window.addEventListener("online", hurry);
  run();
  return () => {
    stopped = true;
    window.removeEventListener("online", hurry);
    line.abort();
    wake();
  };
}

/** Each event, and `{data: null}` for a comment. `onSilence` is called when nothing has come for too long. */
async function* readEvents(stream, onSilence) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const watch = setTimeout(onSilence, SILENCE_MS);
    const { done, value } = await reader.read().finally(() => clearTimeout(watch));
    if (done) return;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    yield* blocks.map(parseEvent);
  }
}

function parseEvent(block) {
  const fields = block.split(/\r?\n/).map((line) => line.match(/^(\w+): ?(.*)$/)?.slice(1) ?? []);
  const values = (name) => fields.filter(([field]) => field === name).map(([, value]) => value);
  const data = values("data").join("\n");
  return { id: values("id").at(-1) ?? null, name: values("event").at(-1), data: data ? JSON.parse(data) : null };
}

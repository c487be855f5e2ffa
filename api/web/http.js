// How the API is called: refusals in words for people, and the reading of its event streams.

/** The server refused, in words for the customer. A failure of the network is a TypeError, as `fetch` throws it. */
export class Problem extends Error {
  constructor({ status, detail, type, errors }) {
    super(detail ?? "Сервис сейчас не отвечает.");
    this.status = status;
    this.code = type?.split(":").at(-1); // for programs
    this.fields = (errors ?? []).map(({ field }) => field); // of the request, where one is wrong
  }
}

const FOR_PEOPLE = [409, 413, 415, 422, 429]; // and the failures from 500 on; the words of others are for programmers

/** What to tell the customer of a call that failed. */
export function wordsFor(error) {
  if (!(error instanceof Problem)) return "Похоже, пропала связь.";
  const told = error.status >= 500 || FOR_PEOPLE.includes(error.status);
  return told ? error.message : "Обновите, пожалуйста, страницу и попробуйте ещё раз.";
}

/** The response; a refusal is thrown as a Problem. */
export async function call(path, options) {
  const response = await fetch(path, options);
  if (!response.ok) throw new Problem({ ...(await documentOf(response)), status: response.status });
  return response;
}

export function post(body, headers = {}) {
  return { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** Sends a file, telling `onProgress` the share that has gone; `fetch` could not tell it. A parsed JSON answer. */
export function upload(path, file, headers, onProgress, signal) {
  const body = new FormData();
  body.append("file", file, file.name);
  const request = new XMLHttpRequest();
  request.open("POST", path);
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  signal.addEventListener("abort", () => request.abort());
  return new Promise((resolve, reject) => {
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total ? loaded / total : 0));
    request.addEventListener("error", () => reject(new TypeError("the network failed")));
    request.addEventListener("abort", () => reject(new DOMException("it is not wanted any more", "AbortError")));
    request.addEventListener("load", () => {
      const { status } = request;
      if (status < 300) resolve(JSON.parse(request.responseText));
      else reject(new Problem({ ...parsed(request.responseText, request.getResponseHeader("content-type")), status }));
    });
    request.send(body);
  });
}

/** `{name, id, data}` of each event; `onLife` is called whenever anything comes, be it a comment. */
export async function* readEvents(stream, onLife = () => {}) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    onLife();
    const blocks = (rest + part.value).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    yield* blocks.map(parseEvent).filter(({ data }) => data !== undefined);
  }
}

/** One event; it has no data where it is a comment, which only keeps the connection alive. */
function parseEvent(block) {
  const fields = block.split(/\r?\n/).map((line) => line.match(/^(\w+): ?(.*)$/)?.slice(1) ?? []);
  const values = (name) => fields.filter(([field]) => field === name).map(([, value]) => value);
  const data = values("data").join("\n");
  return { name: values("event").at(-1), id: values("id").at(-1), data: data ? JSON.parse(data) : undefined };
}

async function documentOf(response) {
  return parsed(await response.text(), response.headers.get("content-type"));
}

/** The problem document; empty where a proxy answered with a page of its own. */
function parsed(text, type) {
  return type?.startsWith("application/problem+json") ? JSON.parse(text) : {};
}

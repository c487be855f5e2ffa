// The panel over the chat in which an article is read, its quoted words marked and in sight.

import { readSource, wordsFor } from "./api.js";
import { articleBody } from "./article.js";
import { dayOf } from "./dates.js";
import { el, onClick } from "./dom.js";

const byId = (id) => document.getElementById(id);
const [panel, title, about, body] = ["article", "article-title", "article-about", "article-text"].map(byId);

let opener = null; // where the reader was, and gets back to
let asked = 0; // an article that comes when another one has been asked for, or none any more, is not shown

/** Opens the article of a citation as it was in `release`; to be closed by a button, Esc, or a click beside it. */
export async function openArticle(citation, release, from) {
  opener = from;
  const mine = ++asked;
  title.textContent = citation.title;
  about.replaceChildren(outside(citation.url) ?? "");
  body.replaceChildren(el("p", { className: "soft" }, "Открываю статью…"));
  body.ariaBusy = "true";
  if (!panel.open) panel.showModal();
  const fill = await contentOf(citation, release, () => openArticle(citation, release, from));
  if (mine === asked && panel.open) fill();
}

/** What shows the article, or says why it cannot be shown. */
async function contentOf(citation, release, again) {
  try {
    const source = await readSource(citation.source_id, release);
    return () => showSource(source, citation);
  } catch (error) {
    console.error(error);
    return () => showFailure(error, citation, again);
  }
}

function showSource({ url, text, updated }, citation) {
  const { nodes, marks } = articleBody(text, citation);
  const lost = marks.length ? null : el("p", { className: "soft" }, "Этих слов в статье уже нет. Вот её текст целиком.");
  about.replaceChildren(...[updated ? dateOf(updated) : null, outside(url)].filter(Boolean));
  body.replaceChildren(...[lost, ...nodes].filter(Boolean));
  body.ariaBusy = "false";
  body.scrollTop = 0;
  if (!marks.length) return;
  const first = marks.find((mark) => !mark.closest("[hidden]")) ?? body;
  first.tabIndex = -1;
  first.focus({ preventScroll: true }); // read out first, and the arrow keys go on from there
  first.scrollIntoView({ block: "center" });
}

function showFailure(error, { quote }, again) {
  const gone = error.status === 404;
  const reason = gone ? "Этой статьи у нас больше нет." : `Не получается открыть статью. ${wordsFor(error)}`;
  const retry = gone ? "" : onClick(el("button", { type: "button" }, "Повторить"), again);
  const words = el("p", { className: "soft" }, "Слова, на которые опирается ответ:");
  body.replaceChildren(el("p", { role: "alert" }, reason), retry, words, el("blockquote", {}, quote));
  body.ariaBusy = "false";
}

function dateOf(updated) {
  return el("span", {}, "Обновлено ", el("time", { dateTime: updated }, dayOf(updated)));
}

/** A link, or null: an article's author may have written anything for its address, a script too. */
function outside(url) {
  if (!/^https?:\/\//i.test(url ?? "")) return null;
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, "Открыть на сайте");
}

onClick(byId("article-close"), () => panel.close());
panel.addEventListener("click", ({ target }) => target === panel && panel.close()); // its content covers all but the rim
panel.addEventListener("close", () => {
  asked += 1;
  opener?.focus({ preventScroll: true });
});

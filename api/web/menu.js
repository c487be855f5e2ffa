// The small menu in the header: what is seldom wanted, and nowhere else.

import { readTranscript, wordsFor } from "./api.js";
import { inConversation } from "./conversation.js";
import { dayOf } from "./dates.js";
import { onClick } from "./dom.js";
import { save } from "./download.js";

const byId = (id) => document.getElementById(id);
const [opener, menu, transcript, trouble] = ["more", "menu", "transcript", "menu-trouble"].map(byId);

const saidSoFar = inConversation(readTranscript);

/** Closed by Esc or a click elsewhere, which the browser sees to. */
export function openableMenu() {
  opener.hidden = false;
  menu.addEventListener("toggle", ({ newState }) => {
    opener.ariaExpanded = String(newState === "open");
    if (newState === "open") transcript.focus();
    else tell("");
  });
  onClick(transcript, async () => {
    transcript.disabled = true;
    try {
      save(await saidSoFar(), `Переписка с поддержкой, ${dayOf(Date.now()).replace("\u00a0г.", "")}.txt`);
      menu.hidePopover();
    } catch (error) {
      console.error(error);
      tell(`Не получается сохранить. ${wordsFor(error)}`);
    }
    transcript.disabled = false;
  });
}

function tell(words) {
  trouble.textContent = words;
  trouble.hidden = !words;
}

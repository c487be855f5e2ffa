// The page in the panel of widget.js, on another site. The two talk by messages. Whether that site may have the page
// at all, the browser has asked before this ran: `frame-ancestors` lists the allowed origins, and nobody else can
// be the parent. So a message is believed when it comes from the parent.

import { onClick } from "./dom.js";

const embedded = window.parent !== window && new URLSearchParams(location.search).has("widget");

/** The JWT by which the site names its customer; null where it names none, or where the page stands on its own. */
export async function customerOfSite() {
  if (!embedded) return null;
  document.documentElement.dataset.widget = "";
  const button = document.getElementById("close");
  button.hidden = false;
  onClick(button, () => say("close"));
  document.addEventListener("keydown", closeByEscape);
  return new Promise((resolve) => {
    window.addEventListener("message", ({ source, data }) => {
      if (source !== window.parent || data?.opora !== "open") return;
      resolve(typeof data.customer === "string" ? data.customer : null); // all but the first go unheard
      takeFocus();
    });
    say("ready");
  });
}

/** The widget has moved the focus into the frame. On a telephone the field would call up the keyboard: left alone. */
function takeFocus() {
  if (document.hasFocus() && matchMedia("(hover: hover)").matches) document.getElementById("text").focus();
}

function closeByEscape(event) {
  const inside = event.isComposing || document.querySelector("dialog[open], :popover-open"); // Esc is for these
  if (event.key === "Escape" && !inside && !event.defaultPrevented) say("close");
}

/** Nothing in it is secret, so it needs no address. */
function say(what) {
  window.parent.postMessage({ opora: what }, "*");
}

// The chat on any site: <script src="https://HOST/widget.js" async></script>
//
// A button, and a panel with the chat page in a frame of the origin that this script came from: what runs on the site
// cannot reach into the conversation. Which sites may have it, the server says (OPORA_ALLOWED_ORIGINS). The script may
// carry data-label, data-color, data-side, and data-customer: the JWT by which the site names its customer.
//
// Made to live with strangers: no global names, no cookies, styles of its own in a shadow tree, and nothing inline that
// a site's content security policy would refuse. Such a policy has to name HOST in script-src and frame-src.

(() => {
  const TAG = "opora-chat";
  const TITLE = "Чат поддержки";
  const OPEN = "Открыть чат поддержки";
  const CLOSE = "Закрыть чат";
  const PATIENCE_MS = 15000; // a slow network has brought the page by then; a site that is not allowed never gets it

  const script = document.currentScript;
  if (!script?.src) {
    console.error("Opora: load widget.js by <script src=… async>, neither as a module nor inline");
    return;
  }
  const home = new URL(script.src).origin;

  const label = option("label", /^.{1,40}$/u, "", "1 to 40 characters");
  const colour = option("color", /^#(?:[\da-f]{3}){1,2}$/i, "#1f6b5c", "a colour such as #1f6b5c");
  const side = option("side", /^(?:left|right)$/, "right", "left or right");

  /** What the attribute says, if it makes sense: it goes into a style sheet. */
  function option(name, valid, fallback, expected) {
    const value = script.dataset[name]?.trim();
    if (!value || valid.test(value)) return value || fallback;
    console.warn(`Opora: data-${name} should be ${expected}, and is ${JSON.stringify(value)}`);
    return fallback;
  }

  // Looks

  /** Black or white, whichever is the easier to read on the colour (WCAG 2: equal at a luminance of .179). */
  function inkOn(hex) {
    const digits = hex.length === 4 ? hex.replace(/[\da-f]/gi, "$&$&") : hex;
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const share = parseInt(digits.slice(at, at + 2), 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
  }

  const SMALL = "(max-width: 480px), (max-height: 480px)"; // the panel covers all of it

  // !important from within goes over everything that a site may say of its elements. Pixels, since a site may give
  // `rem` any size.
  const STYLE = `
    :host {
      all: initial !important;
      display: contents !important;
      direction: ltr !important;
      color-scheme: light dark !important;
      --paper: #faf6f0; --soft: #6d6358; --wash: #ece3d4;
      font: 16px/1.4 system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif !important;
    }
    @media (prefers-color-scheme: dark) { :host { --paper: #1c1917; --soft: #b1a598; --wash: #3a322a; } }
    @media print { :host { display: none !important; } }
    * { box-sizing: border-box; }
    button { border: 2px solid transparent; font: inherit; cursor: pointer; }
    :focus-visible { outline: 2px solid #fff; box-shadow: 0 0 0 5px #1a1a1a; }
    svg { display: block; width: 28px; height: 28px; fill: none; stroke: currentColor; stroke-width: 2;
      stroke-linecap: round; stroke-linejoin: round; }

    .launcher {
      position: fixed; z-index: 2147483000; ${side}: 20px; bottom: calc(20px + env(safe-area-inset-bottom));
      display: flex; align-items: center; gap: 10px; max-width: calc(100vw - 40px); min-height: 56px;
      padding: 8px 12px; border-radius: 28px; background: ${colour}; color: ${inkOn(colour)};
      font-weight: 600; text-align: start;
    }
    .launcher:not(:focus-visible) { box-shadow: 0 2px 6px #0003, 0 6px 20px #0003; }
    .launcher:hover { filter: brightness(1.08); }
    .launcher span { padding-right: 6px; }
    .launcher[aria-expanded="true"] :is(.talk, span), .launcher[aria-expanded="false"] .cross { display: none; }

    dialog {
      position: fixed; z-index: 2147483000; inset: auto; ${side}: 20px;
      bottom: calc(90px + env(safe-area-inset-bottom));
      width: min(400px, 100vw - 40px); height: min(660px, 100dvh - 110px); max-width: none; max-height: none;
      margin: 0; padding: 0; overflow: hidden; border: 1px solid #8886; border-radius: 16px;
      background: var(--paper); color: var(--soft); box-shadow: 0 4px 12px #0002, 0 12px 48px #0004;
    }
    dialog::backdrop { background: none; }
    iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; color-scheme: light dark; }
    iframe.coming { visibility: hidden; }
    p { margin: 0; padding: 72px 24px; text-align: center; }
    a { color: inherit; }
    dialog button {
      position: absolute; z-index: 1; top: 10px; right: 8px; display: grid; place-content: center;
      width: 44px; height: 44px; padding: 0; border-radius: 50%; background: none; color: inherit;
    }
    dialog button:hover { background: var(--wash); }
    dialog button[hidden] { display: none; }
    @media ${SMALL} {
      dialog, dialog:modal {
        inset: var(--top, 0px) 0 auto; width: auto; height: var(--height, 100dvh); border: 0; border-radius: 0;
        padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom)
          env(safe-area-inset-left);
      }
      .frame { position: relative; height: 100%; }
    }
    @media (prefers-reduced-motion: no-preference) {
      dialog[open] { animation: rise 0.18s ease-out; }
      @keyframes rise { from { opacity: 0; transform: translateY(12px); } }
    }
  `;

  const TALK = "M20 4H4a2 2 0 0 0-2 2v10a2 2 0 0 0 2 2h2v4l5-4h9a2 2 0 0 0 2-2V6a2 2 0 0 0-2-2zM7 9h10M7 13h6";
  const CROSS = "M6 6l12 12M18 6L6 18";

  // Parts

  function el(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  function icon(name, path) {
    const [svg, line] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
    svg.setAttribute("class", name);
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  }

  const note = el("p", { role: "status" });
  const cross = el("button", { type: "button", ariaLabel: CLOSE, title: CLOSE }, icon("cross", CROSS));
  const holder = el("div", { className: "frame" }, note);
  const panel = el("dialog", { id: "panel", ariaLabel: TITLE }, cross, holder);
  const launcher = el("button", { type: "button", className: "launcher" }, icon("talk", TALK), icon("cross", CROSS));
  if (label) launcher.append(el("span", {}, label));
  launcher.setAttribute("aria-haspopup", "dialog");
  launcher.setAttribute("aria-controls", panel.id);

  // Opening and closing

  let frame = null;
  let named = null; // the customer whom the page in the frame was told
  let patience = 0; // the timer

  function open() {
    if (frame && named !== customer()) drop(); // somebody else has logged in: nobody sees another's conversation
    if (matchMedia(SMALL).matches) panel.showModal(); // covers the site, so nobody may get lost behind it
    else panel.show();
    if (frame) greet();
    else load();
    tell();
  }

  function close() {
    panel.close();
    if (isComing()) drop(); // at the next click it may come
    tell();
    launcher.focus();
  }

  function tell() {
    launcher.setAttribute("aria-expanded", String(panel.open));
    launcher.ariaLabel = panel.open ? CLOSE : label || OPEN;
    launcher.title = label && !panel.open ? "" : launcher.ariaLabel;
  }

  const customer = () => script.dataset.customer || null; // read late: a page may learn it after it has loaded

  function load() {
    named = customer();
    note.textContent = "Открываем чат…";
    cross.hidden = false;
    frame = el("iframe", { className: "coming", title: TITLE, src: `${home}/?widget` });
    holder.append(frame);
    patience = setTimeout(() => {
      const elsewhere = el("a", { href: `${home}/`, target: "_blank", rel: "noopener" }, "Открыть в новой вкладке");
      note.replaceChildren("Чат здесь не открылся. ", elsewhere);
    }, PATIENCE_MS);
  }

  function drop() {
    clearTimeout(patience);
    frame.remove();
    frame = null;
  }

  const isComing = () => frame?.classList.contains("coming");

  /** The customer goes by message, to our own origin alone: in an address it would be logged. */
  function greet() {
    if (isComing()) return;
    if (panel.matches(":focus-within")) frame.focus(); // else the customer has gone on to something on the site
    frame.contentWindow.postMessage({ opora: "open", customer: named }, home);
  }

  const TOLD = {
    ready() {
      clearTimeout(patience);
      note.textContent = "";
      frame.classList.remove("coming");
      greet();
      cross.hidden = true; // the page has its own
    },
    close,
  };

  function hear({ source, origin, data }) {
    if (!frame || source !== frame.contentWindow || origin !== home) return;
    if (Object.hasOwn(TOLD, data?.opora)) TOLD[data.opora]();
  }

  /** A telephone lays its keyboard over the page, and a frame is told nothing of that. */
  function followKeyboard() {
    panel.style.setProperty("--height", `${visualViewport.height}px`);
    panel.style.setProperty("--top", `${visualViewport.offsetTop}px`);
  }

  function onKey(event) {
    if (event.key !== "Escape" || !panel.open) return;
    event.stopPropagation(); // the site may close something of its own by Esc
    event.preventDefault();
    close();
  }

  function mount() {
    if (document.querySelector(TAG)) return; // the script is there twice
    const host = document.createElement(TAG);
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    root.append(panel, launcher);
    tell();

    launcher.addEventListener("click", () => (panel.open ? close() : open()));
    cross.addEventListener("click", close);
    root.addEventListener("keydown", onKey);
    panel.addEventListener("cancel", (event) => (event.preventDefault(), close())); // «back» on a telephone
    window.addEventListener("message", hear);
    for (const change of ["resize", "scroll"]) window.visualViewport?.addEventListener(change, followKeyboard);
    document.body.append(host);
  }

  if (document.body) mount();
  else document.addEventListener("DOMContentLoaded", mount);
})();

// A file in the conversation: a picture is shown, anything else can be saved.

import { el } from "../dom.js";
import { attachmentPath, readAttachment, wordsFor } from "./calls.js";

const KIB = 1024;

export function attachmentOf({ id, name, type, size }) {
  const about = `${name}, ${sizeOf(size)}`;
  if (type.startsWith("image/")) return pictureOf(id, about, name);
  const link = el("a", { className: "file", href: attachmentPath(id), download: name });
  link.append(el("b", {}, name), el("span", {}, `${type.split("/").at(-1).toUpperCase()}, ${sizeOf(size)} — скачать`));
  return link;
}

/** It opens in its full size in a window of its own. */
function pictureOf(id, about, name) {
  const link = el("a", { className: "picture", target: "_blank", ariaBusy: "true", title: about }, el("span", {}, about));
  readAttachment(id).then(
    (blob) => {
      const image = el("img", { alt: name, src: URL.createObjectURL(blob) });
      link.href = image.src;
      link.ariaBusy = "false";
      link.replaceChildren(image, el("span", {}, about));
    },
    (error) => {
      console.error(error);
      link.ariaBusy = "false";
      link.append(el("span", { className: "failed" }, ` Не открывается. ${wordsFor(error)}`));
    },
  );
  return link;
}

/** «38 КБ», «1,7 МБ» */
function sizeOf(bytes) {
  if (bytes < KIB * KIB) return `${Math.max(1, Math.round(bytes / KIB))} КБ`;
  return `${(bytes / KIB / KIB).toLocaleString("ru", { maximumFractionDigits: 1 })} МБ`;
}

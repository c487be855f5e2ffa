// A file of this conversation, as attachment.js shows any.

import { readFile } from "./api.js";
import { attachmentView } from "./attachment.js";
import { inConversation } from "./conversation.js";

const bytesOf = inConversation(readFile);

/** `local` are its bytes where this page has them. */
export function fileView(attachment, local = null) {
  return attachmentView(attachment, bytesOf, local);
}

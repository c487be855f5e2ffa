// The door: name and password.

import { login, wordsFor } from "./calls.js";

/** Shows the form in place of the desk; `entered(operator)` is called when the server has let somebody in. */
export function createLogin(form, desk, entered) {
  const [name, password] = form.querySelectorAll("input");
  const button = form.querySelector("button");
  const said = form.querySelector("[role=alert]");

  function show(words = "") {
    form.hidden = false;
    desk.hidden = true;
    said.textContent = words;
    (name.value ? password : name).focus();
  }

  async function enter() {
    button.disabled = true;
    try {
      await login(name.value.trim(), password.value);
      password.value = "";
      hide();
      await entered();
    } catch (error) {
      console.error(error);
      show(wordsFor(error));
      password.select();
    } finally {
      button.disabled = false;
    }
  }

  function hide() {
    form.hidden = true;
    desk.hidden = false;
  }

  form.addEventListener("submit", (event) => (event.preventDefault(), enter()));
  return { show, hide };
}

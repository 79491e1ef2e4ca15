// The prompt of one scene, put together anew while its template is being edited. Without this script the button opens it
// on a page of its own.
"use strict";
{
  const shown = document.getElementById("preview-prompt");
  const scene = document.getElementById("preview-scene");
  const button = document.querySelector("#preview button");
  const form = button.form;
  const PAUSE = 400; // ms after the last key
  const LIMIT = 10000; // ms until the server counts as silent
  let waiting = 0;
  let asked = 0;

  const tell = (html) => {
    shown.innerHTML = html; // escaped by the server
    shown.hidden = false;
  };

  const refresh = async () => {
    const mine = ++asked;
    clearTimeout(waiting);
    try {
      const answer = await fetch(button.formAction, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Requested-With": "fetch" },
        signal: AbortSignal.timeout(LIMIT),
      });
      // Whoever is signed out by now is led to the page that asks for the password.
      if (answer.redirected || (!answer.ok && answer.status !== 422)) throw new Error(answer.status);
      const html = await answer.text();
      if (mine === asked) tell(html);
    } catch {
      if (mine === asked) tell("<p>The server did not give the prompt. Press the button to try again.</p>");
    }
  };

  // Whoever edits a beat wants to see that beat's prompt.
  const follow = (field) => {
    const row = field.name?.match(/^beats-\d+-/);
    const number = row && form.elements[`${row[0]}number`]?.value;
    if (number && [...scene.options].some((option) => option.value === number)) scene.value = number;
  };

  form.addEventListener("input", (event) => {
    follow(event.target);
    clearTimeout(waiting);
    waiting = setTimeout(refresh, PAUSE);
  });
  button.addEventListener("click", (event) => {
    event.preventDefault();
    refresh();
  });
  refresh();
}

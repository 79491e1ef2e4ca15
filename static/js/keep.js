// What somebody has typed, ticked, opened or put the focus on survives a swap of the card, the viewer or the whole body.
// Typed text whose form is gone for now waits for the form to come back.
(() => {
  const SCROLLED = ".viewer-side, .viewer-pictures, .thumbs";
  const FIELDS = "textarea, input[type=checkbox], input[type=file]";
  const typed = new Map(); // by the field's key: what was put into it and not sent yet
  let before = null; // the swap that is under way: what was open, and where the focus was
  let pressed = null; // a button that is disabled while its form is on its way has lost the focus by then

  const holder = (element) => element.closest("[data-picture], #body");
  const keyOf = (field) => field.id || [holder(field)?.id, field.form?.action, field.name, field.value].join(" ");
  const foldOf = (fold) => `${holder(fold)?.dataset.picture} ${fold.className}`;
  const isFull = (field) => (field.type === "file" ? field.files.length : field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);

  const put = (field, value) => {
    if (field.type === "file") field.files = value;
    else if (field.type === "checkbox") field.checked = value;
    else field.value = value;
    field.dataset.kept = "";
  };

  const selectorOf = (control) => {
    if (control.id) return `#${CSS.escape(control.id)}`;
    for (const name of ["data-key", "aria-label"]) {
      if (control.hasAttribute(name)) return `[${name}="${CSS.escape(control.getAttribute(name))}"]`;
    }
    return control.name ? `[name="${control.name}"][value="${CSS.escape(control.value)}"]` : null;
  };

  const remember = (target, sent) => {
    for (const field of target.querySelectorAll(FIELDS)) {
      if (field.form !== sent && (isFull(field) || "kept" in field.dataset)) {
        typed.set(keyOf(field), field.type === "file" ? field.files : field.type === "checkbox" ? field.checked : field.value);
      } else typed.delete(keyOf(field));
    }
    const here = new Set([...target.querySelectorAll(FIELDS)].map(keyOf));
    const open = [...target.querySelectorAll("details[open]")].filter((fold) => !sent || !fold.contains(sent));
    const active = document.activeElement.matches("body, dialog") ? pressed : document.activeElement;
    const focus = active && target.contains(active) && active !== target ? active : null;
    const scrolled = [...target.querySelectorAll(SCROLLED)].map((part) => [part.className, part.scrollLeft, part.scrollTop]);
    return { id: target.id, picture: target.dataset.picture, scrolled, here, open: open.map(foldOf), focus: focus && { selector: selectorOf(focus), place: holder(focus)?.id, from: focus.selectionStart, to: focus.selectionEnd } };
  };

  // Where the control is gone: what can be done now instead; or else the heading, from where reading goes on.
  const instead = (place, sent) => (sent ? ["n", "u", "a"] : []).map((key) => place.querySelector(`[data-key="${key}"]`)).find(Boolean);
  const focusAgain = ({ selector, place, from, to }, root, sent) => {
    const within = root.id === place ? root : root.querySelector(`#${CSS.escape(place || "none")}`) || root;
    const single = within.matches("[data-picture]");
    const found = (selector && within.querySelector(selector)) || (single && instead(within, sent)) || within.querySelector('[tabindex="-1"]');
    found?.focus({ preventScroll: true });
    if (from != null && found?.matches("textarea")) found.setSelectionRange(from, to);
  };

  document.addEventListener("htmx:beforeRequest", ({ target, detail }) => {
    if (detail.requestConfig.verb !== "post") return;
    pressed = target.contains(document.activeElement) ? document.activeElement : null;
  });
  document.addEventListener("htmx:beforeSwap", ({ target, detail }) => {
    before = null;
    if (!detail.shouldSwap || !target.matches('[data-picture], #body[data-group="pictures"]')) return;
    const sent = detail.requestConfig.verb === "post" ? detail.requestConfig.elt : null;
    before = remember(target, detail.xhr.status < 400 ? sent : null);
    before.sent = sent;
  });
  const scrollAgain = (target, [name, left, top]) => {
    const part = target.getElementsByClassName(name)[0];
    if (part) [part.scrollLeft, part.scrollTop] = [left, top];
  };
  const putBack = (field) => {
    const key = keyOf(field);
    if (!typed.has(key)) return;
    put(field, typed.get(key));
    if (!before.here.has(key)) field.closest("details")?.setAttribute("open", ""); // its form is back
  };
  document.addEventListener("htmx:afterSwap", ({ target }) => {
    if (before?.id !== target.id) return;
    for (const fold of target.querySelectorAll("details")) if (before.open.includes(foldOf(fold))) fold.open = true;
    target.querySelectorAll(FIELDS).forEach(putBack);
    for (const [key, value] of typed) if (typeof value === "boolean") typed.delete(key); // a tick does not wait
    if (target.dataset.picture === before.picture) before.scrolled.forEach((place) => scrollAgain(target, place));
    if (before.focus && !target.contains(document.activeElement)) focusAgain(before.focus, target, before.sent);
    if (before.sent) pressed = null;
    before = null;
  });
})();

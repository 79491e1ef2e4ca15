// The text boxes of the scenes. What is typed is saved at once when the page is left, and kept in this tab until it is
// known to have arrived. With every text goes what this page has read before, so that nothing is overwritten unseen.
(() => {
  const form = () => document.getElementById("scenes");
  const unconfirmed = new WeakMap(); // by text box: the texts that were sent, and may have been saved
  const left = new WeakMap(); // by text box: the text with which the page was left last
  const key = (box) => `draft ${location.pathname}#${box.id}`;
  const isScene = (element) => element.matches("[data-scene] textarea");
  const readName = (box) => box.name.replace("Scene", "Read");
  const isDirty = (box) => box.value !== box.defaultValue;
  const read = (box) => [box.defaultValue, ...(unconfirmed.get(box) ?? [])];
  const note = (box) => unconfirmed.set(box, [...(unconfirmed.get(box) ?? []), box.value]);

  let leaving = false; // then the next page may have been asked for before the text arrived, and shows the draft

  const confirm = (box, text) => {
    box.defaultValue = text;
    unconfirmed.delete(box);
    if (!leaving) sessionStorage.removeItem(key(box));
  };

  document.addEventListener("htmx:configRequest", (event) => {
    const box = event.detail.elt;
    if (!isScene(box)) return;
    // A click on a button below takes the focus from the box: no reason to send, or to be warned of, the same text again.
    const warned = box.closest("[data-scene]").querySelector(".conflict");
    const known = unconfirmed.has(box) ? warned && unconfirmed.get(box).at(-1) === box.value : !isDirty(box);
    if (known) return event.preventDefault();
    event.detail.parameters[readName(box)] = read(box);
    note(box);
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const { elt, parameters } = detail.requestConfig;
    if (detail.xhr.status === 200 && isScene(elt)) confirm(elt, parameters[elt.name]);
  });
  document.addEventListener("formdata", ({ target, formData }) => {
    if (target !== form()) return;
    for (const box of target.querySelectorAll("[data-scene] textarea:enabled")) {
      formData.delete(readName(box));
      read(box).forEach((text) => formData.append(readName(box), text));
    }
  });

  // A request of htmx ends with the page; one that is kept alive does not.
  const save = (place) => {
    const boxes = place.matches("textarea") ? [place] : [...place.querySelectorAll("textarea")];
    if (!boxes.some((box) => isDirty(box) && left.get(box) !== box.value)) return;
    const body = new URLSearchParams();
    for (const box of boxes) {
      body.append(box.name, box.value);
      left.set(box, box.value);
      sessionStorage.setItem(key(box), JSON.stringify({ text: box.value, read: read(box) }));
      if (isScene(box)) read(box).forEach((text) => body.append(readName(box), text));
      note(box);
    }
    const headers = { ...JSON.parse(document.body.getAttribute("hx-headers")), "HX-Request": "true" };
    fetch(place.getAttribute("hx-post"), { method: "POST", keepalive: true, headers, body })
      .then((answer) => answer.ok && boxes.forEach((box) => confirm(box, body.get(box.name))))
      .catch(() => {}); // the next visit to this page sends it again
  };
  const leave = () => form()?.querySelectorAll("textarea[hx-post]:enabled, .look [hx-post]").forEach(save);
  for (const name of ["beforeunload", "pagehide"]) {
    addEventListener(name, () => {
      leaving = true;
      leave();
    });
  }
  addEventListener("pageshow", () => (leaving = false));
  document.addEventListener("visibilitychange", () => document.hidden && leave());

  const restore = (box) => {
    const draft = JSON.parse(sessionStorage.getItem(key(box)));
    sessionStorage.removeItem(key(box));
    if (!draft || draft.text === box.value) return;
    unconfirmed.set(box, draft.read);
    box.value = draft.text;
    htmx.trigger(box, "change"); // bubbles to what is saved together
  };
  addEventListener("DOMContentLoaded", () => form()?.querySelectorAll("textarea:enabled").forEach(restore));
})();

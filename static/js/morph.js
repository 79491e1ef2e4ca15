// Every swap is a morph (idiomorph): a newer state is merged into the element on the page, so that the focus, the scrolling
// and players stay. This says what a morph leaves alone: parts that show the same already, and what people put in.
(() => {
  const drafts = new Map(); // by the id of a text box: what was typed and not sent, also while its form is gone
  let answered = 0; // when the last POST was answered
  let sent = null; // the element whose request is being answered, if that was a POST
  let postponed = false; // a part was left alone because its video plays

  const boxesOf = (element) => [...element.querySelectorAll("textarea[id]")];
  const isDirty = (field) =>
    field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
  const isPlaying = (part) => [...part.querySelectorAll("video")].some((video) => !video.paused);

  Object.assign(Idiomorph.defaults.callbacks, {
    beforeNodeMorphed(old, fresh) {
      if (old.nodeType !== Node.ELEMENT_NODE) return true;
      if (old.matches("textarea") && isDirty(old)) return false;
      if (!sent && old.querySelector(":scope > .conflict")) return false; // somebody is being asked
      if (!old.dataset.stamp || (sent && old.contains(sent))) return true;
      if (old.dataset.stamp === fresh.dataset.stamp) return false;
      const plays = isPlaying(old);
      postponed ||= plays;
      return !plays;
    },
    // A form that somebody types in is hidden by its style once it has lost the focus.
    beforeNodeRemoved(node) {
      const typing = document.activeElement.matches("textarea") && node.contains(document.activeElement);
      if (typing) node.dataset.gone = "";
      return !typing;
    },
    beforeAttributeUpdated(name, element, change) {
      if (name === "open" || name === "style") return change === "update"; // opened, or made larger, by somebody
      return name !== "checked" || !isDirty(element);
    },
  });

  // What was sent is as the server has it: the form is empty and closed again.
  const settle = (parameters) => {
    if (!sent.matches("form")) {
      for (const box of boxesOf(sent.closest("[data-scene]") ?? sent)) box.defaultValue = parameters[box.name] ?? box.value;
      return;
    }
    sent.reset();
    for (const fold of [sent.closest("details"), ...sent.querySelectorAll("details")]) if (fold) fold.open = false;
  };

  const look = () => document.getElementById("story")?.dispatchEvent(new CustomEvent("story:look"));

  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    detail.requestConfig.begun = performance.now();
  });
  document.addEventListener("htmx:beforeSwap", ({ target, detail }) => {
    sent = detail.requestConfig.verb === "post" ? detail.requestConfig.elt : null;
    // Skip a swap while a post is under way, whose answer is newer, and one for an element that is gone.
    const late = !sent && target.querySelector("form.htmx-request, textarea.htmx-request");
    if (late || !detail.requestConfig.elt.isConnected) detail.shouldSwap = false;
    // One that was asked for before the last post was answered may show what was before it.
    if (!sent && detail.requestConfig.begun < answered) {
      detail.shouldSwap = false;
      look();
    }
    if (sent) answered = performance.now();
    if (!detail.shouldSwap) return;
    if (sent && detail.xhr.status < 400) settle(detail.requestConfig.parameters);
    for (const box of boxesOf(target)) {
      if (isDirty(box)) drafts.set(box.id, box.value);
      else drafts.delete(box.id);
    }
  });
  document.addEventListener("htmx:afterSwap", ({ target }) => {
    for (const box of boxesOf(target)) {
      if (!drafts.has(box.id) || box.value === drafts.get(box.id)) continue;
      box.value = drafts.get(box.id);
      box.closest("details")?.setAttribute("open", "");
    }
  });
  document.addEventListener("pause", () => {
    if (postponed) look();
    postponed = false;
  }, true);
})();

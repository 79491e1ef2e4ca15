// The film's page, and what stands above the pictures on a story's page: at every piece of news each place that says
// data-live is fetched, and what shows something else by now (another data-seen) is put into it.
(() => {
  const story = document.getElementById("story");
  if (!story) return;

  const PAUSE = 1000; // ms between two looks: many clips may get on at once
  const FIELDS = "textarea[id], input[id]";
  let timer = null;
  let last = 0;
  let late = false; // something was left alone, for somebody types in it or watches it

  const partsOf = (root) => [...root.querySelectorAll("[data-seen]")];
  const namesOf = (root) => partsOf(root).map((part) => part.id).join();

  const parsed = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return holder.content.firstElementChild;
  };

  const isTyped = (field) => (field.type === "file" ? field.files.length : field.value !== field.defaultValue || field.checked !== field.defaultChecked);
  const put = (from, field) => {
    if (from.type === "file") field.files = from.files;
    else [field.value, field.checked] = [from.value, from.checked];
  };

  // What was typed, ticked or opened is taken along, but for the form that was just sent.
  const carry = (old, fresh, sent) => {
    for (const field of old.querySelectorAll(FIELDS)) {
      const same = fresh.querySelector(`#${CSS.escape(field.id)}`);
      if (same && field.form !== sent && isTyped(field)) put(field, same);
    }
    const folds = fresh.querySelectorAll("details");
    old.querySelectorAll("details").forEach((fold, at) => {
      if (fold.open && folds[at] && !fold.contains(sent)) folds[at].open = true;
    });
  };

  const nameOf = (control) => (control.id ? `#${CSS.escape(control.id)}` : `[aria-label="${CSS.escape(control.getAttribute("aria-label") || "")}"]`);
  const replace = (old, fresh, sent = null) => {
    const active = sent && old.contains(sent) ? sent.querySelector("button") : document.activeElement;
    const control = active && old.contains(active) ? nameOf(active) : null;
    carry(old, fresh, sent);
    old.replaceWith(fresh);
    htmx.process(fresh);
    if (control) (fresh.querySelector(control) || fresh.querySelector('[tabindex="-1"]'))?.focus({ preventScroll: true });
  };

  const isInUse = (part) => {
    const typing = part.contains(document.activeElement) && document.activeElement.matches("textarea");
    return typing || [...part.querySelectorAll("video")].some((video) => !video.paused);
  };

  // Bars move without being replaced.
  const follow = (part, fresh) => {
    const bars = fresh.querySelectorAll("progress");
    part.querySelectorAll("progress").forEach((bar, at) => { bar.value = bars[at]?.value ?? bar.value; });
  };

  const say = (part) => {
    const line = document.getElementById("said");
    const words = part.dataset.label || part.querySelector("[role=alert], [role=status]")?.textContent || "";
    if (line) line.textContent = words.trim();
  };

  const bring = (root, fresh, sent = null) => {
    const acted = sent?.closest("[data-seen]");
    if (namesOf(root) !== namesOf(fresh)) return replace(root, fresh, sent);
    for (const part of partsOf(fresh)) {
      const old = document.getElementById(part.id);
      if (old !== acted && old.dataset.seen === part.dataset.seen) follow(old, part);
      else if (old !== acted && isInUse(old)) late = true;
      else replace(old, part, sent);
      if (old === acted) say(part);
    }
  };

  const look = async (root) => {
    try {
      const answer = await fetch(root.dataset.live);
      const fresh = answer.ok && parsed(await answer.text());
      // What is on its way brings the newer state.
      if (fresh && root.isConnected && !root.querySelector("form.htmx-request")) bring(root, fresh);
    } catch {
      // offline, or the site restarts: the next look tries again
    }
  };

  const soon = () => {
    timer ??= setTimeout(async () => {
      for (const root of document.querySelectorAll("[data-live]")) await look(root);
      last = Date.now();
      timer = null;
    }, Math.max(150, last + PAUSE - Date.now()));
  };
  const later = () => {
    if (!late) return;
    late = false;
    soon();
  };

  story.addEventListener("story:look", soon);
  story.addEventListener("story:film", ({ detail }) => {
    const bar = story.querySelector(`[data-of="${detail.event.replace("_update", "")}:${detail.shape || detail.kind}"]`);
    if (bar && detail.status === "making") bar.value = detail.progress;
    else soon();
  });
  // The answer to a form is the whole page: only what it is about is replaced, so that no other video stops.
  document.addEventListener("htmx:beforeSwap", ({ target, detail }) => {
    if (target.id !== "film-page" || !detail.shouldSwap) return;
    detail.shouldSwap = false;
    bring(target, parsed(detail.serverResponse), detail.requestConfig.elt);
  });
  document.addEventListener("focusout", () => setTimeout(later, 500)); // until the button that was pressed is let go
  document.addEventListener("pause", later, true);
  // One at a time.
  document.addEventListener("play", ({ target }) => {
    for (const video of document.querySelectorAll("video")) if (video !== target) video.pause();
  }, true);
})();

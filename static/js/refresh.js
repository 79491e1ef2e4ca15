// Keeps the page up to date: fetches an element with data-url again when a live event is about it, or may have been missed.
// An element whose data-stamp equals the event's stamp is up to date and not fetched.
(() => {
  const story = document.getElementById("story");
  const PAUSE = 500; // ms between two rounds: many things may change at once
  const wanted = new Map(); // element id -> stamp it must get; null: unknown, fetch it; "": fetch it even if its stamp is the same
  let timer = null;
  let last = 0;

  const fetchAgain = ([id, stamp]) => {
    const element = document.getElementById(id);
    if (!element || element.closest("dialog:not([open])") || (stamp && element.dataset.stamp === stamp)) return null;
    if (stamp === "") delete element.dataset.stamp; // else the morph would skip it
    // When the site cannot be reached the next round tries again.
    return htmx.ajax("GET", element.dataset.url, { source: element, target: element }).catch(() => {});
  };

  const round = async () => {
    const now = [...wanted];
    wanted.clear();
    await Promise.all(now.map(fetchAgain));
    last = Date.now();
    timer = null;
    if (wanted.size) soon();
  };
  const soon = () => (timer ??= setTimeout(round, Math.max(200, last + PAUSE - Date.now())));

  const refresh = (selector, stamp = null) => {
    for (const element of document.querySelectorAll(selector)) {
      if (!element.parentElement.closest(selector)) wanted.set(element.id, stamp);
    }
    soon();
  };

  // As core/durations.py says it.
  const leftLabel = (seconds) => {
    const minutes = Math.round(seconds / 60);
    return `${minutes < 1 ? "Less than a minute" : minutes === 1 ? "About 1 minute" : `About ${minutes} minutes`} left`;
  };
  const show = (bar, progress) => {
    bar.value = progress;
    const left = bar.parentElement.querySelector("[data-usual]");
    if (left) left.textContent = leftLabel(left.dataset.usual * (1 - progress / 1000));
  };

  const refreshPicture = (number, stamp) => {
    refresh(`[data-picture="${number}"][data-url]`, stamp);
    refresh("#progress");
  };
  const look = () => refresh("[data-url]");

  story.addEventListener("story:look", look);
  story.addEventListener("story:picture", ({ detail }) => {
    const turn = detail.status === "queued" && detail.starts_in !== null; // the stamp does not say when
    refreshPicture(detail.scene_number, turn ? "" : detail.seen);
  });
  story.addEventListener("story:scene", ({ detail }) => refresh(`#scene-${detail.scene_number}`, detail.stamp));
  story.addEventListener("story:film", ({ detail }) => {
    const bar = story.querySelector(`[data-progress-of="${detail.event.replace("_update", "")}:${detail.shape || detail.kind}"]`);
    if (bar && detail.status === "making") show(bar, detail.progress);
    else refresh("#panels, #film-page, #downloads");
  });

  document.addEventListener("htmx:afterSwap", ({ target, detail }) => {
    if (detail.requestConfig.verb !== "post") return;
    // A decision changes the bar as well, and one in the viewer the card behind it.
    if (target.matches("[data-picture]")) refreshPicture(target.dataset.picture, target.dataset.stamp);
    // A box that was saved shows what it is now; events about that come as well.
    const saved = target.matches(".scene-tools[data-stamp]") && target.closest("[data-scene]");
    if (saved) saved.dataset.stamp = target.dataset.stamp;
  });
})();

// Pictures by keyboard, in the viewer and on the card that has the focus, and the viewer by swiping. The question mark
// shows what the keys are.
(() => {
  const dialog = document.getElementById("viewing");
  const inViewer = () => !dialog || dialog.open;
  const cards = () => [...document.querySelectorAll(".cards > .card")];
  const shown = () =>
    inViewer()
      ? document.querySelector("#viewer[data-picture]:not([hidden])")
      : document.activeElement.closest(".cards > .card");
  const control = (key) => shown()?.querySelector(`[data-key="${key}"]`);
  const press = (key) => control(key)?.click();
  const goTo = (card) => card?.querySelector("[data-key=look]").focus();
  const waits = (card) => card.matches(".is-pending_approval");

  const step = (key, by) => {
    if (inViewer()) return press(key);
    const all = cards();
    goTo(shown() ? all[all.indexOf(shown()) + by] : (all.find(waits) ?? all[0]));
  };
  const approve = () => {
    const button = control("a");
    if (!button) return;
    if (inViewer()) button.form.dataset.thenNext = "";
    const all = cards();
    const here = all.indexOf(shown());
    button.click();
    if (!inViewer()) goTo([...all.slice(here + 1), ...all.slice(0, here)].find(waits));
  };
  const fillIn = (key) => {
    const form = control(key)?.closest("details");
    if (!form) return;
    form.open = true;
    form.querySelector("textarea").focus();
  };
  const explain = () => {
    const keys = document.querySelector(inViewer() ? "#viewer .keys" : "main .keys");
    if (keys) keys.open = !keys.open;
  };

  const ACTS = {
    ArrowLeft: () => step("left", -1),
    ArrowRight: () => step("right", 1),
    a: approve,
    r: () => fillIn("r"),
    e: () => fillIn("e"),
    u: () => press("u"),
    "?": explain,
    Escape: () => dialog || press("close"), // a dialog closes by itself
  };

  document.addEventListener("keydown", (event) => {
    const act = ACTS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    const anywhere = event.key === "?" || (event.key.startsWith("Arrow") && document.activeElement === document.body);
    if (!act || !(shown() || anywhere) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, textarea, select")) return;
    if (event.repeat && !event.key.startsWith("Arrow")) return; // a key that is held approves one picture, not all
    if (event.key !== "Escape") event.preventDefault();
    act();
  });

  const FAR = 60; // pixels
  let from = null;
  document.addEventListener("touchstart", ({ touches, target }) => {
    const free = inViewer() && shown() && target.closest(".viewer:not(.comparing) .viewer-pictures") && visualViewport.scale === 1;
    from = free && touches.length === 1 ? touches[0] : null;
  }, { passive: true });
  document.addEventListener("touchend", ({ changedTouches: [to] }) => {
    if (!from) return;
    const [x, y] = [to.clientX - from.clientX, to.clientY - from.clientY];
    from = null;
    if (Math.abs(x) > FAR && Math.abs(x) > 2 * Math.abs(y)) press(x > 0 ? "left" : "right");
  }, { passive: true });
})();

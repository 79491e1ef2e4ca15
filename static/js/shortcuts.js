// The viewer by keyboard and by swiping; what its keys are it says itself, at the question mark.
(() => {
  const dialog = document.getElementById("viewing");
  const shown = () => (!dialog || dialog.open) && document.querySelector("#viewer[data-picture]:not([hidden])");
  const control = (key) => shown().querySelector(`[data-key="${key}"]`);
  const press = (key) => control(key)?.click();

  const approve = () => {
    const button = control("a");
    if (!button) return;
    button.form.dataset.thenNext = "";
    button.click();
  };
  const fillIn = (key) => {
    const form = control(key)?.closest("details");
    if (!form) return;
    form.open = true;
    form.querySelector("textarea").focus();
  };
  const explain = () => (control("?").parentElement.open = !control("?").parentElement.open);

  const ACTS = {
    ArrowLeft: () => press("left"),
    ArrowRight: () => press("right"),
    a: approve,
    r: () => fillIn("r"),
    e: () => fillIn("e"),
    u: () => press("u"),
    "?": explain,
    Escape: () => dialog || press("close"), // a dialog closes by itself
  };

  document.addEventListener("keydown", (event) => {
    const act = ACTS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || !shown() || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, textarea, select")) return;
    if (event.repeat && !event.key.startsWith("Arrow")) return; // a key that is held approves one picture, not all
    if (event.key !== "Escape") event.preventDefault();
    act();
  });

  const FAR = 60; // pixels
  let from = null;
  document.addEventListener("touchstart", ({ touches, target }) => {
    const free = shown() && target.closest(".viewer:not(.comparing) .viewer-pictures") && visualViewport.scale === 1;
    from = free && touches.length === 1 ? touches[0] : null;
  }, { passive: true });
  document.addEventListener("touchend", ({ changedTouches: [to] }) => {
    if (!from) return;
    const [x, y] = [to.clientX - from.clientX, to.clientY - from.clientY];
    from = null;
    if (Math.abs(x) > FAR && Math.abs(x) > 2 * Math.abs(y)) press(x > 0 ? "left" : "right");
  }, { passive: true });
})();

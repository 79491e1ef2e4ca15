// Where the focus goes when a swap has taken away what had it.
(() => {
  let pressed = null; // a button is disabled while its form is on its way, and so has lost the focus by then
  let before = null; // what had the focus, in which part of the page, and whether it was pressed

  // What can be done next; or else the heading, from where reading goes on.
  const focusAgain = (root) => {
    const part = document.getElementById(before.part) ?? root;
    const keys = before.sent && part.dataset.picture ? ["n", "u", "a"] : [];
    const next = keys.map((key) => part.querySelector(`[data-key="${key}"]`));
    for (const control of [...next, before.control, part.querySelector('[tabindex="-1"]')]) {
      control?.focus({ preventScroll: true });
      if (control && control === document.activeElement) return;
    }
  };

  document.addEventListener("htmx:beforeRequest", ({ target, detail }) => {
    if (detail.requestConfig.verb === "post") pressed = target.contains(document.activeElement) ? document.activeElement : null;
  });
  document.addEventListener("htmx:beforeSwap", ({ target, detail }) => {
    const sent = detail.requestConfig.verb === "post";
    const control = sent ? pressed : document.activeElement;
    const had = control && control !== target && target.contains(control);
    before = had ? { sent, control, part: control.closest("[data-picture], [data-stamp]")?.id } : null;
  });
  document.addEventListener("htmx:afterSwap", ({ target }) => {
    if (before && !target.contains(document.activeElement)) focusAgain(target);
  });
})();

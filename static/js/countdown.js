// Counts "in 22 s" down, for every element that says data-starts-in.
(() => {
  const due = new WeakMap();

  setInterval(() => {
    for (const element of document.querySelectorAll("[data-starts-in]")) {
      if (!due.has(element)) due.set(element, Date.now() + 1000 * Number(element.dataset.startsIn));
      const left = Math.ceil((due.get(element) - Date.now()) / 1000);
      element.textContent = left > 0 ? `in ${left} s` : "now";
    }
  }, 1000);
})();

// Counts "in 22 s" down, for every element that says data-starts-in.
(() => {
  let last = Date.now();

  setInterval(() => {
    const passed = (Date.now() - last) / 1000;
    last = Date.now();
    for (const element of document.querySelectorAll("[data-starts-in]")) {
      element.dataset.startsIn -= passed;
      const left = Math.ceil(element.dataset.startsIn);
      element.textContent = left > 0 ? `in ${left} s` : "now";
    }
  }, 1000);
})();

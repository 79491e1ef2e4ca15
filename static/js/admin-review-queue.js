// Ticking many cards of the review queue: what Django's own script does for the rows of a table.
"use strict";
{
  const boxes = [...document.querySelectorAll(".sf-queue input.action-select")];
  const bar = document.querySelector(".sf-bulk");
  const show = (selector, shown) =>
    bar.querySelectorAll(selector).forEach((part) => part.classList.toggle("hidden", !shown));

  // `across`: every picture of the list is meant, on all its pages.
  const update = (across = false) => {
    const ticked = boxes.filter((box) => box.checked).length;
    const all = ticked === boxes.length;
    const toggle = document.getElementById("sf-toggle");
    toggle.checked = all;
    toggle.indeterminate = ticked > 0 && !all;
    bar.querySelectorAll("input.select-across").forEach((input) => { input.value = across ? 1 : 0; });
    const counter = bar.querySelector(".action-counter");
    if (counter) counter.textContent = `${ticked} of ${counter.dataset.actionsIcnt} selected`;
    show(".action-counter", !across);
    show(".all", across);
    show(".question", all && !across);
    show(".clear", across);
  };

  const tickAll = (checked) => {
    boxes.forEach((box) => { box.checked = checked; });
    update();
  };

  if (bar && boxes.length) {
    const toggle = document.getElementById("sf-toggle");
    toggle.closest("label").hidden = false;
    toggle.addEventListener("change", () => tickAll(toggle.checked));
    boxes.forEach((box) => box.addEventListener("change", () => update()));
    bar.querySelector(".question a")?.addEventListener("click", (event) => {
      event.preventDefault();
      update(true);
    });
    bar.querySelector(".clear a")?.addEventListener("click", (event) => {
      event.preventDefault();
      tickAll(false);
    });
    // Also where the browser remembers what was ticked.
    window.addEventListener("pageshow", () => update());
  }
}

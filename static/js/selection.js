// Many pictures at once: the bar comes with the first tick and goes with the last; Shift ticks all in between.
(() => {
  const bar = () => document.getElementById("selected");
  const ticks = () => [...document.querySelectorAll(".pick input")];
  let last = null; // the number that was ticked last

  const count = () => {
    const some = ticks().filter((tick) => tick.checked).length;
    if (!bar()) return;
    bar().toggleAttribute("data-some", some > 0);
    bar().querySelector("[data-count]").textContent = some;
  };

  const fill = (tick) => {
    const number = (value) => parseInt(value, 10); // of "picture:version"
    const ends = [number(last), number(tick.value)].sort((a, b) => a - b);
    for (const other of ticks()) {
      if (number(other.value) >= ends[0] && number(other.value) <= ends[1]) other.checked = tick.checked;
    }
  };

  document.addEventListener("click", (event) => {
    if (!event.target.matches(".pick input")) return;
    if (event.shiftKey && last) fill(event.target);
    last = event.target.value;
    count();
  });
  document.addEventListener("reset", (event) => event.target === bar() && setTimeout(count)); // it is told before it happens
  document.addEventListener("htmx:afterSwap", count);
  count();
})();

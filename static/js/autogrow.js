// Text boxes that grow with their text, where the browser cannot do it by itself (field-sizing: content).
(() => {
  if (CSS.supports("field-sizing", "content")) return;

  const grow = (box) => {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
  };
  const growAll = () => document.querySelectorAll("textarea[data-grow]").forEach(grow);

  document.addEventListener("input", (event) => event.target.matches("textarea[data-grow]") && grow(event.target));
  document.addEventListener("htmx:afterSettle", growAll);
  window.addEventListener("resize", growAll);
  growAll();
})();

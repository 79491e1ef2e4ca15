// Enter sends an answer of one line or two; Shift+Enter begins a new line. Ctrl+Enter sends any text.
document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (event.key !== "Enter" || event.isComposing || event.shiftKey || !target.matches("textarea")) return;
  if (!("enterSends" in target.dataset || event.ctrlKey || event.metaKey) || !target.form) return;
  event.preventDefault();
  target.form.requestSubmit();
});

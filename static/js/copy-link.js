// A button that copies the address of a link.
document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  const words = (button.dataset.words ??= button.textContent);
  try {
    await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).href);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not copied: select the link instead"; // a browser gives the clipboard to HTTPS only
  }
  setTimeout(() => (button.textContent = words), 3000);
});

// A button that copies the address of a link, or the text of something else.
document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  const words = (button.dataset.words ??= button.textContent);
  try {
    const { href, textContent } = document.querySelector(button.dataset.copy);
    await navigator.clipboard.writeText(href ?? textContent);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not copied: select it instead"; // a browser gives the clipboard to HTTPS only
  }
  setTimeout(() => (button.textContent = words), 3000);
});

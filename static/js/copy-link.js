// A button that copies the address of a link, or the text of something else; with data-share, the title, it opens what the
// device shares links with, where there is such a thing.
document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  const words = (button.dataset.words ??= button.textContent);
  const { href, textContent } = document.querySelector(button.dataset.copy);
  const title = button.dataset.share;
  try {
    if (title && navigator.share) return await navigator.share({ title, url: href });
    await navigator.clipboard.writeText(href ?? textContent);
    button.textContent = "Copied";
  } catch (error) {
    if (error.name === "AbortError") return; // somebody thought better of it
    button.textContent = "Not copied: select it instead"; // a browser gives the clipboard to HTTPS only
  }
  setTimeout(() => (button.textContent = words), 3000);
});

// A button that copies the address of a link. Without the clipboard there is no such button.
(() => {
  if (!navigator.clipboard || window.copies) return;
  window.copies = true;

  const show = () => {
    for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
  };
  const copy = async (button) => {
    const words = button.dataset.words || button.textContent;
    button.dataset.words = words;
    try {
      await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).href);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not copied: select the link instead";
    }
    setTimeout(() => (button.textContent = words), 3000);
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-copy]");
    if (button) copy(button);
  });
  new MutationObserver(show).observe(document.body, { childList: true, subtree: true });
  show();
})();

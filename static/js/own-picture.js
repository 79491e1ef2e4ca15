// Loads js/crop.js and its style once somebody has chosen a picture of his own.
document.addEventListener("change", async ({ target }) => {
  if (!target.dataset.crop || !target.files.length) return;
  const style = target.dataset.cropStyle;
  if (!document.querySelector(`link[href="${style}"]`)) document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: style }));
  (await import(target.dataset.crop)).default(target);
});

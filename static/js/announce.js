// Tells screen readers what became of a picture, or of another part of the page. The lines it writes to are never swapped
// themselves: a line that comes with a fragment is not read out.
(() => {
  const say = (id, sentence) => {
    const line = document.getElementById(id);
    if (line) line.textContent = sentence.trim();
  };
  const became = ({ picture, label }) => (picture ? `Picture ${picture}: ${label.toLowerCase()}.` : label);
  let last = { ...document.getElementById("viewer")?.dataset }; // what the viewer showed before
  let part = null; // what was acted on
  let done = ""; // said together with the picture that comes next

  const inViewer = (now, posted) => {
    if (last.picture !== now.picture) {
      say("said-viewer", `${done} Picture ${now.picture} of 20: ${now.label.toLowerCase()}.`);
      done = "";
    } else if (posted || last.stamp !== now.stamp) {
      say("said-viewer", became(now));
      done = posted && "thenNext" in posted.dataset ? became(now) : "";
    }
    last = { ...now };
  };

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    part = detail.requestConfig.elt.closest("[data-label]");
  });
  document.addEventListener("htmx:afterSwap", ({ target, detail }) => {
    const posted = detail.requestConfig.verb === "post" && detail.requestConfig.elt;
    if (target.id === "viewer") inViewer(target.dataset, posted);
    else if (posted) say("said", part ? became(part.dataset) : target.querySelector(".progress-line p")?.textContent || "");
  });
})();

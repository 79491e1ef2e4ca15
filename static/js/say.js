// Tells screen readers what became of a picture. The lines it writes to are never swapped themselves: a line that comes
// with a fragment is not read out.
(() => {
  const say = (id, sentence) => {
    const line = document.getElementById(id);
    if (line) line.textContent = sentence;
  };
  const became = ({ picture, label }) => `Picture ${picture}: ${label.toLowerCase()}.`;
  let last = document.getElementById("viewer")?.dataset; // what the viewer showed before
  let done = ""; // said together with the picture that comes next

  const inViewer = (now, posted) => {
    if (last?.picture !== now.picture) {
      say("said-viewer", `${done} Picture ${now.picture} of 20: ${now.label.toLowerCase()}.`.trim());
      done = "";
    } else if (posted || last.seen !== now.seen) {
      say("said-viewer", became(now));
      done = posted && "goOn" in posted.dataset ? became(now) : "";
    }
    last = now;
  };

  document.addEventListener("htmx:afterSwap", ({ target, detail }) => {
    const posted = detail.requestConfig.verb === "post" && detail.requestConfig.elt;
    if (target.id === "viewer") inViewer(target.dataset, posted);
    else if (posted && target.matches(".card")) say("said", became(target.dataset));
    else if (posted && target.id === "body") say("said", target.querySelector(".progress-line p")?.textContent || "");
  });
})();

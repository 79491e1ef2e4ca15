// The viewer in front of the story's page: opens, moves on and closes. Every picture has an address, at which the viewer
// is a page by itself after a reload; that page has no dialog and follows its links. Back closes the viewer.
(() => {
  const dialog = document.getElementById("viewing");
  const viewer = () => document.getElementById("viewer");
  let opener = null; // the number of the picture it was opened from
  let later = null; // where to go once what is being sent has arrived

  const go = (url) => {
    if (viewer().querySelector("form.htmx-request")) later = url;
    else if (dialog) {
      history.replaceState({ viewing: opener }, "", url);
      show(url);
    } else location.assign(url);
  };
  const show = (url) => htmx.ajax("GET", url, { source: dialog, target: "#viewer", swap: "outerHTML" }).catch(() => {}); // said below

  const open = (number) => {
    opener = number;
    viewer().hidden = true; // what it showed last
    dialog.showModal();
    dialog.append(document.getElementById("problem")); // nothing behind a modal dialog can be read
  };

  const closed = () => {
    if (history.state?.viewing) history.back();
    document.querySelector("main").after(document.getElementById("problem"));
    const card = document.getElementById(`picture-${opener}`);
    card?.scrollIntoView({ block: "nearest" });
    card?.querySelector(".look-at").focus({ preventScroll: true });
  };

  const useAgain = (words) => {
    const box = viewer().querySelector("[data-depiction]");
    box.value = words;
    box.closest("details").open = true;
    box.focus();
  };

  document.addEventListener("click", (event) => {
    const { target } = event;
    if (target.closest("[data-use-prompt]")) return useAgain(target.closest("[data-use-prompt]").dataset.usePrompt);
    const link = target.closest("a[data-view], a[data-close]");
    if (!link || !dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.matches("[data-close]")) return dialog.close();
    if (!dialog.open) {
      const number = link.closest("[data-picture]").dataset.picture;
      history.pushState({ viewing: number }, "", link.href);
      open(number);
    }
    go(link.href);
  });

  // A form that opens below the fold is brought into view.
  document.addEventListener("toggle", ({ target }) => {
    if (target.open && target.matches(".buttons > .fold")) target.scrollIntoView({ block: "nearest" });
  }, true);

  const path = location.pathname;
  addEventListener("popstate", ({ state }) => {
    if (!dialog) return location.pathname === path || location.reload();
    if (!state?.viewing) return dialog.close();
    if (!dialog.open) open(state.viewing);
    show(location.href);
  });

  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const { verb, target, elt } = detail.requestConfig;
    if (verb !== "post" || target.id !== "viewer") return;
    const next = later || ("thenNext" in elt.dataset && detail.xhr.status === 200 && viewer().dataset.waiting);
    delete elt.dataset.thenNext;
    later = null;
    if (next) go(next);
  });

  if (!dialog) return;
  dialog.addEventListener("close", closed);
  document.addEventListener("htmx:afterSwap", ({ target, detail }) => {
    if (target.id !== "viewer" || !dialog.open) return;
    if (detail.requestConfig.elt === dialog) dialog.scrollTop = 0; // what was asked for is at the top
    if (!dialog.querySelector("#viewer :focus")) target.querySelector("h2").focus({ preventScroll: true });
  });
  // The page by itself says why this picture cannot be shown.
  document.addEventListener("htmx:responseError", ({ detail }) => detail.requestConfig.elt === dialog && location.assign(detail.pathInfo.requestPath));
  document.addEventListener("htmx:sendError", ({ detail }) => detail.requestConfig.elt === dialog && viewer().hidden && dialog.close());
})();

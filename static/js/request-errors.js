// Says in words what went wrong with a request that changed nothing on the page.
(() => {
  const line = () => document.getElementById("problem");

  const say = (sentence) => {
    line().textContent = sentence;
    line().hidden = false;
  };

  const SENTENCES = {
    403: "This page was open for too long. Reload it and try again.",
    404: "This is no longer here. Reload the page to see what is.",
    429: "That was a little too fast. Wait a moment and try again.",
  };

  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.requestConfig.verb === "get") return; // a refresh in the background: the next one will do
    say(SENTENCES[event.detail.xhr.status] || "That did not work; nothing was changed. Please try again in a moment.");
  });
  document.addEventListener("htmx:sendError", () => {
    say("The site cannot be reached right now. What you typed is still here; try again when you are back online.");
    addEventListener("online", () => (line().hidden = true), { once: true });
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) line().hidden = true;
  });
})();

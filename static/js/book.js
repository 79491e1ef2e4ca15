// The picture book as pages to turn: by buttons, arrow keys and swiping. The page that is open stands in the address.
(() => {
  const book = document.querySelector("[data-book]");
  if (!book) return;

  const strip = book.querySelector(".spreads");
  const spreads = [...strip.children];
  const bar = book.querySelector(".turning");
  let open = 0;
  let going = null; // the page that is being turned to: whoever is fast turns on from there
  let width = 0;

  const addressOf = (index) => (index ? `#${spreads[index].id}` : location.pathname + location.search);
  const named = () => spreads.findIndex((spread) => `#${spread.id}` === location.hash);
  const step = () => spreads[1].offsetLeft - spreads[0].offsetLeft; // all are equally wide; on paper they stand below each other: 0
  const seen = () => Math.round(strip.scrollLeft / step());
  const from = () => going ?? seen();

  const turnTo = (index, how = "smooth") => {
    going = Math.min(Math.max(index, 0), spreads.length - 1);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    strip.scrollTo({ left: going * step(), behavior: calm ? "instant" : how });
  };

  const show = (index) => {
    open = index;
    bar.querySelector("[role=status]").textContent = spreads[index].dataset.label;
    for (const button of bar.querySelectorAll("[data-turn]")) {
      button.setAttribute("aria-disabled", !spreads[index + Number(button.dataset.turn)]);
    }
  };

  // After any scroll, by button, key or finger: the page in view is the open one.
  strip.addEventListener("scroll", () => {
    if (!step()) return;
    const index = seen();
    if (index === going) going = null;
    if (index === open) return;
    show(index);
    history.replaceState(history.state, "", addressOf(index));
  });
  for (const name of ["scrollend", "touchstart", "wheel"]) strip.addEventListener(name, () => (going = null), { passive: true });

  const KEYS = { ArrowLeft: () => from() - 1, ArrowRight: () => from() + 1, Home: () => 0, End: () => spreads.length - 1 };
  const isInView = () => {
    const { top, bottom } = strip.getBoundingClientRect();
    return top < innerHeight / 2 && bottom > innerHeight / 2;
  };
  document.addEventListener("keydown", (event) => {
    const to = KEYS[event.key];
    if (!to || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !isInView()) return;
    if (event.target.closest("input, textarea, select, video, audio, dialog")) return;
    event.preventDefault();
    turnTo(to());
  });
  bar.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-turn]");
    if (button) turnTo(from() + Number(button.dataset.turn));
  });
  addEventListener("hashchange", () => named() >= 0 && turnTo(named()));
  // A page that was made wider or narrower shows the same spread; after printing too.
  new ResizeObserver(() => {
    if (step() && strip.clientWidth !== width) turnTo(going ?? open, "instant");
    width = strip.clientWidth;
  }).observe(strip);

  book.dataset.paged = "";
  strip.tabIndex = 0;
  bar.hidden = false;
  show(Math.max(named(), 0));
  turnTo(open, "instant");
})();

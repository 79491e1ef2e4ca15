// Brings the page in line with the news: fetches the fragment of what changed and swaps it in.
(() => {
  const story = document.getElementById("story");
  if (!story) return;

  // What is being fetched. Where it changed meanwhile: what it must show (its `seen`), or true when that is not known.
  // What shows that already is left alone, for somebody may have opened something in it.
  const busy = new Map();

  const fetchInto = async (id, url, wanted = true) => {
    if (busy.has(id)) return void busy.set(id, wanted);
    busy.set(id, false);
    try {
      // With a source of its own each request stands alone; htmx lets those of one source replace each other.
      await htmx.ajax("GET", url, { source: `#${id}`, target: `#${id}`, swap: "outerHTML" });
    } catch {
      // offline, or the site restarts: the next look tries again
    } finally {
      const meanwhile = busy.get(id);
      busy.delete(id);
      const element = document.getElementById(id);
      if (meanwhile && element && element.dataset.seen !== meanwhile) fetchInto(id, url, meanwhile);
    }
  };

  const refresh = (id, wanted) => {
    const element = document.getElementById(id);
    if (element) fetchInto(id, element.dataset.url, wanted);
  };

  let progressSoon = null;
  const refreshProgress = () => {
    clearTimeout(progressSoon);
    progressSoon = setTimeout(() => refresh("progress"), 150);
  };

  const typingIn = (element) => {
    const box = element && element.querySelector("textarea");
    return box && box === document.activeElement && !box.disabled;
  };

  // Our own saving is announced to us as well: by then the box already has the stamp of what it shows.
  const refreshScene = (number, stamp) =>
    setTimeout(() => {
      const box = document.getElementById(`scene-${number}`);
      if (box && box.dataset.stamp !== stamp && !typingIn(box)) refresh(box.id);
    }, 300);

  // Whoever types is not disturbed: that card follows when its text box is left.
  let waiting = false;
  const isTypedIn = (element) => {
    const typing = element.contains(document.activeElement) && document.activeElement.matches("textarea");
    waiting ||= typing;
    return typing;
  };

  // A picture's card and, while it is open on that picture, the viewer.
  const placesOf = (number) =>
    [...document.querySelectorAll(`#picture-${number}, #viewer[data-picture="${number}"]`)].filter(
      (place) => !place.closest("dialog:not([open])"),
    );

  const refreshPicture = (number, image) => {
    const moved = image.status === "queued" && image.starts_in !== null;
    const late = placesOf(number).filter((place) => place.dataset.seen !== image.seen || moved);
    for (const place of late) if (!isTypedIn(place)) refresh(place.id, moved ? true : image.seen);
    if (late.length) refreshProgress();
  };

  const DRAWING = ["illustrating", "reviewing", "approved", "filming", "finished", "unfilmed"];
  const groupOf = (state) => (DRAWING.includes(state.phase) ? "pictures" : state.phase);
  // While the clips are made nobody may change the pictures: all cards have other buttons then.
  const isAnother = (state, { group, phase }) =>
    groupOf(state) !== group || (state.phase !== phase && [state.phase, phase].includes("filming"));

  const compare = (state) => {
    const body = document.getElementById("body"); // the viewer as a page of its own has none
    if (body && isAnother(state, body.dataset)) return fetchInto("body", `${story.dataset.home}body`);
    if (body && state.phase !== body.dataset.phase) {
      body.dataset.phase = state.phase;
      refreshProgress();
    }
    const pictures = state.character ? { 0: state.character, ...state.images } : state.images;
    for (const [number, image] of Object.entries(pictures)) {
      if (placesOf(number).some((place) => place.dataset.seen !== image.seen)) refreshPicture(number, image);
    }
    for (const [number, stamp] of Object.entries(state.scene_stamps || {})) refreshScene(number, stamp);
  };

  let looking = false;
  let lookAgain = false;
  const look = async () => {
    lookAgain = looking;
    if (looking) return;
    looking = true;
    try {
      const answer = await fetch(story.dataset.state, { headers: { Accept: "application/json" } });
      if (answer.ok) compare(await answer.json());
    } catch {
      // offline: the next look tries again
    } finally {
      looking = false;
    }
    if (lookAgain) look();
  };

  story.addEventListener("story:picture", ({ detail }) => refreshPicture(detail.scene_number, detail));
  story.addEventListener("story:scene", ({ detail }) => refreshScene(detail.scene_number, detail.stamp));
  story.addEventListener("story:look", look);

  document.addEventListener("htmx:afterSwap", (event) => {
    const saved = document.getElementById(event.target.id);
    if (saved && saved.dataset.stamp && saved.matches(".saved")) {
      saved.closest("[data-scene]").dataset.stamp = saved.dataset.stamp;
    }
  });

  // Our own clicks change the bar as well, and those in the viewer the card behind it.
  document.addEventListener("htmx:afterSwap", ({ target, detail }) => {
    if (detail.requestConfig.verb !== "post" || !target.closest(".cards, #viewer")) return;
    if (target.id === "viewer") refresh(`picture-${target.dataset.picture}`, target.dataset.seen);
    refreshProgress();
  });

  // What is on its way brings the newer state; its answer would find nothing to replace if a refresh came in between.
  document.addEventListener("htmx:beforeSwap", ({ target, detail }) => {
    if (detail.requestConfig.verb === "get" && target.querySelector("form.htmx-request")) detail.shouldSwap = false;
  });

  // Long enough for the button that was pressed to be let go.
  document.addEventListener("focusout", ({ target }) => {
    if (!waiting || !target.matches("textarea")) return;
    waiting = false;
    setTimeout(look, 500);
  });
})();

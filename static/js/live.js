// One event stream for the page. When it breaks: again after 1, 3 and 5 seconds, then the state is polled every
// 5 seconds and the stream tried again every 30. Whatever way an event comes, it leaves here as one on the page:
// "story:picture", "story:preview", "story:scene", "story:film" (detail: the event's data, with its name as `event`) and
// "story:look" (read the whole state again).
(() => {
  const story = document.getElementById("story");
  if (!story) return;

  const AGAIN = [1000, 3000, 5000];
  const POLL = 5000;
  const RETRY = 30000;
  const DOUBT = 60000; // even a healthy stream may have lost an event: look at the state once a minute
  const PICTURE_EVENTS = ["image_ready", "image_update", "character_update"];
  const FILM_EVENTS = ["clip_update", "video_ready", "film_update", "download_update"];
  const VIDEO_EVENTS = ["video_generation_started", "video_generation_complete", "video_generation_error"];
  const STORY_EVENTS = ["story_status", "story_complete", "story_error", "all_approved", "stream-reset", ...VIDEO_EVENTS];

  let stream = null;
  let failures = 0;
  let poll = null;
  let silence = null;

  const tell = (name, detail) => story.dispatchEvent(new CustomEvent(`story:${name}`, { detail }));

  const show = (state, words) => {
    const line = document.getElementById("connection");
    line.dataset.state = state;
    line.textContent = words;
  };

  const hangUp = () => {
    clearTimeout(silence);
    if (stream) stream.close();
    stream = null;
  };

  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(broken, 45000); // the server says something every 15 s
  };

  const opened = () => {
    failures = 0;
    clearInterval(poll);
    poll = null;
    heard();
    show("live", "Live");
  };

  const broken = () => {
    hangUp();
    const wait = AGAIN[failures];
    failures += 1;
    if (wait === undefined) startPolling();
    else show("waiting", "Reconnecting…");
    setTimeout(connect, wait === undefined ? RETRY : wait);
  };

  const startPolling = () => {
    show("polling", "Checking every 5 s");
    if (poll) return;
    tell("look");
    poll = setInterval(() => tell("look"), POLL);
  };

  const connect = () => {
    hangUp();
    heard(); // a stream that neither opens nor fails counts as silence too
    stream = new EventSource(story.dataset.stream);
    stream.onopen = opened;
    stream.onerror = broken;
    stream.addEventListener("keep-alive", heard);
    const on = (names, then) =>
      names.forEach((name) =>
        stream.addEventListener(name, (event) => {
          heard();
          then(event);
        }),
      );
    on(PICTURE_EVENTS, (event) => tell("picture", JSON.parse(event.data)));
    on(FILM_EVENTS, (event) => tell("film", { ...JSON.parse(event.data), event: event.type }));
    on(["image_preview"], (event) => tell("preview", JSON.parse(event.data)));
    on(["scene_update"], (event) => tell("scene", JSON.parse(event.data)));
    on(STORY_EVENTS, () => tell("look"));
    on(["story_deleted"], () => {
      hangUp();
      location.assign("/"); // where it can be undone
    });
  };

  setInterval(() => tell("look"), DOUBT);
  window.addEventListener("pagehide", hangUp);
  window.addEventListener("pageshow", (event) => event.persisted && connect());
  connect();
})();

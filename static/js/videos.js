// One video plays at a time.
document.addEventListener("play", ({ target }) => {
  for (const video of document.querySelectorAll("video")) if (video !== target) video.pause();
}, true);

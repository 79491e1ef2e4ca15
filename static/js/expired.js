// A player that stood still for some minutes gets no more of its film from a bucket: the address that this site gave it has
// expired. It asks here for another one, and goes on where it was.
document.addEventListener("error", ({ target: player }) => {
  if (!(player instanceof HTMLVideoElement)) return;
  const at = player.currentTime, goesOn = !player.paused;
  if (player.dataset.askedAgainAt === String(at)) return; // it did not help
  player.dataset.askedAgainAt = at;
  player.addEventListener("loadedmetadata", () => {
    player.currentTime = at;
    if (goesOn) player.play();
  }, { once: true });
  player.preload = "metadata";
  player.load();
}, true);

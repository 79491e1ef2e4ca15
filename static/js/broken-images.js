// A picture whose address does not load says so and offers another try.
(() => {
  const broken = new WeakMap(); // by image: the address that did not load

  const retry = (image, note) => {
    const url = new URL(image.src, location.href);
    url.searchParams.set("again", Date.now());
    note.remove();
    image.hidden = false;
    image.src = url;
  };

  const offer = (image) => {
    const note = document.createElement("div");
    note.className = "missing";
    note.setAttribute("role", "alert");
    note.innerHTML = "<p>This picture did not load.</p><button type=\"button\" class=\"button plain\">Try again</button>";
    note.querySelector("button").addEventListener("click", (event) => {
      event.preventDefault();
      retry(image, note);
    });
    broken.set(image, image.src);
    image.hidden = true;
    image.closest(".frame, figure").append(note);
  };

  // "error" does not bubble: it is caught on its way down.
  document.addEventListener("error", (event) => event.target.matches?.(".card img, .frame img:not(.under)") && offer(event.target), true);
  // A swap takes the note away and leaves the image as it is.
  document.addEventListener("htmx:afterSwap", ({ target }) => {
    for (const image of target.querySelectorAll("img")) if (broken.get(image) === image.src && !image.hidden) offer(image);
  });
})();

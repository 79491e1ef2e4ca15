// Shows how far a picture is while it is being drawn. The finished one comes with a card of its own.
(() => {
  const story = document.getElementById("story");
  if (!story) return;

  const latest = new Map(); // by scene number: a card that is swapped meanwhile gets its preview back

  const showIn = (figure, number) => {
    const image = figure.querySelector(".preview") || document.createElement("img");
    image.className = "preview";
    image.alt = "";
    image.src = latest.get(number);
    figure.prepend(image);
  };

  const show = (number) => {
    if (!latest.has(number)) return;
    const places = `#picture-${number}.is-generating figure, #viewer[data-picture="${number}"].is-generating .frame`;
    document.querySelectorAll(places).forEach((place) => showIn(place, number));
  };

  story.addEventListener("story:preview", ({ detail }) => {
    latest.set(detail.scene_number, detail.preview);
    show(detail.scene_number);
  });
  story.addEventListener("story:picture", ({ detail }) => {
    if (detail.status !== "generating") latest.delete(detail.scene_number);
  });
  document.addEventListener("htmx:afterSwap", () => [...latest.keys()].forEach(show));
})();

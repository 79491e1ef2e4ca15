// The frame that is placed over one's own picture before it is used. Loaded when a file is chosen (js/own-picture.js);
// without it the choice below the file decides. What it sends is x and y of the frame's middle, and its width: 0 to 1.
const SHAPE = 2 / 3; // width by height of a story's pictures
const LEAST = 256; // pixels of the picture that a frame must hold each way
const LARGE = 1600; // pixels of the canvas it is shown on, at most
const STEP = 0.02;

const MARKUP = `
  <div class="crop-stage"><canvas role="img" aria-label="Your picture"></canvas>
    <div class="crop-frame" tabindex="0" role="group" aria-label="The part to use: arrow keys move it, plus and minus change its size"></div></div>
  <div class="crop-side">
    <p class="muted">Drag the frame. This is used:</p>
    <canvas class="crop-result" width="160" height="240" role="img" aria-label="The part that is used"></canvas>
    <label>Size <input type="range" min="0" max="1" step="any"></label>
    <label class="crop-all"><input type="checkbox"> All of it</label>
  </div>`;

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

export default async function crop(input) {
  const form = input.form;
  form.querySelector(".crop")?.remove();
  const choice = form.querySelector("fieldset");
  choice.hidden = choice.disabled = false;
  let picture;
  try {
    picture = await createImageBitmap(input.files[0]);
  } catch {
    return; // the server says what is wrong with it
  }
  if (form.querySelector(".crop")) return; // another file was chosen meanwhile
  choice.hidden = choice.disabled = true;

  const panel = document.createElement("div");
  panel.className = "crop";
  panel.innerHTML = MARKUP;
  const [canvas, result] = panel.querySelectorAll("canvas");
  const frame = panel.querySelector(".crop-frame");
  const [size, all] = panel.querySelectorAll("input");
  const sent = Object.assign(document.createElement("input"), { type: "hidden", name: "crop" });
  panel.append(sent);
  choice.after(panel);
  panel.scrollIntoView({ block: "nearest" });
  const scale = Math.min(1, LARGE / Math.max(picture.width, picture.height));
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);

  const tall = picture.width / picture.height / SHAPE; // the frame's height by its width, both as shares
  const most = Math.min(1, 1 / tall);
  const least = Math.min(most, Math.max(LEAST / picture.width, LEAST / picture.height / tall));
  let [x, y, width] = [0.5, 0.5, most];

  const show = () => {
    width = clamp(width, least, most);
    x = clamp(x, width / 2, 1 - width / 2);
    y = clamp(y, (width * tall) / 2, 1 - (width * tall) / 2);
    const height = width * tall;
    const [left, top] = [x - width / 2, y - height / 2];
    Object.assign(frame.style, { left: `${left * 100}%`, top: `${top * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` });
    result.getContext("2d").drawImage(picture, left * picture.width, top * picture.height, width * picture.width, height * picture.height, 0, 0, result.width, result.height);
    size.value = most > least ? (width - least) / (most - least) : 1;
    sent.value = all.checked ? "" : [x, y, width].map((share) => share.toFixed(5)).join();
    panel.classList.toggle("crop-whole", all.checked);
    size.disabled = all.checked || most === least;
  };

  const KEYS = {
    ArrowLeft: () => (x -= STEP), ArrowRight: () => (x += STEP), ArrowUp: () => (y -= STEP), ArrowDown: () => (y += STEP),
    "+": () => (width *= 1.05), "=": () => (width *= 1.05), "-": () => (width /= 1.05),
  };
  frame.addEventListener("keydown", (event) => {
    if (!KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation(); // the page's own keys
    KEYS[event.key]();
    show();
  });
  size.addEventListener("input", () => {
    width = least + (most - least) * Number(size.value);
    show();
  });
  all.addEventListener("change", show);

  // One finger moves the frame, two change its size.
  const fingers = new Map();
  const apart = () => {
    const [one, other] = [...fingers.values()];
    return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  };
  frame.addEventListener("pointerdown", (event) => {
    frame.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event);
  });
  frame.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const box = canvas.getBoundingClientRect();
    const distance = fingers.size === 2 ? apart() : 0;
    fingers.set(event.pointerId, event);
    if (distance) width *= apart() / distance;
    else {
      x += (event.clientX - before.clientX) / box.width;
      y += (event.clientY - before.clientY) / box.height;
    }
    show();
  });
  for (const name of ["pointerup", "pointercancel"]) frame.addEventListener(name, (event) => fingers.delete(event.pointerId));

  form.addEventListener("reset", () => {
    panel.remove();
    choice.hidden = choice.disabled = false;
  }, { once: true });
  show();
}

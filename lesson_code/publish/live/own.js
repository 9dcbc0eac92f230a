// 「내 손실 함수」: what fills its fold is fetched when a reader opens it, or comes with an address that holds a loss. The
// chart's parts are handed over: imported there, they would become a file of their own that every page waits for.
import { scale, slider } from "./chart_controls.js";
import { adopt } from "./chart_drawing.js";
import { later, remedy } from "./later.js";
import { make } from "./make.js";

const load = later(LANDSCAPE);
const fold = document.querySelector("details.landscape");
let filling;

async function fill() {
  filling ??= load().then(({ open }) => open(fold, { adopt, make, remedy, scale, slider }));
  try {
    return await filling;
  } catch {
    filling = undefined;
    fold.querySelector("[role=status]").textContent = `불러오지 못했습니다. ${await remedy()}`;
  }
}

/** Take what the address holds into the fold, and show it there; nothing of it is run. */
async function arrive() {
  if (!new URLSearchParams(location.hash.slice(1)).has("loss")) return;
  fold.open = true;
  (await fill())?.take(location.hash);
  fold.scrollIntoView();
}

if (fold) {
  fold.addEventListener("toggle", () => fold.open && fill());
  if (fold.open) fill();
  addEventListener("hashchange", arrive);
  arrive();
}

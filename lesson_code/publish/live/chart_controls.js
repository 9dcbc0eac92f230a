// What a reader moves a chart with: sliders that let a page scroll, buttons that play, a choice of landscapes.
import { make } from "./make.js";

const SLOP = 6; // pixels that a finger moves before it counts as moving along
const PACES = [["느리게", 2], ["보통", 5], ["빠르게", 15]]; // steps a second
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const SVG = "http://www.w3.org/2000/svg";

/** Return a labelled slider: its element, and its number of places, and functions that read, set and announce it. */
export function slider(id, { label, values, marks }, changed) {
  const input = make("input", { type: "range", id, min: 0, max: values.length - 1 });
  const said = new Text();
  const value = make("span", { className: "value", "aria-hidden": "true" }, said); // the slider itself says it
  const named = make("label", { htmlFor: id, textContent: label });
  const nudge = (textContent, by, way) => { // a finger hits no single place
    const button = make("button", { type: "button", textContent, "aria-label": `${label} 한 칸 ${way}` });
    button.addEventListener("click", () => {
      input.value = Number(input.value) + by;
      changed();
    });
    return button;
  };
  const shown = marks.length ? [nudge("−", -1, "작게"), value, nudge("+", 1, "크게")] : [value];
  const box = make("div", { className: marks.length ? "slider marked" : "slider" }, named, ...shown, input);
  if (marks.length) box.append(scale(marks));
  takeOver(input, changed);
  return {
    box,
    count: values.length,
    place: () => Number(input.value),
    text: (place = input.value) => values[place],
    set: (place) => (input.value = place),
    say: () => {
      said.data = values[input.value];
      input.setAttribute("aria-valuetext", values[input.value]);
    },
  };
}

/** Call `changed` for what the reader sets. A finger sets nothing before it lifts or moves along: it may be scrolling. */
function takeOver(input, changed) {
  let held;
  const settle = () => {
    const { before, now } = held ?? {};
    held = undefined;
    if (now === before) return;
    input.value = now;
    changed();
  };
  input.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") held = { x: event.clientX, before: input.value, now: input.value };
  });
  input.addEventListener("pointermove", (event) => {
    if (held && Math.abs(event.clientX - held.x) > SLOP) settle();
  });
  input.addEventListener("pointerup", settle);
  input.addEventListener("pointercancel", () => (held = undefined));
  input.addEventListener("input", () => {
    if (!held) return changed();
    held.now = input.value;
    input.value = held.before;
  });
}

/** Return the scale under a slider, with a line and a text for each mark: of two the first grows left, the last right. */
export function scale(marks) {
  const draw = (name, attributes, text = "") => {
    const element = document.createElementNS(SVG, name);
    for (const [key, setting] of Object.entries(attributes)) element.setAttribute(key, setting);
    element.textContent = text;
    return element;
  };
  const svg = draw("svg", { class: "scale", "aria-hidden": "true" });
  marks.forEach(([place, text], i) => {
    const x = `${100 * place}%`;
    const anchor = place > (text.length < 6 ? 0.9 : 0.7) || (i === 0 && marks.length > 1) ? "end" : place < 0.3 ? "start" : "middle";
    svg.append(draw("line", { x1: x, x2: x, y1: 0, y2: 22 }));
    svg.append(draw("text", { x, y: 37, "text-anchor": anchor }, text));
  });
  return svg;
}

/** Return radio buttons. One that is chosen already can be chosen again: what it fetched may not have come. */
export function choice(figure, options, first, chosen) {
  const radios = options.map(([address, name]) => {
    const input = make("input", { type: "radio", name: `${figure.id}-choice`, value: address, checked: address === first });
    input.addEventListener("click", () => chosen(address));
    return make("label", {}, input, make("span", { textContent: name }));
  });
  return make("fieldset", { className: "choices" }, make("legend", { textContent: "무엇을 볼지 고르기" }), ...radios);
}

/**
 * Return what plays a chart: its buttons, and functions that offer them and stop. `step` goes one step on and says
 * whether that was the last; `rewind` goes to the beginning, where playing begins unless the reader has halted it. A
 * reader who wants no motion goes step by step.
 */
export function player(step, rewind) {
  let timer, halted;
  const button = make("button", { type: "button", className: "play" });
  const paces = PACES.map(([text, value]) => make("option", { value, text }));
  const pace = make("select", { className: "pace", "aria-label": "재생하는 빠르기" }, ...paces);
  pace.value = PACES[1][1];
  const look = () => {
    button.textContent = STILL.matches ? "한 스텝" : timer ? "멈춤" : "재생";
    button.classList.toggle("playing", Boolean(timer));
    pace.disabled = STILL.matches;
  };
  const stop = () => {
    clearInterval(timer);
    timer = halted = undefined;
    look();
  };
  const go = () => {
    clearInterval(timer);
    timer = setInterval(() => step() && stop(), 1000 / pace.value);
    look();
  };
  button.addEventListener("click", () => {
    if (timer) {
      stop();
      halted = true;
    } else if (STILL.matches) step();
    else {
      if (!halted) rewind();
      go();
    }
  });
  pace.addEventListener("change", () => timer && go());
  STILL.addEventListener("change", stop);
  const offer = (walks) => {
    button.hidden = pace.hidden = !walks;
    halted = undefined;
  };
  offer(false); // until there is something to play
  look();
  return { buttons: [button, pace], stop, offer };
}

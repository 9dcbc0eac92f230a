// The chart: the figure that matplotlib drew, moved through states that Python computed. No formula stands here.

const REST = 600; // milliseconds without a move before a screen reader is told
const SIGNS = ["scroll", "wheel", "pointermove", "pointerdown", "keydown"]; // of a reader who does more than look
const SVG = "http://www.w3.org/2000/svg";

for (const figure of document.querySelectorAll("figure.chart")) whenNear(figure, () => start(figure));

/** Call `begin` once the reader has done something and the figure is within half a screen. */
function whenNear(figure, begin) {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    begin();
  }, { rootMargin: "50% 0px" });
  const wake = () => {
    for (const sign of SIGNS) removeEventListener(sign, wake);
    observer.observe(figure);
  };
  for (const sign of SIGNS) addEventListener(sign, wake, { passive: true });
}

/** Put the controls under the figure and show the first landscape. */
function start(figure) {
  const fetched = new Map();
  const sliders = {
    rate: slider(figure, "rate", "학습률 η", show),
    start: slider(figure, "start", "출발점", show),
    step: slider(figure, "step", "스텝", show),
  };
  const state = make("p", { className: "state" });
  const said = make("output", { className: "said" }); // what is seen at once is heard when the sliders rest
  const note = make("p", { className: "note" });
  const landscapes = choice(figure, Object.entries(JSON.parse(figure.dataset.landscapes)), choose);
  const boxes = Object.values(sliders).map((each) => each.box);
  figure.querySelector(".controls").append(state, landscapes, ...boxes, note, said);
  let data, wanted, wait;
  choose(landscapes.querySelector("input").value);

  async function choose(address) {
    wanted = address;
    if (!fetched.has(address)) fetched.set(address, fetch(address).then((answer) => answer.json()));
    let found;
    try {
      found = await fetched.get(address);
    } catch {
      fetched.delete(address);
      if (wanted === address) tell("그림의 자료를 받지 못했습니다. 연결을 확인하고 지형을 다시 골라 보세요.");
      return;
    }
    if (wanted === address) enter(found);
  }

  function enter(landscape) {
    data = landscape;
    for (const [layout, drawing] of Object.entries(data.drawings)) {
      const svg = new DOMParser().parseFromString(drawing.svg, "image/svg+xml").documentElement;
      svg.setAttribute("class", layout);
      svg.setAttribute("role", "img");
      figure.querySelector(`svg.${layout}`).replaceWith(document.adoptNode(svg));
    }
    sliders.rate.set(data.learning_rates.length - 1, data.telling[0]);
    sliders.start.set(data.starts.length - 1, data.telling[1]);
    sliders.step.set(data.steps, data.telling[2]);
    sliders.rate.mark(data.marks);
    show();
  }

  function show() {
    if (!data) return; // the sliders stand before the data comes
    const [rate, start, step] = [sliders.rate.place(), sliders.start.place(), sliders.step.place()];
    const [saying, exits, ...differences] = data.runs[rate][start];
    const [across, up, losses = up] = differences.map(positions);
    const [words, rests] = data.sayings[saying];
    const gone = step >= losses.length; // the run has left the picture
    const outcome = gone ? `스텝 ${losses.length}에서 그림 밖` : `스텝 ${step}의 손실 ${decimal(losses[step] / data.unit)}`;
    sliders.rate.say(data.learning_rates[rate]);
    sliders.start.say(data.starts[start]);
    sliders.step.say(gone ? `${step}, 그림 밖` : `${step}`);
    note.textContent = data.notes[rate];
    const learning = `η = ${data.learning_rates[rate]}`;
    tell(`${learning}, ${words}, ${outcome}`, make("b", { textContent: words }), " ", `${learning}, ${outcome}`);
    figure.classList.toggle("restless", !rests);
    const panels = { left: across.map((x, k) => [x, up[k]]), right: losses.map((loss, k) => [k * data.unit, loss]) };
    for (const [layout, { panels: scales }] of Object.entries(data.drawings)) {
      const svg = figure.querySelector(`svg.${layout}`);
      svg.setAttribute("aria-label", state.textContent);
      Object.entries(panels).forEach(([name, points], i) => {
        const shown = points.slice(0, step + 1);
        const part = (its) => svg.querySelector(`[data-moves=${name}-${its}]`);
        move(part, scales[i], gone ? [...shown, exits[i]] : shown);
        part("here").setAttribute("visibility", gone ? "hidden" : "visible");
      });
    }
  }

  function tell(text, ...seen) {
    state.replaceChildren(...(seen.length ? seen : [text]));
    clearTimeout(wait);
    wait = setTimeout(() => (said.textContent = text), REST);
  }
}

/** Draw a way in one panel, whose point of (0, 0) is given, and the points per integer across and down. */
function move(part, [x0, y0, across, down], way) {
  const points = way.map(([x, y]) => [x0 + x * across, y0 + y * down]);
  part("trail").querySelector("path").setAttribute("d", `M${points.join("L")}`);
  place(part("dots"), points.length > 2 ? points.slice(1, -1) : points.slice(0, 1));
  place(part("start"), points.slice(0, 1));
  place(part("here"), points.slice(-1));
}

/** Repeat a group's marker at the points. */
function place(group, points) {
  const marker = group.querySelector("use");
  marker.parentNode.replaceChildren(...points.map(([x, y]) => {
    const copy = marker.cloneNode();
    copy.setAttribute("x", x);
    copy.setAttribute("y", y);
    return copy;
  }));
}

/** Undo the differences in which numbers travel. */
function positions(differences) {
  let sum = 0;
  return differences.map((difference) => (sum += difference));
}

function decimal(number) {
  return number.toFixed(2).replace("-", "−");
}

function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** Return a labelled slider: its element, and functions that set, read, announce and mark it. */
function slider(figure, name, text, changed) {
  const id = `${figure.id}-${name}`;
  const input = make("input", { type: "range", id, min: 0 });
  const value = make("span", { className: "value" });
  value.setAttribute("aria-hidden", "true"); // the slider itself says it
  const box = make("div", { className: `slider ${name}` }, make("label", { htmlFor: id, textContent: text }), value, input);
  input.addEventListener("input", changed);
  return {
    box,
    place: () => Number(input.value),
    set: (max, place) => Object.assign(input, { max, value: place }),
    say: (words) => {
      value.textContent = words;
      input.setAttribute("aria-valuetext", words);
    },
    mark: (marks) => {
      box.querySelector("svg")?.remove();
      box.append(scale(marks));
    },
  };
}

/** Return the scale under a slider, with a line and a text for each mark. */
function scale(marks) {
  const draw = (name, attributes, text = "") => {
    const element = document.createElementNS(SVG, name);
    for (const [key, setting] of Object.entries(attributes)) element.setAttribute(key, setting);
    element.textContent = text;
    return element;
  };
  const svg = draw("svg", { class: "scale", "aria-hidden": "true" });
  marks.forEach(([place, text], i) => {
    const x = `${place / 10}%`;
    svg.append(draw("line", { x1: x, x2: x, y1: 0, y2: 22 }));
    svg.append(draw("text", { x, y: 37, "text-anchor": i ? "middle" : "end" }, text));
  });
  return svg;
}

/** Return a group of radio buttons. */
function choice(figure, options, chosen) {
  const radios = options.map(([address, name], i) => {
    const input = make("input", { type: "radio", name: `${figure.id}-landscape`, value: address, checked: i === 0 });
    input.addEventListener("change", () => chosen(address));
    return make("label", {}, input, make("span", { textContent: name }));
  });
  return make("fieldset", { className: "landscapes" }, make("legend", { textContent: "지형" }), ...radios);
}

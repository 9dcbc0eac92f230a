// The chart: the figure that matplotlib drew, moved through runs that Python computed. No formula stands here, and no
// word of a lesson: lesson_code/chart.py says what a state holds.
import { choice, player, slider } from "./chart_controls.js";
import { adopt } from "./chart_drawing.js";
import { remedy } from "./later.js";
import { make } from "./make.js";

const REST = 600; // milliseconds without a move before a screen reader is told, and before it is kept

for (const figure of document.querySelectorAll("figure.chart")) {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    start(figure);
  }, { rootMargin: "25% 0px" });
  observer.observe(figure);
}

/** Put the controls under the figure and show the state that the reader left, or the first. */
function start(figure) {
  const fetched = new Map();
  const memory = remembering(`chart ${location.pathname}#${figure.id}`);
  const options = Object.entries(JSON.parse(figure.dataset.states));
  const name = new Text(); // texts are changed where they stand: that costs a third of new ones
  const line = new Text();
  const state = make("p", { className: "state" });
  const sliding = make("div", { className: "sliders" });
  const about = new Text();
  const note = make("p", { className: "note" }, about);
  const said = make("output", { className: "said" }); // what is seen at once is heard when the sliders rest
  const keeping = make("button", { type: "button", className: "keep", hidden: true });
  const beside = make("p", { className: "kept" });
  const playing = player(walk, rewind);
  const controls = figure.querySelector(".controls");
  controls.append(state, sliding, make("div", { className: "actions" }, ...playing.buttons, keeping), beside, note);
  let data, sliders, drawn, wanted, wait, spoken, kept, rest = 0;

  const left = memory.read();
  const first = options.some(([address]) => address === left?.choice) ? left.choice : options[0][0];
  if (options.length > 1) controls.append(choice(figure, options, first, choose));
  controls.append(said);
  keeping.addEventListener("click", () => keep(kept ? undefined : spoken));
  choose(first, left?.places);

  async function choose(address, places) {
    wanted = address;
    if (!fetched.has(address)) fetched.set(address, fetch(address).then((answer) => answer.json()));
    let found;
    try {
      found = await fetched.get(address);
    } catch {
      fetched.delete(address);
      const failed = `그림의 자료를 받지 못했습니다. ${await remedy()}`;
      if (wanted !== address) return;
      const again = make("button", { type: "button", className: "again", textContent: "다시 받기" });
      again.addEventListener("click", () => choose(address, places));
      state.replaceChildren(failed, " ", again);
      tell(failed);
      return;
    }
    if (wanted === address) enter(found, address, places);
  }

  /** Show a state with its sliders where the reader left them, as far as these places exist. */
  function enter(found, address, places) {
    const stands = !data && address === options[0][0]; // the page was drawn with it
    const all = Object.entries(found.sliders);
    const mine = { ...found, address, walks: all.findIndex(([, each]) => each.walks) };
    data = mine;
    sliders = all.map(([name, each]) => slider(`${figure.id}-${name}`, each, touched));
    all.forEach(([, each], i) => sliders[i].set(places?.[i] in each.values ? places[i] : each.start));
    sliding.replaceChildren(...sliders.map((each) => each.box));
    const layouts = Object.keys(data.drawings);
    const seen = layouts.find((layout) => getComputedStyle(figure.querySelector(`svg.${layout}`)).display !== "none");
    drawn = [own(seen, stands)];
    playing.offer(data.walks >= 0);
    state.replaceChildren(make("b", {}, name), " ", line);
    keeping.hidden = false;
    keep();
    setTimeout(() => { // a phone that is turned needs the other, but not before the first stands
      if (data !== mine) return;
      for (const layout of layouts) if (layout !== seen) drawn.push(own(layout, stands));
      for (const drawing of drawn) drawing.keep(Boolean(kept));
      show();
    });
  }

  /** Put a drawing in its place, with what a reader can drag in it. */
  function own(layout, stands) {
    const drawing = adopt(figure, layout, data.drawings[layout], data.panels, stands);
    Object.values(data.sliders).forEach((each, i) => {
      const panel = data.panels.indexOf(each.drags);
      if (panel >= 0) drawing.drag(
        panel,
        () => each.values.map((_, place) => chosen(i, place).ways[panel][0]),
        (place) => {
          sliders[i].set(place);
          touched();
        },
      );
    });
    return drawing;
  }

  /** What follows when a reader moves a slider or drags a start. */
  function touched() {
    playing.stop();
    show();
  }

  /** The run that the sliders choose, or would choose if the one of that number stood at `there`. */
  function chosen(number, there) {
    const at = sliders.reduce((sum, each, i) =>
      i === data.walks ? sum : sum * each.count + (i === number ? there : each.place()), 0);
    if (!data.runs[at].ways) data.runs[at] = unpack(data.runs[at]);
    return data.runs[at];
  }

  /** Show what the sliders say; return whether the run ends there. */
  function show() {
    const run = chosen();
    const walking = sliders[data.walks];
    const place = walking ? walking.place() : Infinity;
    const gone = run.exits.length > 0 && place >= run.length; // the run has left the picture
    const last = Math.min(place, run.length - 1);
    const [words, rests, noted] = data.sayings[run.saying];
    const told = Object.fromEntries(Object.keys(data.sliders).map((name, i) => [
      name, gone && i === data.walks ? walking.text(run.length) : sliders[i].text(),
    ]));
    data.panels.forEach((name, i) => ["x", "y"].forEach((axis, j) => {
      told[`${name}.${axis}`] = decimal(run.ways[i][last][j], data.units[i][j]);
    }));
    name.data = words;
    line.data = (gone ? data.outside : data.says).replace(/\{([^{}]*)\}/g, (_, field) => told[field]);
    about.data = noted;
    for (const each of sliders) each.say();
    tell([words, line.data].filter(Boolean).join(", "));
    figure.classList.toggle("restless", !rests);
    const shown = run.ways.map((way, i) => {
      const leaves = gone && run.exits[i].length > 0;
      return { points: [...way.slice(0, last + 1), ...(leaves ? [run.exits[i]] : [])], leaves };
    });
    const heard = [spoken, beside.textContent].filter(Boolean).join(". ");
    for (const drawing of drawn) drawing.show(shown, heard);
    memory.write({ choice: data.address, places: sliders.map((each) => each.place()) });
    return gone || place >= (walking?.count ?? 1) - 1;
  }

  /** Go to the beginning, and remember which step the reader looked at. */
  function rewind() {
    const walking = sliders[data.walks];
    rest = walking.place();
    walking.set(0);
    show();
  }

  /**
   * Go one step on, or to the beginning from where the run ends; return whether it ends there. A run that leaves the
   * picture early would leave the next with so few steps: what the reader looked at comes back.
   */
  function walk() {
    const walking = sliders[data.walks];
    walking.set(show() ? 0 : walking.place() + 1);
    const ends = show();
    if (ends && walking.place() < rest) walking.set(rest);
    return ends && show();
  }

  /** Leave what is drawn now beside what comes, with what is said of it; without a text take it away again. */
  function keep(text) {
    kept = text;
    for (const drawing of drawn) drawing.keep(Boolean(text));
    keeping.textContent = text ? "남긴 궤적 지우기" : "이 궤적 남기기";
    beside.textContent = text ? `남긴 궤적: ${text}` : "";
    show();
  }

  function tell(text) {
    spoken = text;
    clearTimeout(wait);
    wait = setTimeout(() => (said.textContent = text), REST);
  }
}

/** Undo how a run travels: differences for positions, and a number for a column that stood before. */
function unpack([saying, exits, ...packed]) {
  const columns = packed.map((column) => typeof column === "number" ? column : positions(column));
  const whole = columns.map((column) => typeof column === "number" ? columns[column] : column);
  const ways = [];
  for (let i = 0; i < whole.length; i += 2) ways.push(whole[i].map((x, k) => [x, whole[i + 1][k]]));
  return { saying, exits, ways, length: ways[0].length };
}

function positions(differences) {
  let sum = 0;
  return differences.map((difference) => (sum += difference));
}

/** A whole number of parts of a unit, written out with as many digits as it has. */
function decimal(parts, unit) {
  return (parts / unit).toFixed(Math.max(0, Math.round(Math.log10(unit)))).replace(/^-(?=.*[1-9])/, "−").replace(/^-/, "");
}

/**
 * What this window remembers under a name, for as long as it is open; nothing where that is forbidden or odd. To keep
 * it takes as long as all else that a move does: it is kept when the reader rests or leaves.
 */
function remembering(name) {
  let latest, wait;
  const attempt = (act) => {
    try {
      return act();
    } catch {
      return undefined;
    }
  };
  const keep = () => {
    if (latest) attempt(() => sessionStorage.setItem(name, JSON.stringify(latest)));
    latest = undefined;
  };
  addEventListener("pagehide", keep);
  return {
    read: () => attempt(() => JSON.parse(sessionStorage.getItem(name))),
    write: (value) => {
      latest = value;
      clearTimeout(wait);
      wait = setTimeout(keep, REST);
    },
  };
}

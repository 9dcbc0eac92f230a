// A loss that the reader writes, drawn in the look of the chart by the Python that runs the examples. What is written, or
// held by an address, goes there as data and is read as data: lesson_code/expression.py and landscape.py.
import { keep, recall } from "./kept.js";
import { draw, LAYOUTS, PANELS } from "./landscape_drawing.js";
import { ENDED, megabytes, progress, queue, UNLOADED } from "./python.js";

const REST = 600; // milliseconds without a change before a screen reader is told
const DECADES = [-3, 1]; // of the learning rates
const VALUES = {
  rate: Array.from({ length: 81 }, (_, k) => Number((10 ** (k / 20 + DECADES[0])).toPrecision(2))),
  start: Array.from({ length: 81 }, (_, k) => (k - 40) / 10),
  steps: Array.from({ length: 100 }, (_, k) => k + 1),
};
const LABELS = { rate: "학습률 η", start: "출발점", steps: "스텝" };
const FIRST = { rate: 0.02, start: 2, steps: 20 };
const SIZE = megabytes(Object.values(PYTHON.sizes).reduce((sum, size) => sum + size));
const BEFORE = `「그리기」를 처음 누르면 파이썬을 내려받습니다(많아야 ${SIZE}).`;

/** Fill the fold; return what takes the state that an address holds. */
export function open(fold, { adopt, make, remedy, scale, slider }) {
  const status = fold.querySelector("[role=status]");
  const input = make("input", { id: "own-loss", spellcheck: false, autocapitalize: "off", autocomplete: "off" });
  const drawing = make("button", { className: "draw", textContent: "그리기" });
  const sharing = make("button", { type: "button", textContent: "주소로 공유하기" });
  const label = make("label", { htmlFor: input.id, textContent: "손실 함수" });
  const form = make("form", {}, label, input, drawing, sharing);
  const state = make("p", { className: "state" });
  const note = make("p", { className: "note" });
  const said = make("output", { className: "said" });
  const sliders = Object.entries(VALUES).map(([name, values]) => slider(
    `own-${name}`,
    { label: LABELS[name], values: values.map((value) => String(value).replace("-", "−")), marks: name === "rate" ? [[0, ""]] : [] },
    moved,
  ));
  const sliding = make("div", { className: "sliders" }, ...sliders.map(({ box }) => box));
  const figure = make("figure", { id: "own", className: "picture chart", hidden: true });
  figure.style = "--marked: 1; --pairs: 1; --choices: 0; --lines: 0";
  figure.innerHTML = '<svg class="wide"></svg><svg class="narrow"></svg>';
  figure.append(make("div", { className: "controls" }, state, sliding, note, said));
  let wanted; // the state that is to be drawn, as it was when last asked for
  let asking = false; // whether Python has got a question
  let wait;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    drawing.textContent = "그리기";
    wanted = now();
    ask();
  });
  sharing.addEventListener("click", share);
  input.addEventListener("input", remember);
  status.before(form);
  status.after(figure);
  const left = recall("landscape");
  if (left?.hash === location.hash) set(left, BEFORE);
  else take(location.hash);
  return { take };

  function take(hash) {
    if (recall("landscape")?.hash === hash) return; // a reload: what was kept is newer
    const held = Object.fromEntries(new URLSearchParams(hash.slice(1)));
    set(held, "loss" in held ? `주소에 담긴 손실 함수입니다. 아직 실행하지 않았습니다. ${BEFORE}` : BEFORE);
  }

  /** Show a state as far as it makes sense, and draw nothing. */
  function set(held, text) {
    input.value = typeof held.loss === "string" ? held.loss : fold.dataset.loss;
    Object.keys(VALUES).forEach((name, i) => {
      const asked = parseFloat(held[name]);
      const value = Number.isFinite(asked) ? asked : FIRST[name];
      const far = VALUES[name].map((each) => Math.abs(each - value));
      sliders[i].set(far.indexOf(Math.min(...far)));
      sliders[i].say();
    });
    figure.hidden = true;
    wanted = undefined;
    tell(text);
  }

  function now() {
    const places = Object.entries(VALUES).map(([name, values], i) => [name, values[sliders[i].place()]]);
    return { loss: input.value, ...Object.fromEntries(places) };
  }

  function remember() {
    keep("landscape", { ...now(), hash: location.hash });
  }

  function moved() {
    for (const each of sliders) each.say();
    remember();
    if (!wanted) return;
    wanted = { ...now(), loss: wanted.loss };
    ask();
  }

  /** Ask Python for what is wanted; one question at a time, and after its answer the newest of those that came since. */
  function ask() {
    if (asking) return;
    asking = true;
    const question = wanted;
    const { loss, rate, start, steps } = question;
    if (figure.hidden) tell("파이썬을 불러오는 중");
    queue({
      message: { landscape: { loss, learning_rate: rate, start, steps } },
      loading: (loaded, total) => tell(progress(loaded, total).join(" ")),
      wait: () => tell("앞의 예제가 끝나기를 기다리는 중"),
      begin: () => figure.hidden && tell("그리는 중"),
      output() {},
      done(answer) {
        asking = false;
        if (wanted?.loss === loss) show(answer);
        if (wanted && wanted !== question) ask();
      },
      async lost(loading) {
        asking = false;
        drawing.textContent = "다시 시도";
        tell(loading ? UNLOADED : ENDED);
        const next = loading && (await remedy());
        if (next && status.textContent === UNLOADED) tell(`${UNLOADED} ${next}`);
      },
    });
  }

  function show(answer) {
    figure.hidden = "fault" in answer;
    tell(answer.fault ?? "");
    if (figure.hidden) return;
    const { words, line, rests, panels, edge } = answer;
    const shown = panels.map(([points, leaves]) => ({ points, leaves }));
    for (const layout of Object.keys(LAYOUTS)) {
      adopt(figure, layout, draw(answer, layout), PANELS).show(shown, `${words}, ${line}`);
    }
    figure.classList.toggle("restless", !rests);
    state.replaceChildren(make("b", { textContent: words }), " ", line);
    note.textContent = answer.note;
    const place = edge && (Math.log10(edge) - DECADES[0]) / (DECADES[1] - DECADES[0]);
    const marks = place > 0 && place < 1 ? [[place, `경계 ${Number(edge.toPrecision(3))}`]] : [];
    sliding.querySelector(".scale").replaceWith(scale(marks));
    clearTimeout(wait);
    wait = setTimeout(() => (said.textContent = [words, line, answer.note].filter(Boolean).join(", ")), REST);
  }

  async function share() {
    history.replaceState(null, "", `#${new URLSearchParams(now())}`);
    remember();
    try {
      await navigator.clipboard.writeText(location.href);
      tell("이 손실 함수와 슬라이더를 담은 주소를 복사했습니다.");
    } catch {
      tell("주소창에 담았습니다. 그 주소를 복사해 공유하세요.");
    }
  }

  function tell(text) {
    if (status.textContent !== text) status.textContent = text;
  }
}

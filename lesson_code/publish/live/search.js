// The theme's search, asked for: its page fetches the whole index and starts its worker with every page. It is given
// this worker instead, and an index without pages; the first query loads THEME (the theme's own worker, filled in by
// scripts.py) and the index that lies beside the empty one.
import { formsOf, patternOf } from "./words.js";

const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3]; // the theme's messages
const PATIENCE = 60_000; // milliseconds
const LOST = {
  location: "",
  title: "검색할 글을 불러오지 못했습니다",
  text: "인터넷 연결을 확인하고 다시 찾아보세요.",
  score: 1,
  terms: {},
};

let setup; // what the page gave
let opened = null; // a promise of the theme's worker, and of all that can be found: by its address, and in one
let latest = 0;
let turn = Promise.resolve();

const here = (path) => new URL(path, location.href);

function tell(worker, message) {
  return new Promise((answer, fail) => {
    worker.onmessage = ({ data }) => answer(data.data);
    worker.onerror = fail;
    setTimeout(fail, PATIENCE); // it does not say that one of its own files is missing
    worker.postMessage(message);
  });
}

async function open() {
  const response = await fetch(here("../../search/pages.json"), { cache: "no-cache" }); // not versioned: ask
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const docs = await response.json();
  const worker = new Worker(here(THEME));
  await tell(worker, { type: SETUP, data: { ...setup, docs } });
  const texts = new Map(docs.map(({ location, title, text }) => [location, `${title} ${text}`.toLowerCase()]));
  return { worker, texts, all: [...texts.values()].join("\n") };
}

async function find(query) {
  const words = formsOf(query);
  if (!words.length) return { items: [] };
  const { worker, texts, all } = await (opened ??= open());
  // what the book writes in several words alone is looked for as these, without its particle
  const apart = (form) => (all.includes(form) ? form : (new RegExp(patternOf(form)).exec(all)?.[0] ?? form)).split(/\s/);
  const parts = new Map(words.map((forms) => [forms.at(-1), apart(forms.at(-1))]));
  const partsOf = (form) => parts.get(form) ?? [form];
  // Korean words are joined at their start: 경사하강법 holds 하강법. A star says "anything before".
  const asked = words.flat().flatMap(partsOf).map((form) => form.replace(/^(?=[가-힣])/, "*"));
  const found = await tell(worker, { type: QUERY, data: asked.join(" ") });
  for (const item of found.items.flat()) {
    // the theme's own list of what was missed knows neither stars nor that two forms are one word
    const has = (form) => partsOf(form).every((part) => texts.get(item.location).includes(part));
    if (item.score) item.terms = Object.fromEntries(words.map((forms) => [forms[0], forms.some(has)]));
  }
  return found;
}

addEventListener("message", ({ data: { type, data } }) => {
  if (type === SETUP) {
    setup = data;
    postMessage({ type: READY });
    return;
  }
  const number = ++latest;
  turn = turn.then(async () => {
    if (number !== latest) return; // the reader typed on
    const found = await find(data).catch(() => {
      opened = null;
      return { items: [[LOST]] };
    });
    if (number === latest) postMessage({ type: RESULT, data: found });
  });
});

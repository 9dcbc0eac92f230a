// A button under every >>> example. The editor, and Python behind it, are fetched with the first click, or at once for an
// example that was edited before the page was loaded again.
import { keep, recall } from "./kept.js";
import { later, remedy } from "./later.js";
import { make } from "./make.js";

const load = later(EDITOR);

document.querySelectorAll(".language-pycon.highlight").forEach((example, index) => {
  const button = make("button", { type: "button", className: "run-start", textContent: "실행" });
  const note = make("span", { className: "run-note", role: "status" });
  const bar = make("div", { className: "run-bar", lang: "ko", role: "group", "aria-label": `예제 ${index + 1}` }, button, note);
  const name = `code ${index}`;
  example.append(bar);

  async function edit() {
    button.removeEventListener("click", first);
    const { open } = await load();
    return open(example, bar, button, note, { make, remedy }, { recall: () => recall(name), keep: (value) => keep(name, value) });
  }

  async function first() {
    try {
      (await edit())();
    } catch {
      note.textContent = `편집기를 불러오지 못했습니다. ${await remedy()}`;
      button.addEventListener("click", first);
    }
  }

  button.addEventListener("click", first);
  if (recall(name)) edit().catch(() => button.addEventListener("click", first));
});

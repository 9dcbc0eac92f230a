// A button under every >>> example. The editor, and Python behind it, are fetched with the first click, or at once for an
// example that was edited before the page was loaded again.
import { keep, recall } from "./kept.js";
import { later } from "./later.js";

const load = later(EDITOR);

document.querySelectorAll(".language-pycon.highlight").forEach((example, index) => {
  const bar = document.createElement("div");
  const button = document.createElement("button");
  const note = document.createElement("span");
  const name = `code ${index}`;
  bar.className = "run-bar";
  bar.lang = "ko";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", `예제 ${index + 1}`);
  button.type = "button";
  button.className = "run-start";
  button.textContent = "실행";
  note.className = "run-note";
  note.setAttribute("role", "status");
  bar.append(button, note);
  example.append(bar);

  async function edit() {
    button.removeEventListener("click", first);
    const { open } = await load();
    return open(example, bar, button, note, { recall: () => recall(name), keep: (value) => keep(name, value) });
  }

  async function first() {
    try {
      (await edit())();
    } catch {
      note.textContent = "편집기를 불러오지 못했습니다. 인터넷 연결을 확인하고 다시 눌러 보세요.";
      button.addEventListener("click", first);
    }
  }

  button.addEventListener("click", first);
  if (recall(name)) edit().catch(() => button.addEventListener("click", first));
});

// The part of the book that is being read is kept without being asked; the rest when its reader says so. A worker that is
// long at one message is ended: it is asked for a few files at a time.
import { make } from "./make.js";

const { serviceWorker } = navigator;

/** Return how many bytes of a page's part, or of the whole book, lack after ``count`` files more; nothing on failure. */
async function ask(count, page) {
  const { active } = await serviceWorker.ready;
  if (!active) return undefined; // it took itself away: gone.js
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    // a worker in whose place another came does not answer: ask that one
    serviceWorker.oncontrollerchange = () => serviceWorker.controller !== active && resolve(ask(count, page));
    active.postMessage({ count, page }, [port2]);
  });
}

async function keepAll(page, tell = () => {}) {
  let left;
  do {
    left = await ask(8, page);
    tell(left);
  } while (left);
  return left === 0;
}

/** Keep the part that is being read; then offer the rest, if there is more. */
export async function offer() {
  await keepAll(location.href);
  const all = await ask(0);
  if (!all) return;

  const button = make("button", { type: "button" });
  const bar = make("progress", { max: all, hidden: true, "aria-label": "내려받은 양" });
  const note = make("span", { role: "status", tabIndex: -1 });
  const tell = (left) => {
    if (left) button.textContent = `오프라인으로 읽기 (${Math.max(0.1, left / 1e6).toFixed(1)} MB)`;
    if (left !== undefined) bar.value = all - left;
  };
  button.addEventListener("click", async () => {
    if (!bar.hidden) return;
    bar.hidden = false;
    note.textContent = "책을 내려받고 있습니다.";
    const done = await keepAll(undefined, tell);
    bar.hidden = true;
    note.textContent = done
      ? "책 전체를 오프라인으로 읽을 수 있습니다."
      : "다 내려받지 못했습니다. 인터넷 연결과 남은 저장 공간을 확인하고 다시 눌러 보세요.";
    if (!done) return;
    if (document.activeElement === button) note.focus();
    button.remove();
  });
  tell(all);
  const place = document.querySelector(".page-links") ?? make("p", { className: "page-links" });
  document.querySelector("article").append(place);
  place.append(button, bar, note);
}

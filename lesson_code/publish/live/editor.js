// An example as an editor with what it printed below.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import { HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { cancel, ENDED, off, progress, queue, UNLOADED } from "./python.js";

const colour = (name) => `var(--md-code-hl-${name}-color)`;
const COLOURS = HighlightStyle.define([
  { tag: tags.variableName, color: colour("name") },
  { tag: [tags.keyword, tags.self], color: colour("keyword") },
  { tag: [tags.operator, tags.operatorKeyword, tags.derefOperator], color: colour("operator") },
  { tag: [tags.punctuation, tags.bracket, tags.separator], color: colour("punctuation") },
  { tag: tags.number, color: colour("number") },
  { tag: tags.string, color: colour("string") },
  { tag: tags.special(tags.string), color: colour("special") },
  { tag: tags.comment, color: colour("comment") },
  { tag: [tags.bool, tags.null], color: colour("name") },
  { tag: [tags.definition(tags.className), tags.function(tags.definition(tags.variableName))], color: colour("function") },
]);

// as the page's own code, so that nothing moves when the editor takes its place
const LOOK = EditorView.theme({
  "&": { color: "var(--md-code-fg-color)", backgroundColor: "var(--md-code-bg-color)", fontSize: "0.85em" },
  "&.cm-focused": { outline: "2px solid var(--md-accent-fg-color)" },
  ".cm-scroller": { fontFamily: "var(--md-code-font-family)", lineHeight: "1.4" },
  ".cm-content": { padding: "0.7720588235em 1.1764705882em", caretColor: "var(--md-code-fg-color)" },
  ".cm-line": { padding: "0 0 0 4ch", textIndent: "-4ch" }, // a line that wraps hangs
});

const EXPECTED = "Traceback (most recent call last):\n    ...\n"; // what the page shows before an error that is meant

/** Return the statements of an example without their prompts, and what they printed. */
function read(text) {
  const source = [];
  const printed = [];
  let inStatement = false;
  for (const line of text.replace(/\n$/, "").split("\n")) {
    inStatement = line.startsWith(">>>") || (inStatement && line.startsWith("..."));
    if (inStatement) source.push(line.slice(4));
    else printed.push(`${line}\n`);
  }
  return { source: source.join("\n"), printed: printed.join("") };
}

/** Put an editor in the example's place, with what its ``memory`` holds from before a reload; return what runs it. */
export function open(example, bar, startButton, note, { make, remedy }, memory) {
  const published = example.querySelector("pre");
  const { source, printed } = read(published.querySelector("code").textContent);
  const module = example.closest(".doc-module")?.querySelector(".doc-heading").id; // on the reference's page
  const stopButton = make("button", { type: "button", className: "run-stop", textContent: "멈춤" });
  const resetButton = make("button", { type: "button", className: "run-reset", textContent: "원래 코드로" });
  const amount = make("span", { className: "run-amount" });
  const spoken = { role: "status", "aria-atomic": "false", "aria-label": "출력" };
  const output = make("pre", { className: "run-output", textContent: printed, ...spoken });
  const traceText = make("pre", {});
  const summary = make("summary", { textContent: "어디서 난 오류인지 보기" });
  const trace = make("details", { className: "run-trace", lang: "ko" }, summary, traceText);

  let current = null; // the run that is waiting or going on
  let begun = false; // whether Python has got it
  let stale = false; // whether the output is that of the run before
  let heldBack = ""; // output that came since the last frame

  function tell(text, loaded = "") {
    if (note.textContent !== text) note.textContent = text;
    amount.textContent = loaded;
  }

  function print(...parts) {
    if (stale) output.replaceChildren();
    stale = false;
    output.append(...parts);
    if (output.scrollHeight > output.clientHeight) output.tabIndex = 0;
    else output.removeAttribute("tabindex");
  }

  function show(text) {
    stale = true;
    print(text);
    trace.hidden = true;
  }

  function drain() {
    if (heldBack) print(heldBack);
    heldBack = "";
  }

  function settle(run) {
    drain();
    if (begun && stale) show("");
    current = run;
    begun = false;
    const busy = Boolean(run);
    example.classList.toggle("run-busy", busy);
    startButton.setAttribute("aria-disabled", busy);
    if (!busy && document.activeElement === stopButton) startButton.focus();
    stopButton.disabled = !busy;
  }

  function run() {
    if (current) return;
    if (off()) return tell(off());
    startButton.textContent = "실행";
    stale = true;
    tell("파이썬을 불러오는 중");
    settle({
      message: { source: view.state.doc.toString(), module },
      loading: (loaded, total) => tell(...progress(loaded, total)),
      wait: () => tell("앞의 예제가 끝나기를 기다리는 중"),
      begin() {
        begun = true;
        trace.hidden = true;
        tell("실행하는 중");
      },
      output(text) {
        if (!heldBack) requestAnimationFrame(drain); // a thousand lines at once are still one change of the page
        heldBack += text;
      },
      done({ last, trace: frames }) {
        drain();
        if (stale) show("");
        if (last) {
          if (output.textContent && !output.textContent.endsWith("\n")) print("\n");
          const textContent = printed.includes(EXPECTED) ? `${EXPECTED}${last}\n` : last;
          print(make("span", { className: "run-error", textContent }));
          traceText.textContent = frames;
          trace.open = trace.hidden = false;
        }
        tell(last ? "오류가 났습니다" : output.textContent ? "실행했습니다" : "출력 없이 끝났습니다");
        settle(null);
      },
      async lost(loading) {
        tell(loading ? UNLOADED : ENDED);
        startButton.textContent = "다시 시도";
        settle(null);
        const next = loading && (await remedy());
        if (next && note.textContent === UNLOADED) tell(`${UNLOADED} ${next}`);
      },
    });
    queue(current);
  }

  function stop() {
    if (!current) return;
    cancel(current);
    tell("멈췄습니다");
    settle(null);
  }

  function reset() {
    stop();
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: source } });
    show(printed);
    tell("원래 코드로 되돌렸습니다");
  }

  const edited = memory.recall()?.source === source ? memory.recall().text : null;
  const runKey = { run: () => (run(), true) };
  const view = new EditorView({
    doc: edited ?? source,
    extensions: [
      Prec.highest(keymap.of(["Ctrl-Enter", "Mod-Enter", "Shift-Enter"].map((key) => ({ key, ...runKey })))),
      keymap.of([...defaultKeymap, ...historyKeymap]),
      history(),
      EditorView.lineWrapping,
      EditorView.updateListener.of(({ docChanged, state }) => {
        if (!docChanged) return;
        const text = state.doc.toString();
        memory.keep(text === source ? undefined : { source, text });
      }),
      pythonLanguage,
      indentUnit.of("    "),
      indentOnInput(),
      syntaxHighlighting(COLOURS),
      LOOK,
      EditorView.contentAttributes.of({
        "aria-label": `${bar.getAttribute("aria-label")}의 파이썬 코드`,
        tabindex: "0", // being editable does that as well, but checkers do not see it
      }),
    ],
  });

  startButton.addEventListener("click", run);
  stopButton.addEventListener("click", stop);
  resetButton.addEventListener("click", reset);
  startButton.setAttribute("aria-keyshortcuts", "Control+Enter");
  stopButton.disabled = true; // until something runs
  startButton.after(stopButton, resetButton);
  note.after(amount, make("span", { className: "run-hint", textContent: "Ctrl+Enter로 실행" }));
  published.replaceWith(view.dom);
  bar.after(output, trace);
  show(edited === null ? printed : "");
  if (edited !== null) tell("고쳐 둔 코드입니다");
  example.classList.add("run-open");
  return run;
}

// "Predict, then run": the choices of a question become radio buttons; answering unfolds the answer and says whether it
// was that. A click answers; so that the choices can be read by arrow keys, these only move and Enter answers. Without
// this script the choices are a list above a folded answer. A reload keeps the answers; nothing counts them.
import { keep, recall } from "./kept.js";
import { make } from "./make.js";

document.querySelectorAll(".md-typeset .admonition.question").forEach((question, number) => {
  const list = question.querySelector("ul");
  const answer = question.querySelector("details");
  const right = answer?.querySelector("strong")?.textContent;
  const choices = [...(list?.children ?? [])].map(({ textContent }) => textContent.trim());
  if (choices.includes(right)) ask(list, choices, answer, right, `guess ${number}`); // or else it stays a list
});

function ask(list, texts, answer, right, name) {
  const verdict = make("p", { className: "verdict", role: "status" });
  const say = (choice) => {
    verdict.textContent = choice === right ? "맞았습니다." : `다릅니다. 계산해 보면 답은 ‘${right}’입니다.`;
  };

  const labels = texts.map((value) => make("label", {}, make("input", { type: "radio", name, value }), ` ${value}`));
  const choices = make("fieldset", {}, make("legend", { textContent: "하나를 고르세요" }), ...labels);

  let moving = false; // by arrow keys
  const decide = (choice) => {
    answer.open = true;
    say(choice.value);
    keep(name, choice.value);
  };
  choices.addEventListener("pointerdown", () => (moving = false));
  choices.addEventListener("keydown", ({ key, target }) => {
    moving = key.startsWith("Arrow");
    if (key !== "Enter") return;
    target.checked = true;
    decide(target);
  });
  choices.addEventListener("change", ({ target }) => {
    if (!moving) decide(target);
    else verdict.textContent = "Enter를 누르면 답합니다.";
  });

  const before = [...choices.querySelectorAll("input")].find(({ value }) => value === recall(name));
  if (before) {
    before.checked = true;
    say(before.value);
  }
  list.replaceWith(choices);
  choices.after(verdict);
}

// "Predict, then run": the choices of a question become radio buttons; answering unfolds the answer and says whether it
// was that. A click answers; so that the choices can be read by arrow keys, these only move and Enter answers. Without
// this script the choices are a list above a folded answer. A reload keeps the answers; nothing counts them.
import { keep, recall } from "./kept.js";
import { make } from "./make.js";

const letters = ({ textContent }) => textContent.replace(/\s+/g, " ").trim();
const copied = ({ childNodes }) => [...childNodes].map((node) => node.cloneNode(true)); // formulas and code, too

document.querySelectorAll(".md-typeset .admonition.question").forEach((question, number) => {
  const answer = question.querySelector("details");
  const list = answer?.previousElementSibling;
  const right = answer?.querySelector("strong");
  const choices = list?.matches("ul, ol") ? [...list.children] : [];
  if (right && choices.some((choice) => letters(choice) === letters(right))) // or else it stays a list
    ask(list, choices, answer, right, `guess ${number}`);
});

function ask(list, items, answer, right, name) {
  const verdict = make("p", { className: "verdict", role: "status" });
  const say = (choice) => {
    if (choice === letters(right)) verdict.replaceChildren("맞았습니다.");
    else verdict.replaceChildren("다릅니다. 계산해 보면 답은 ‘", ...copied(right), "’입니다.");
  };

  const labels = items.map((item) => {
    const text = item.querySelector(":scope > p") ?? item; // where blank lines part the choices
    return make("label", {}, make("input", { type: "radio", name, value: letters(item) }), " ", ...copied(text));
  });
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

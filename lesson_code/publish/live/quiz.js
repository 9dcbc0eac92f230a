// "Predict, then run": the choices of a question become radio buttons; choosing one unfolds the answer and says whether
// it was that. Without this script the choices are a list above a folded answer. Nothing is stored.

for (const question of document.querySelectorAll(".md-typeset .admonition.question")) {
  const list = question.querySelector("ul");
  const answer = question.querySelector("details");
  if (list && answer) ask(question, list, answer);
}

function ask(question, list, answer) {
  const right = answer.querySelector("strong").textContent;
  const verdict = Object.assign(document.createElement("p"), { className: "verdict" });
  verdict.setAttribute("role", "status");

  const choices = document.createElement("fieldset");
  choices.append(Object.assign(document.createElement("legend"), { textContent: "하나를 고르세요" }));
  const name = `predict-${[...document.querySelectorAll(".admonition.question")].indexOf(question)}`;
  for (const { textContent } of list.children) {
    const choice = Object.assign(document.createElement("input"), { type: "radio", name, value: textContent });
    choice.addEventListener("change", () => {
      answer.open = true;
      verdict.textContent = textContent === right ? "맞았습니다." : `다릅니다. 계산해 보면 답은 「${right}」입니다.`;
    });
    const label = document.createElement("label");
    label.append(choice, ` ${textContent}`);
    choices.append(label);
  }
  list.replaceWith(choices);
  choices.after(verdict);
}

// A formula that is copied is its TeX, once: KaTeX has it three times, for the eye, for the ear, and as its source.

document.addEventListener("copy", (event) => {
  const selection = getSelection();
  if (selection.isCollapsed || document.activeElement?.matches("input, textarea, [contenteditable]")) return;
  const range = selection.getRangeAt(0).cloneRange();
  const formula = ({ parentElement }) => parentElement.closest(".katex-display") ?? parentElement.closest(".katex");
  const [first, last] = [formula(range.startContainer), formula(range.endContainer)];
  if (first) range.setStartBefore(first);
  if (last) range.setEndAfter(last);
  const copied = document.createElement("div");
  copied.append(range.cloneContents());
  const formulas = copied.querySelectorAll(".katex");
  if (!formulas.length) return;
  for (const each of formulas) {
    const tex = each.querySelector("annotation").textContent;
    const displayed = each.closest(".katex-display");
    (displayed ?? each).replaceWith(displayed ? `$$${tex}$$` : `$${tex}$`);
  }
  copied.style.cssText = "position: fixed; width: 100vw; left: -200vw"; // only what is laid out has lines
  document.querySelector("article").append(copied);
  event.clipboardData.setData("text/plain", copied.innerText);
  copied.remove();
  event.preventDefault();
});

// What a reader searched for is marked on the page that they choose, and unfolded: the theme's own marks leave out what
// is folded. And what is pasted or dictated is searched for as well as what is typed: the theme listens to keys alone.
import { loaded } from "./loaded.js";
import { formsOf, patternOf } from "./words.js";

const field = document.querySelector(".md-search__input");
field?.addEventListener("input", () => field.dispatchEvent(new Event("keyup")));

addEventListener(
  "click",
  ({ target }) => {
    const link = target.closest?.(".md-search-result__link");
    if (!link) return;
    const address = new URL(link.href);
    address.searchParams.set("h", formsOf(field.value).map(([word]) => word).join(" "));
    link.href = address;
  },
  true,
);

function mark(article, words) {
  const any = new RegExp(words.map(patternOf).join("|"), "gi");
  const texts = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const { currentNode: text } = texts;
    if (!text.parentElement.closest("svg, button, script, style, .katex, .headerlink, [data-search-exclude]")) {
      found.push(...[...text.data.matchAll(any)].map((hit) => [text, hit.index, hit[0].length]));
    }
  }
  const marks = found.reverse().map(([text, start, length]) => {
    const range = new Range();
    range.setStart(text, start);
    range.setEnd(text, start + length);
    const made = document.createElement("mark");
    range.surroundContents(made);
    return made;
  });
  return marks.reverse();
}

const words = formsOf(new URLSearchParams(location.search).get("h") ?? "").flat();
const article = document.querySelector("article");
if (words.length && article) {
  const marks = mark(article, words);
  const section = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const after = (made) => !section || section.contains(made) || section.compareDocumentPosition(made) & Node.DOCUMENT_POSITION_FOLLOWING;
  const first = marks.find(after) ?? marks[0];
  for (let fold = first?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const arrived = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  if (first && arrived) loaded.then(() => setTimeout(() => first.scrollIntoView({ block: "center" })));
}

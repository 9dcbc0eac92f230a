// Korean words are inflected at their end and joined at their start: 경사하강법 holds 하강법. Material's search finds a
// word from its start only, unless the query says "anything before": give each Hangul word that leading star.
const QUERY = 2; // the message that carries a query to the search worker
const send = Worker.prototype.postMessage;

Worker.prototype.postMessage = function (message, ...rest) {
  if (message?.type === QUERY && typeof message.data === "string") {
    const data = message.data.replace(/(^|\s)(?=[가-힣])/g, "$1*");
    return send.call(this, { ...message, data }, ...rest);
  }
  return send.call(this, message, ...rest);
};

// What a reader unfolded stays unfolded over a reload, in this tab. The browser may have scrolled to where it was before
// all is unfolded: the place counts then, not the text that stood there meanwhile.
const FOLDS = `folds:${location.pathname}`;
const folds = [...document.querySelectorAll("article details")];
const name = (fold) => `${folds.indexOf(fold)} ${fold.querySelector("summary")?.textContent}`;
try {
  const open = JSON.parse(sessionStorage.getItem(FOLDS)) ?? [];
  const { style } = document.documentElement;
  if (open.length) style.overflowAnchor = "none";
  for (const fold of folds) fold.open ||= open.includes(name(fold));
  addEventListener("load", () => setTimeout(() => (style.overflowAnchor = "")));
} catch {} // nothing can be stored here, or something else is
addEventListener(
  "toggle",
  () => {
    try {
      sessionStorage.setItem(FOLDS, JSON.stringify(folds.filter((fold) => fold.open).map(name)));
    } catch {}
  },
  true,
);

// What a reader searched for is marked on the page that they choose, and unfolded: the theme's own marks leave out what
// is folded, and words that the star above stands before.
const searched = (query) => query.replace(/[+*~^"]/g, " ").split(/\s+/).filter((word) => word && word[0] !== "-");

addEventListener(
  "click",
  ({ target }) => {
    const link = target.closest?.(".md-search-result__link");
    if (!link) return;
    const address = new URL(link.href);
    address.searchParams.set("h", searched(document.querySelector(".md-search__input").value).join(" "));
    link.href = address;
  },
  true,
);

function mark(words) {
  const any = new RegExp(words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|"), "gi");
  const article = document.querySelector("article");
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

const words = searched(new URLSearchParams(location.search).get("h") ?? "");
if (words.length && document.querySelector("article")) {
  const marks = mark(words);
  const section = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const after = (made) => !section || section.contains(made) || section.compareDocumentPosition(made) & Node.DOCUMENT_POSITION_FOLLOWING;
  const first = marks.find(after) ?? marks[0];
  for (let fold = first?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const arrived = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  if (first && arrived) addEventListener("load", () => setTimeout(() => first.scrollIntoView({ block: "center" })));
}

// A page opened as a file lies in its folder under its full name
if (location.protocol === "file:") {
  for (const link of document.links) {
    if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  }
}

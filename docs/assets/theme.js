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

// A page opened as a file lies in its folder under its full name
if (location.protocol === "file:") {
  for (const link of document.links) {
    if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  }
}

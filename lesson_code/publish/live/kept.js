// What a reload keeps of a page, in this tab alone: guesses and edited code (folds.html of the theme keeps the folds). Where
// nothing can be stored, or what was stored is of another edition, the page is as it was published.
const NAME = `kept:${location.pathname}`;
let kept = {};

try {
  kept = JSON.parse(sessionStorage.getItem(NAME)) ?? {};
} catch {}

export const recall = (name) => kept[name];

/** Keep a value under a name; without a value, forget it. */
export function keep(name, value) {
  kept[name] = value;
  try {
    sessionStorage.setItem(NAME, JSON.stringify(kept));
  } catch {}
}

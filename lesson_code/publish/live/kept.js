// What a reload keeps of a page, in this tab alone: folds, guesses, edited code. Where nothing can be stored, or what was
// stored is of another edition, the page is as it was published.
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

// -- Folds, each by its place and its title

const folds = new Map(
  [...document.querySelectorAll("article details")].map((fold, place) => [
    fold,
    `fold ${place} ${fold.querySelector("summary")?.textContent}`,
  ]),
);
for (const [fold, name] of folds) if (recall(name)) fold.open = true;
addEventListener("toggle", ({ target }) => folds.has(target) && keep(folds.get(target), target.open || undefined), true);

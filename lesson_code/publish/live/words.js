// What of a query is searched for: its words, without what stands around and between them; a word also without its
// particle, as long as two syllables or a word of another script are left. Letters of another width or in parts are
// taken for the usual ones; a syllable that is still being typed does not count.
const WORD = /[\p{L}\p{N}\p{M}_]+(?:\.\d+)*/gu;
const PARTICLES = [
  "은|는|이|가|을|를|의|에|로|와|과|도|만|란|나|들|이란|이나|라는|이라는|라고|이라고|인가|인가요|이다|입니다",
  "으로|로는|으로는|로도|으로도|에서|에서는|에서도|에는|에도|에게|까지|까지는|부터|부터는|보다|처럼|마다|만큼|대로|밖에",
].join("|");
const INFLECTED = new RegExp(`^(.*?(?:[가-힣]{2}|[^가-힣]))(?:${PARTICLES})$`, "u");

/** Return each word of a query as the forms to look for: as it is written, and without its particle. */
export const formsOf = (query) =>
  (query.normalize("NFKC").toLowerCase().replace(/[ᄀ-ᇿ]/g, "").match(WORD) ?? [])
    .map((word) => [word, INFLECTED.exec(word)?.[1]].filter(Boolean));

/** Return what finds a form in a text: Korean compounds are written in one word or in several. */
export const patternOf = (form) => form.replaceAll(".", "\\.").replace(/(?<=[가-힣]{2})(?=[가-힣]{2})/g, "\\s?");

// Typeset the [TeX, displayed] of standard input; say for each, in a line, its markup or what is wrong with it.
const ALONE = /<mi[^>]*>[^<]*<\/mi>(<mo>\u2061<\/mo>)/g; // a function by itself is two elements where MathML has room for one
const katex = require(process.argv[2]);
const trust = ({command}) => { throw new katex.ParseError("Not trusted: " + command); }; // else it is shown as it is written
for (const [tex, displayMode] of JSON.parse(require("fs").readFileSync(0))) {
  let rendered;
  try { rendered = [katex.renderToString(tex, {displayMode, strict: "error", throwOnError: true, trust}).replace(ALONE, "<mrow>$&</mrow>"), ""]; }
  catch (error) { rendered = ["", error.message]; }
  process.stdout.write(JSON.stringify(rendered) + "\n");
}

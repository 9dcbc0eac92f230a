// Typeset the [TeX, displayed] of standard input; say for each, in a line, its markup or what is wrong with it.
const katex = require(process.argv[2]);
for (const [tex, displayMode] of JSON.parse(require("fs").readFileSync(0))) {
  let rendered;
  try { rendered = [katex.renderToString(tex, {displayMode, strict: "error", throwOnError: true}), ""]; }
  catch (error) { rendered = ["", error.message]; }
  process.stdout.write(JSON.stringify(rendered) + "\n");
}

// Typeset the [TeX, displayed] of standard input; say for each, in a line, its markup or what is wrong with it.
const ALONE = /<mi[^>]*>[^<]*<\/mi>(<mo>\u2061<\/mo>)/g; // a function by itself is two elements where MathML has room for one
const NUMBERED = /\\(begin|end)\{(equation|align|alignat|gather)\}/g; // KaTeX would number these by itself, beside the book's numbers
const katex = require("katex");
const trust = ({command}) => { throw new katex.ParseError("Not trusted: " + command); }; // else it is shown as it is written
for (const [tex, displayMode] of JSON.parse(require("fs").readFileSync(0))) {
  const render = tex => katex.renderToString(tex, {displayMode, strict: "error", throwOnError: true, trust});
  let rendered;
  try {
    const written = render(tex); // which tells what is wrong by its own places
    const other = tex.replace(NUMBERED, "\\$1{$2*}");
    rendered = [(other === tex ? written : render(other)).replace(ALONE, "<mrow>$&</mrow>"), ""];
  } catch (error) { // KaTeX reads and underlines the halves of an emoji one by one
    const said = error.message.replace(/([\ud800-\udbff])\u0332(?=[\udc00-\udfff])/g, "$1");
    const whole = () => String.fromCodePoint(tex.codePointAt(error.position));
    rendered = ["", said.replace(/[\ud800-\udbff](?![\udc00-\udfff])/g, whole)];
  }
  process.stdout.write(JSON.stringify(rendered) + "\n");
}

// The reader's own landscape as SVG in the look of the chart's drawings, at the places that Python computed.

export const LAYOUTS = {
  wide: { width: 540, height: 204, letters: 9.4, boxes: [[46, 20, 214, 146], [318, 20, 214, 146]] },
  narrow: { width: 302, height: 330, letters: 11, boxes: [[46, 20, 248, 100], [46, 186, 248, 100]] },
};
const TITLES = [["내 손실 함수", "x"], ["스텝마다의 손실", "스텝"]];
export const PANELS = ["left", "right"];
const colour = (hex) => `var(--picture-${hex})`;

/** Return the landscape as a drawing of the chart: its SVG, and how numbers become its points. */
export function draw({ ranges: [across, steps, up], ticks, curve }, layout) {
  const { width, height, letters, boxes } = LAYOUTS[layout];
  const panels = boxes.map(([x, y, w, h], i) => {
    const [low, high] = i ? steps : across;
    const [right, down] = [w / (high - low), -h / (up[1] - up[0])];
    return [x - low * right, y + h - up[0] * down, right, down];
  });
  const parts = boxes.map((box, i) => axes(box, panels[i], TITLES[i], ticks[i], ticks[2], letters)
    + (i ? "" : ground(box, panels[0], curve)) + moves(PANELS[i], `own-${layout}`));
  const dots = Object.entries({ dots: 1.7, start: 3.75, here: 3.5 }).map(([its, r]) => `<circle id="own-${layout}-${its}" r="${r}"/>`);
  const font = `font: ${letters}px var(--md-text-font-family); fill: ${colour("24292f")}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" style="${font}"><defs>${dots.join("")}</defs>${parts.join("")}</svg>`;
  return { svg, panels };
}

function axes([x, y, w, h], [x0, y0, right, down], [title, name], across, up, letters) {
  const text = (at, top, anchor, words, more = "") => `<text x="${at}" y="${top}" text-anchor="${anchor}" ${more}>${words}</text>`;
  const bottom = y + h;
  const below = across.map(([value, words]) => [x0 + value * right, words]);
  const beside = up.map(([value, words]) => [y0 + value * down, words]);
  const lines = [`M${x} ${y}V${bottom}H${x + w}`, ...below.map(([at]) => `M${at} ${bottom}v3`), ...beside.map(([at]) => `M${x} ${at}h-3`)];
  return `<path d="${lines.join("")}" style="fill: none; stroke: ${colour("5f6875")}; stroke-width: 0.8"/>`
    + text(x, y - 8, "start", title, 'font-size="1.15em"') + text(x + w / 2, bottom + 3 + 2.6 * letters, "middle", name)
    + text(-y - h / 2, letters, "middle", "손실", `transform="translate(${x - 46}) rotate(-90)"`)
    + below.map(([at, words]) => text(at, bottom + 5 + letters, "middle", words)).join("")
    + beside.map(([at, words]) => text(x - 5, at + letters / 3, "end", words)).join("");
}

/** The curve, cut off where the panel ends. */
function ground([x, y, w, h], [x0, y0, right, down], curve) {
  const lines = curve.map((piece) => `M${piece.map(([at, loss]) => [x0 + at * right, y0 + loss * down].map((n) => n.toFixed(2))).join("L")}`);
  return `<svg x="${x}" y="${y}" width="${w}" height="${h}" viewBox="${x} ${y} ${w} ${h}">`
    + `<path d="${lines.join("")}" style="fill: none; stroke: ${colour("5f6875")}; stroke-width: 1.8"/></svg>`;
}

/** The parts that the chart's script moves. */
function moves(panel, id) {
  const blue = colour("0067b1");
  const part = (its, look) => `<g data-moves="${panel}-${its}"><g><use href="#${id}-${its}" style="${look}"/></g></g>`;
  return `<g data-moves="${panel}-trail"><path style="fill: none; stroke: ${blue}; stroke-width: 0.9"/></g>`
    + part("dots", `fill: ${blue}`) + part("start", `fill: none; stroke: ${blue}; stroke-width: 1.5`) + part("here", `fill: ${blue}`);
}

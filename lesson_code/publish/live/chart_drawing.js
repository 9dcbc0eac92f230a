// One drawing of a chart: its parts found by their names, moved, dragged, and left behind to compare.

const GRIP = 18; // points around the start that a finger takes hold of
const PARTS = ["trail", "dots", "start", "here"];

/** Take the drawing that stands in the figure, or put another in its place, and return what can be done with it. */
export function adopt(figure, layout, drawing, names, stands) {
  const standing = figure.querySelector(`svg.${layout}`);
  const svg = stands ? standing : parsed(drawing.svg, layout);
  if (!stands) standing.replaceWith(svg);
  const panels = names.map((name, i) => panel(svg, name, `${figure.id}-${layout}-${name}`, drawing.panels[i]));
  return {
    show: (shown, text) => {
      svg.setAttribute("aria-label", text);
      panels.forEach((each, i) => each.show(shown[i]));
    },
    keep: (wanted) => panels.forEach((each) => each.keep(wanted)),
    drag: (number, starts, choose) => panels[number].drag(svg, starts, choose),
  };
}

function parsed(text, layout) {
  const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  svg.setAttribute("class", layout);
  svg.setAttribute("role", "img");
  return document.adoptNode(svg);
}

/** Return what moves in a panel whose point of (0, 0) is given, and the points per integer across and down. */
function panel(svg, name, id, [x0, y0, across, down]) {
  const parts = Object.fromEntries(PARTS.map((its) => [its, svg.querySelector(`[data-moves=${name}-${its}]`)]));
  const trail = parts.trail.querySelector("path");
  const [dots, start, here] = PARTS.slice(1).map((its) => marks(parts[its], `${id}-${its}`));
  const at = ([x, y]) => [x0 + x * across, y0 + y * down];
  let grip, kept = [];
  return {
    show: ({ points, leaves }) => {
      const way = points.map(at).filter(([x, y], k, all) => !k || x !== all[k - 1][0] || y !== all[k - 1][1]);
      trail?.setAttribute("d", `M${way.join("L")}`);
      dots(way.slice(1, -1));
      start(way.slice(0, 1));
      here(leaves ? [] : way.slice(-1));
      grip?.setAttribute("cx", way[0][0]);
      grip?.setAttribute("cy", way[0][1]);
    },
    keep: (wanted) => {
      for (const copy of kept) copy.remove();
      kept = wanted ? PARTS.map((its) => parts[its].cloneNode(true)) : [];
      kept.forEach((copy, i) => {
        copy.removeAttribute("data-moves");
        copy.setAttribute("class", `kept kept-${PARTS[i]}`);
        for (const twice of copy.querySelectorAll("defs")) twice.remove(); // their names stand in the page already
        for (const marker of copy.querySelectorAll("marker")) {
          marker.id += "-kept";
          point(marker.nextSibling, marker.id);
        }
      });
      parts.trail.before(...kept);
    },
    /** Let a reader drag the start: the nearest of `starts` to the finger is chosen. */
    drag: (picture, starts, choose) => {
      grip = draw("circle", { class: "grip", r: GRIP });
      // in a drawing, touch-action is not heeded everywhere
      grip.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
      grip.addEventListener("pointerdown", (event) => {
        if (event.button) return;
        event.preventDefault();
        grip.setPointerCapture(event.pointerId);
      });
      grip.addEventListener("pointermove", (event) => {
        if (!grip.hasPointerCapture(event.pointerId)) return;
        const finger = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
        const far = starts().map(at).map(([x, y]) => Math.hypot(x - finger.x, y - finger.y));
        choose(far.indexOf(Math.min(...far)));
      });
      picture.append(grip);
    },
  };
}

/** Return a function that repeats a group's mark at points: as the marker of one path, one change for all of them. */
function marks(group, id) {
  const mark = group.querySelector("use");
  if (!mark) return () => {};
  const marker = draw("marker", { id, markerUnits: "userSpaceOnUse", style: "overflow: visible" });
  const path = draw("path", { style: "fill: none; stroke: none" });
  mark.parentNode.replaceChildren(marker, path);
  for (const at of ["x", "y"]) mark.setAttribute(at, 0);
  marker.append(mark);
  point(path, id);
  return (points) => path.setAttribute("d", points.length ? `M${points.join("L")}h0` : "");
}

function point(path, id) {
  for (const at of ["start", "mid", "end"]) path.setAttribute(`marker-${at}`, `url(#${id})`);
}

function draw(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

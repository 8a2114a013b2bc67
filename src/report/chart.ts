import * as Plot from "@observablehq/plot";
import { document } from "./dom.ts";

/** Every chart is rendered at these two widths. The page shows the one that fits, so that text stays readable. */
export interface Size {
  readonly width: number;
  readonly narrow: boolean;
}

export const WIDE: Size = { width: 704, narrow: false };
export const NARROW: Size = { width: 350, narrow: true };

/** The styles of observed and modelled series. They differ by shape first (solid, dashed; filled, hollow), then by colour. */
export const ACTUAL = "var(--ink)";
export const MODEL = "var(--model)";
export const QUIET = "var(--muted)";

const HEIGHTS = new WeakMap<SVGSVGElement, number>();

/** A chart of a known height. */
export function withHeight(svg: SVGSVGElement, height: number): SVGSVGElement {
  HEIGHTS.set(svg, height);
  return svg;
}

/** The height of a chart. */
export function heightOf(svg: SVGSVGElement): number {
  return HEIGHTS.get(svg)!;
}

/** A chart as static SVG without styles. The page has one style sheet, and its security policy allows no other. */
export function chart(size: Size, options: Plot.PlotOptions): SVGSVGElement {
  const height = options.height ?? (size.narrow ? 250 : 320);
  const svg = Plot.plot({
    document,
    width: size.width,
    height,
    marginLeft: 46,
    marginRight: 12,
    marginTop: 26,
    marginBottom: 42,
    ...options,
  }) as SVGSVGElement;
  for (const style of Array.from(svg.querySelectorAll("style"))) style.remove();
  // The chart is one image with one accessible name, because a screen reader would read the names of its parts without
  // context.
  for (const part of Array.from(svg.querySelectorAll("[aria-label]"))) part.removeAttribute("aria-label");
  svg.setAttribute("class", size.narrow ? "chart narrow" : "chart wide");
  return withHeight(svg, height);
}

/** A chart with one row for each label, from top to bottom. */
export function rowChart(
  size: Size,
  labels: readonly string[],
  {
    marginLeft,
    x,
    shorten,
  }: { readonly marginLeft: number; readonly x: Plot.ScaleOptions; readonly shorten?: (label: string) => string },
  marks: Plot.Markish[],
): SVGSVGElement {
  return chart(size, {
    height: 30 * labels.length + 70,
    marginLeft,
    marginRight: 18,
    marginTop: 8,
    x: { labelAnchor: "center", labelArrow: "none", grid: true, ticks: size.narrow ? 3 : 6, ...x },
    y: { type: "band", label: null, domain: labels, tickSize: 0, ...(shorten && { tickFormat: shorten }) },
    marks,
  });
}

/** How a series is marked, for the legend. */
export type Mark = "line" | "dashed" | "dotted" | "dotdash" | "dot" | "ring" | "bar" | "tick";

const SWATCH = { width: 26, height: 12 };

/** A small sample of a mark, for the legend. */
export function swatch(mark: Mark): SVGSVGElement {
  const color = colorOf(mark);
  const middle = SWATCH.height / 2;
  const x = SWATCH.width / 2;
  const broken = (dashes: string): SVGElement =>
    s("line", {
      x1: 1,
      x2: 25,
      y1: middle,
      y2: middle,
      stroke: color,
      "stroke-width": 2.25,
      "stroke-dasharray": dashes,
    });
  const shapes: Record<Mark, () => SVGElement> = {
    line: () => s("line", { x1: 1, x2: 25, y1: middle, y2: middle, stroke: color, "stroke-width": 1.75 }),
    dashed: () => broken("6 4"),
    dotted: () => broken("2 3"),
    dotdash: () => broken("8 3 2 3"),
    dot: () => s("circle", { cx: x, cy: middle, r: 4.5, fill: color }),
    ring: () => s("circle", { cx: x, cy: middle, r: 4.5, fill: "none", stroke: color, "stroke-width": 2.25 }),
    bar: () => s("rect", { x: 7, y: 0, width: 12, height: 12, fill: color }),
    tick: () => s("line", { x1: 4, x2: 22, y1: middle, y2: middle, stroke: color, "stroke-width": 3 }),
  };
  const svg = s("svg", { ...SWATCH, viewBox: `0 0 ${SWATCH.width} ${SWATCH.height}`, "aria-hidden": "true" });
  svg.appendChild(shapes[mark]());
  return svg as SVGSVGElement;
}

function colorOf(mark: Mark): string {
  if (mark === "line" || mark === "dot") return ACTUAL;
  if (mark === "dotted" || mark === "dotdash") return QUIET;
  return mark === "bar" ? "var(--bar)" : MODEL;
}

/** An SVG element with its attributes. */
export function s(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

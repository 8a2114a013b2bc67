import * as Plot from "@observablehq/plot";
import type { HeterogeneityDensity } from "../../validate/goodness-of-fit.ts";
import { chart, MODEL, QUIET } from "../chart.ts";
import type { Figure } from "../figure.ts";
import { quantityText, significant } from "../number-text.ts";

/** How one trait is spread over the customers, as fitted. */
export function heterogeneityFigure(density: HeterogeneityDensity, unit: string): Figure {
  const { name, mean, points } = density;
  const title = traitText(density);
  const inner = points.filter(({ density }) => Number.isFinite(density));
  return {
    id: `heterogeneity-${name}`,
    title: mean === undefined ? title : `${title}: ${significant(mean, 3)} on average over customers`,
    note: `The fitted distribution over customers${/\btime\b/.test(title) ? `, with time in ${unit}s` : ""}. The area under the curve between two values is the share of customers there.`,
    legend: [],
    draw: (size) =>
      chart(size, {
        height: size.narrow ? 190 : 220,
        marginLeft: 12,
        marginRight: 20,
        marginTop: 10,
        x: { label: title, labelAnchor: "center", labelArrow: "none" },
        y: { axis: null, zero: true },
        marks: [
          Plot.areaY(inner, { x: "value", y: "density", fill: "var(--bar)", fillOpacity: 0.5 }),
          Plot.lineY(inner, { x: "value", y: "density", stroke: MODEL, strokeWidth: 2 }),
          Plot.ruleY([0], { stroke: QUIET }),
        ],
      }),
    table: {
      caption: title,
      head: [title, "Density"],
      rows: inner.map(({ value, density }) => [
        { value, text: quantityText(value) },
        { value: density, text: quantityText(density) },
      ]),
    },
  };
}

/** The name of the trait at the beginning of a sentence. */
export function traitText({ title }: HeterogeneityDensity): string {
  return title.charAt(0).toUpperCase() + title.slice(1);
}

import { renderFigure } from "../figure.ts";
import { paybackFigure } from "../figures/payback.ts";
import { ltvFigure, sensitivityFigure, tiersFigure } from "../figures/value.ts";
import type { Section } from "./section.ts";

/** The earnings from customers after costs: new customers, the levers, and the tiers beside the holdout. */
export const value: Section = {
  id: "earnings",
  title: "What customers earn",
  render: ({ value: shown, unit, level, horizon, discountRate, currency }) => {
    if (shown === undefined) return undefined;
    const { newcomers, sensitivity, tiers } = shown;
    const [largest] = newcomers;
    const groups = newcomers.length > 1 && ltvFigure(newcomers, horizon, discountRate, unit, level, currency);
    return [
      largest && renderFigure(paybackFigure(largest, newcomers.length === 1, unit, level, currency)),
      groups && renderFigure(groups),
      tiers && tiers.length > 0 && renderFigure(tiersFigure(tiers, currency)),
      renderFigure(sensitivityFigure(sensitivity, currency)),
    ];
  },
};

import type { CustomerBase } from "../data/customer-base.ts";
import { buildSpendHistories, countHistories } from "../data/histories.ts";
import type { Fit, Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { onCalendar } from "../fit/on-calendar.ts";
import type { GoodnessOfFit, Histogram, Independence } from "./goodness-of-fit.ts";
import { heterogeneityDensity } from "./heterogeneity.ts";
import { independence } from "./independence.ts";
import { purchaseHistogram } from "./purchase-histogram.ts";
import { spendHistogram } from "./spend-histogram.ts";

/** A χ² gets a notice if its p-value is below this. */
const UNLIKELY = 0.01;
/** If a model puts this share of customers more than chance into the wrong bar, the numbers are affected, not only the test. */
const MATTERS = 0.05;

/**
 * How well fitted models describe their base: histograms with χ², the differences between customers, the dependence of spend on frequency,
 * and information criteria.
 *
 * @param base the base of the fit, in the unit of the fit
 * @returns the numbers of the figures, χ² tests, and notices of departures
 * @example
 * const transactions = Array.from({ length: 400 }, (_, k) => ({
 *   customer: `customer ${k % 97}`,
 *   date: Date.UTC(2024, 0, 1 + ((k * k) % 300)),
 *   value: 10 + (k % 7),
 * }));
 * const log = await readTransactions(transactions);
 * const { base } = summarize(log, { unit: "week" });
 * const { purchases } = checkFit(base, await fitBase(base, bgNbd));
 * purchases.bins[0].label; // "0"
 */
export function checkFit(base: CustomerBase, fitted: FittedModel): GoodnessOfFit {
  const { purchase, spend } = onCalendar(fitted, base);
  const purchases = purchaseHistogram(countHistories(base), purchase.model, purchase.parameters);
  const purchasePart = purchase.model.heterogeneity.map((quantity) =>
    heterogeneityDensity(quantity, purchase.parameters),
  );
  const values = spend && buildSpendHistories(base)?.histories;
  if (!(spend && values && values.length > 0)) {
    return {
      purchases,
      heterogeneity: purchasePart,
      information: [information(purchase)],
      notices: misfit("purchases", "repeat purchases", purchases),
    };
  }
  const spent = spendHistogram(values, spend.model, spend.parameters);
  const trend = independence(values);
  return {
    purchases,
    spend: spent,
    heterogeneity: [
      ...purchasePart,
      ...spend.model.heterogeneity.map((quantity) => heterogeneityDensity(quantity, spend.parameters)),
    ],
    ...(trend && { independence: trend }),
    information: [information(purchase), information(spend)],
    notices: [
      ...misfit("purchases", "repeat purchases", purchases),
      ...misfit("spend", "mean values", spent),
      ...(trend ? dependence(trend, spend.model.expectedSpend(spend.parameters, 0)?.constant) : []),
    ],
  };
}

/** The least rank correlation of spend and frequency that gets a notice, and the normal deviate it must exceed (Cohen 1988). */
const CORRELATED = 0.1;
const CHANCE = 2.576;

/** The cost of one mean for rare and frequent buyers in the spend model. */
function dependence({ rankCorrelation, bins }: Independence, mean: number | undefined): Notice[] {
  const buyers = bins.reduce((sum, { customers }) => sum + customers, 0);
  const size = Math.abs(rankCorrelation);
  if (mean === undefined || size < CORRELATED || size * Math.sqrt(buyers - 1) < CHANCE) return [];
  const off = (bin: Independence["bins"][number]): string => {
    const share = mean / bin.mean - 1;
    return `${Math.abs(100 * share).toFixed(0)} % ${share > 0 ? "above" : "below"} the ${bin.mean.toPrecision(3)} of those with ${bin.label} repeat purchase${bin.label === "1" ? "" : "s"}`;
  };
  return [
    {
      name: "spend-by-frequency",
      severity: "note",
      message: `Spend depends on frequency (rank correlation ${rankCorrelation.toFixed(2)}). The model uses one mean of ${mean.toPrecision(3)} per purchase: ${off(bins[0])}, and ${off(bins[bins.length - 1])}.`,
      advice:
        "This matters most for customers without a repeat purchase, because their value depends on that mean alone. If they hold much of the total value, fit segments separately.",
    },
  ];
}

function information({ model, logLikelihood, estimates, aic, bic }: Fit) {
  const parameters = Math.round((aic + 2 * logLikelihood) / 2);
  return { model: model.name, logLikelihood, parameters: parameters || estimates.length, aic, bic };
}

/** The notice for a histogram that departs from the model by more than chance. */
function misfit(name: string, what: string, found: Histogram): Notice[] {
  const { pValue, chiSquare, degreesOfFreedom, misplaced, misplacedByChance } = found;
  if (pValue === undefined || pValue >= UNLIKELY) return [];
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const matters = misplaced - misplacedByChance > MATTERS;
  return [
    {
      name: `${name}-misfit`,
      severity: matters ? "warning" : "note",
      message: `The distribution of ${what} departs from the model by more than chance: χ² = ${chiSquare.toFixed(1)} with ${degreesOfFreedom} degrees of freedom. ${percent(misplaced)} of the customers are in another bar than expected; chance alone would put ${percent(misplacedByChance)} there.`,
      advice: matters
        ? "The model does not describe these customers. Check grain and ids, leave out test and wholesale accounts, fit segments separately, and validate before you trust a number."
        : "The departure is small and hardly changes a prediction. clv validate measures its effect.",
    },
  ];
}

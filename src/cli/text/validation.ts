import { count, counted, fixed, money, significant } from "../../number-words.ts";
import type { HeldTotal, SegmentsHeld } from "../../run/segments-held.ts";
import type { GoodnessOfFit, Histogram } from "../../validate/goodness-of-fit.ts";
import type { Comparison, Tracking, Validation } from "../../validate/validation.ts";
import { list, section, table } from "./format.ts";

/** Rows of the tracking table, at most. */
const TRACKED = 13;

/** One split as text: the model beside the rules, calibration, deciles, tracking, coverage. */
export function reportValidation(validation: Validation): string {
  const { split, until, duration, unit, customers, purchases, value } = validation;
  const where = `${split} to ${until} (${significant(duration)} ${unit}s), ${counted(customers, "customer")} known before the split`;
  return [
    reportPredictors(`Purchases from ${where}`, purchases, count),
    ...(value ? [reportPredictors("Their value", value, money)] : []),
    reportBins("Purchases by repeat purchases before the split", purchases.byFrequency),
    reportBins(`Purchases by age at the last purchase, ${unit}s`, purchases.byRecency),
    reportDeciles(value ?? purchases, value ? "value" : "purchases", value ? money : count),
    reportTracking(validation.tracking),
    reportCoverage(purchases, value),
  ].join("\n");
}

/** Several splits side by side. */
export function reportFolds(validations: readonly Validation[]): string {
  const rows = validations.map(({ split, until, customers, purchases, value }) => {
    const [model, ...rules] = purchases.predictors;
    const best = rules.reduce((a, b) => (b.rmse < a.rmse ? b : a));
    return [
      split,
      until,
      count(customers),
      count(purchases.total.actual),
      signedPercent(model.totalError),
      value ? signedPercent(value.predictors[0].totalError) : "–",
      significant(model.mae, 4),
      significant(model.rmse, 4),
      significant(best.rmse, 4),
      percent(purchases.coverage.actualAtLevel),
    ];
  });
  const head = [
    "split",
    "until",
    "customers",
    "actual",
    "total off",
    "value off",
    "MAE",
    "RMSE",
    "best rule's",
    "held",
  ];
  return section(`${validations.length} splits`, table(head, rows, [2, 3, 4, 5, 6, 7, 8, 9]));
}

/** The actual totals of each segment in the holdout, beside the forecast. */
export function reportSegmentsHeld(split: string, { scheme, level, totals }: SegmentsHeld): string {
  const valued = totals.some(({ value }) => value !== undefined);
  const cells = (held: HeldTotal | undefined, amount: (n: number) => string): string[] =>
    held === undefined
      ? ["", "", ""]
      : [
          amount(held.expected),
          `${amount(held.low)} to ${amount(held.high)}`,
          `${amount(held.actual)}${isOutside(held) ? " *" : ""}`,
        ];
  const rows = totals.map(({ segment, customers, purchases, value }) => [
    ...[segment, count(customers), ...cells(purchases, count)],
    ...(valued ? cells(value, count) : []),
  ]);
  const each = totals.slice(1);
  const outside = each.filter(({ purchases }) => isOutside(purchases)).length;
  const head = ["segment", "customers", "purchases", `at ${percent(level)}`, "actual"];
  return section(
    `Segments by ${scheme} at the split ${split}`,
    table([...head, ...(valued ? ["value", `at ${percent(level)}`, "actual"] : [])], rows, [1, 2, 3, 4, 5, 6, 7]),
    `  * outside the interval: the purchases of ${outside} of ${counted(each.length, "segment")}; ${fixed((1 - level) * each.length, 1)} are to be expected if the model is right.`,
  );
}

function isOutside({ low, high, actual }: HeldTotal): boolean {
  return actual < low || actual > high;
}

/** How well the models describe the data of their fit. */
export function reportGoodness({ purchases, spend, independence }: GoodnessOfFit): string {
  return section(
    "Goodness of fit before the split",
    list([
      ["repeat purchases", chiSquareText(purchases)],
      ...(spend ? ([["mean values", chiSquareText(spend)]] as const) : []),
      ...(independence
        ? ([["spend with frequency", `rank correlation ${fixed(independence.rankCorrelation, 3)}`]] as const)
        : []),
    ]),
  );
}

function chiSquareText({ chiSquare, degreesOfFreedom, pValue, misplaced, misplacedByChance }: Histogram): string {
  const p = pValue === undefined ? "no test" : `p = ${significant(pValue, 2)}`;
  return `χ² = ${fixed(chiSquare, 1)} at ${degreesOfFreedom} degrees of freedom, ${p}; ${percent(misplaced)} in another bar than expected, ${percent(misplacedByChance)} by chance`;
}

function reportPredictors(title: string, { predictors, total }: Comparison, amount: (value: number) => string): string {
  const rows = predictors.map((result) => [
    result.title,
    amount(result.total),
    signedPercent(result.totalError),
    significant(result.bias, 3),
    significant(result.mae, 4),
    significant(result.rmse, 4),
    result.rankCorrelation === undefined ? "–" : fixed(result.rankCorrelation, 3),
    result.gini === undefined ? "–" : fixed(result.gini, 3),
    result.topDecileFound === undefined ? "–" : percent(result.topDecileFound),
  ]);
  const head = ["", "expected", "off", "bias", "MAE", "RMSE", "rank corr.", "Gini", "top 10 % found"];
  return section(
    `${title}: ${amount(total.actual)} actual`,
    table(head, rows, [1, 2, 3, 4, 5, 6, 7, 8]),
    `  The model's interval for the total: ${amount(total.outcome.low)} to ${amount(total.outcome.high)}.`,
  );
}

function reportBins(title: string, bins: Comparison["byFrequency"]): string {
  const rows = bins.map((bin) => [bin.label, count(bin.customers), fixed(bin.expected, 3), fixed(bin.actual, 3)]);
  return section(title, table(["", "customers", "expected each", "actual each"], rows, [1, 2, 3]));
}

function reportDeciles({ deciles }: Comparison, what: string, amount: (value: number) => string): string {
  const rows = deciles.map(({ decile, customers, expected, actual, lift }) => [
    String(decile),
    count(customers),
    amount(expected),
    amount(actual),
    fixed(lift, 2),
  ]);
  return section(
    `Deciles of the customers by expected ${what}`,
    table(["tenth", "customers", "expected", "actual", "lift"], rows, [0, 1, 2, 3, 4]),
  );
}

function reportTracking({ steps, splitAt, days }: Tracking): string {
  const after = steps.filter(({ step }) => step > splitAt);
  const every = Math.max(1, Math.ceil(after.length / TRACKED));
  const rows = after
    .filter((_, k) => (after.length - 1 - k) % every === 0)
    .map(({ step, actual, expected, actualCumulative, expectedCumulative }) => [
      String(step),
      fixed(expected, 1),
      count(actual),
      count(expectedCumulative),
      count(actualCumulative),
    ]);
  const period = days === 7 ? "week" : `${days} days`;
  const head = [period, "expected", "actual", "expected so far", "actual so far"];
  return section(`Repeat purchases by ${period} after the split`, table(head, rows, [0, 1, 2, 3, 4]));
}

function reportCoverage(purchases: Comparison, value: Comparison | undefined): string {
  const row = (name: string, { coverage }: Comparison): [string, string] => [
    name,
    `nominal ${percent(coverage.promised)}, actual ${percent(coverage.actual)}; with ends weighted to ${percent(coverage.level)}, actual ${percent(coverage.actualAtLevel)}`,
  ];
  return section(
    `Outcome intervals of single customers at ${percent(purchases.coverage.level)}`,
    list([row("purchases", purchases), ...(value ? [row("value", value)] : [])]),
  );
}

function percent(share: number): string {
  return `${significant(100 * share, 3)} %`;
}

function signedPercent(share: number | undefined): string {
  return share === undefined ? "–" : `${share > 0 ? "+" : ""}${fixed(100 * share, 1)} %`;
}

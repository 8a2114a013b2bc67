import { inMilliseconds, inUnits } from "../data/time-unit.ts";
import { largest } from "../math/largest.ts";
import { BEST, type BestCustomer } from "../predict/best-customer.ts";
import { filledColumns, worthOfScores } from "../predict/filled-columns.ts";
import type { Horizon } from "../predict/horizon.ts";
import type { Scores } from "../predict/score.ts";
import { groupsOf, type ScoreColumn, scoreColumn } from "../predict/score-sheet.ts";
import { type Totals, totalScores } from "../predict/totals.ts";
import { worthOf } from "../predict/worth.ts";
import type { Options } from "./flags.ts";
import { count, counted, fixed, list, money, significant, table } from "./format.ts";
import { section } from "./outcome.ts";

/** The scores for a program: totals and the customers worth most. */
export interface ScoresInNumbers extends Totals {
  readonly horizon: Horizon;
  readonly margin: number;
  readonly discountRate: number;
  readonly best: readonly BestCustomer[];
}

/** The scores as a person reads them: the totals and the customers worth most. */
export function reportScores(scores: ScoresInNumbers): string {
  const { value, margin, discountRate, customers, alive } = scores;
  const title = `Scores, ${horizonText(scores.horizon)} ahead`;
  const sums: [string, string][] = [
    ["customers", count(customers)],
    ["expected alive", `${count(alive)} (${significant((100 * alive) / customers, 3)} %)`],
    ["expected purchases", count(scores.expectedPurchases)],
  ];
  if (value) {
    const terms = `margin ${significant(margin)}, discounted at ${significant(100 * discountRate)} % a year`;
    sums.push(["customer equity", `${money(value.equity)} (${terms})`]);
  }
  return [section(title, list(sums)), reportBest(scores)].join("\n");
}

/** The scores that the table shows. */
const SHOWN = ["probabilityAlive", "expectedPurchases", "expectedSpend", "clv"] as const;

const TEXT: Readonly<Record<ScoreColumn["unit"], (value: number) => string>> = {
  probability: (value) => fixed(value, 3),
  purchases: (value) => fixed(value, 2),
  money,
};

/** The customers worth most: by CLV, or by expected purchases where there are no values. */
function reportBest({ best, value }: ScoresInNumbers): string {
  const groups = groupsOf(value !== undefined);
  const columns = SHOWN.map((key) => ({ ...scoreColumn(key), key })).filter(({ group }) => groups.includes(group));
  const rows = best.map((one) => [one.customer, ...columns.map(({ key, unit }) => TEXT[unit](one[key]!))]);
  const head = ["customer", ...columns.map(({ title }) => title)];
  const title = `The ${counted(rows.length, "customer")} ${value ? "worth most" : "expected to buy most"}`;
  return section(title, table(head, rows, [1, 2, 3, 4]));
}

/** Scores in memory in numbers. */
export function scoresInNumbers(scores: Scores, options: Options): ScoresInNumbers {
  const columns = filledColumns(scores);
  return {
    horizon: scores.horizon,
    ...worthOf(options),
    ...totalScores(scores),
    best: largest(worthOfScores(scores), BEST).map((row) => {
      const ofRow = Object.fromEntries(columns.map(({ key, values }) => [key, values[row]]));
      return { customer: scores.customers[row], ...ofRow } as BestCustomer;
    }),
  };
}

function horizonText({ amount, unit }: Horizon): string {
  const days = inUnits(inMilliseconds(amount, unit), "day");
  return `${counted(amount, unit)}${unit === "day" ? "" : ` (${significant(days, 6)} days)`}`;
}

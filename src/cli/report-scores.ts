import { inMilliseconds, inUnits } from "../data/time-unit.ts";
import { BEST, type BestCustomer } from "../predict/best-customer.ts";
import type { Horizon } from "../predict/horizon.ts";
import type { Scores } from "../predict/score.ts";
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

/** The customers worth most: by lifetime value, or by expected purchases where there are no values. */
function reportBest({ best, value }: ScoresInNumbers): string {
  const rows = best.map((one) => [
    one.customer,
    fixed(one.probabilityAlive, 3),
    fixed(one.expectedPurchases, 2),
    ...(value ? [money(one.expectedSpend!), money(one.clv!)] : []),
  ]);
  const head = ["customer", "P(alive)", "purchases", ...(value ? ["per purchase", "lifetime value"] : [])];
  const title = `The ${counted(rows.length, "customer")} ${value ? "worth most" : "expected to buy most"}`;
  return section(title, table(head, rows, [1, 2, 3, 4]));
}

function bestRows({ length, value, expectedPurchases }: Scores): number[] {
  const worth = value?.clv ?? expectedPurchases;
  const known = Array.from({ length }, (_, row) => row).filter((row) => !Number.isNaN(worth[row]));
  return known.sort((a, b) => worth[b] - worth[a] || a - b).slice(0, BEST);
}

/** Scores in memory in numbers. */
export function scoresInNumbers(scores: Scores, options: Options): ScoresInNumbers {
  const { value } = scores;
  return {
    horizon: scores.horizon,
    ...worthOf(options),
    ...totalScores(scores),
    best: bestRows(scores).map((row) => ({
      customer: scores.customers[row],
      probabilityAlive: scores.probabilityAlive[row],
      expectedPurchases: scores.expectedPurchases[row],
      probabilityOfPurchase: scores.probabilityOfPurchase[row],
      ...(value && {
        expectedSpend: value.expectedSpend[row],
        clv: value.clv[row],
        clvUndiscounted: value.clvUndiscounted[row],
      }),
    })),
  };
}

function horizonText({ amount, unit }: Horizon): string {
  const days = inUnits(inMilliseconds(amount, unit), "day");
  return `${counted(amount, unit)}${unit === "day" ? "" : ` (${significant(days, 6)} days)`}`;
}

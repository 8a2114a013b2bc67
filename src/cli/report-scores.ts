import { UNIT_MILLISECONDS } from "../data/time-unit.ts";
import type { Horizon } from "../predict/horizon.ts";
import type { Scores } from "../predict/score.ts";
import { totalScores } from "../predict/totals.ts";
import type { Options } from "./flags.ts";
import { count, counted, fixed, list, money, printable, significant, table } from "./format.ts";
import { section } from "./outcome.ts";

const SHOWN = 10;

/** The scores as a person reads them: the totals and the customers worth most. */
export function reportScores(scores: Scores, { margin, discountRate }: Options): string {
  const totals = totalScores(scores);
  const { value } = totals;
  const title = `Scores, ${horizonText(scores.horizon)} ahead`;
  const sums: [string, string][] = [
    ["customers", count(totals.customers)],
    ["expected alive", `${count(totals.alive)} (${significant((100 * totals.alive) / totals.customers, 3)} %)`],
    ["expected purchases", count(totals.expectedPurchases)],
  ];
  if (value) {
    const terms = `margin ${significant(margin)}, discounted at ${significant(100 * discountRate)} % a year`;
    sums.push(["customer lifetime value", `${money(value.lifetimeValue)} (${terms})`]);
  }
  return [section(title, list(sums)), best(scores)].join("\n");
}

/** The customers worth most: by lifetime value, or by expected purchases where there are no values. */
function best(scores: Scores): string {
  const { value } = scores;
  const rows = bestRows(scores).map((row) => [
    printable(scores.customers[row]!),
    fixed(scores.probabilityAlive[row]!, 3),
    fixed(scores.expectedPurchases[row]!, 2),
    ...(value ? [money(value.expectedSpend[row]!), money(value.lifetimeValue[row]!)] : []),
  ]);
  const head = ["customer", "P(alive)", "purchases", ...(value ? ["per purchase", "lifetime value"] : [])];
  const title = `The ${counted(rows.length, "customer")} ${value ? "worth most" : "expected to buy most"}`;
  return section(title, table(head, rows, [1, 2, 3, 4]));
}

function bestRows({ length, value, expectedPurchases }: Scores): number[] {
  const worth = value?.lifetimeValue ?? expectedPurchases;
  const known = Array.from({ length }, (_, row) => row).filter((row) => !Number.isNaN(worth[row]));
  return known.sort((a, b) => worth[b]! - worth[a]! || a - b).slice(0, SHOWN);
}

/** The scores for a program: totals and the customers worth most. */
export function scoresInNumbers(scores: Scores, { margin, discountRate }: Options): object {
  const { value } = scores;
  return {
    horizon: scores.horizon,
    margin,
    discountRate,
    ...totalScores(scores),
    best: bestRows(scores).map((row) => ({
      customer: scores.customers[row],
      probabilityAlive: scores.probabilityAlive[row],
      expectedPurchases: scores.expectedPurchases[row],
      probabilityOfPurchase: scores.probabilityOfPurchase[row],
      ...(value && {
        expectedSpend: value.expectedSpend[row],
        lifetimeValue: value.lifetimeValue[row],
        undiscountedValue: value.undiscountedValue[row],
      }),
    })),
  };
}

function horizonText({ amount, unit }: Horizon): string {
  const days = (amount * UNIT_MILLISECONDS[unit]) / UNIT_MILLISECONDS.day;
  return `${counted(amount, unit)}${unit === "day" ? "" : ` (${significant(days, 6)} days)`}`;
}

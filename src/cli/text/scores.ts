import { inMilliseconds, inUnits } from "../../data/time-unit.ts";
import { count, counted, fixed, money, significant } from "../../number-words.ts";
import type { Horizon } from "../../predict/horizon.ts";
import type { ScoresInNumbers } from "../../run/scores-in-numbers.ts";
import { list, section, table } from "./format.ts";

/**
 * Scores as a person reads them: the totals and the customers worth most.
 *
 * @param asOf the end of observation, ISO, where it should be said
 */
export function reportScores(scores: ScoresInNumbers, asOf?: string): string {
  const { value, margin, discountRate, customers, alive } = scores;
  const from = asOf === undefined ? "" : ` from ${asOf}`;
  const title = `Scores, ${horizonText(scores.horizon)} ahead${from}`;
  const sums: [string, string][] = [
    ["customers", count(customers)],
    ["expected alive", `${count(alive)} (${significant((100 * alive) / customers, 3)} %)`],
    ["expected purchases", count(scores.expectedPurchases)],
  ];
  if (value) {
    const terms = `margin ${significant(margin)}, discounted at ${significant(100 * discountRate)} % a year`;
    sums.push(["customer lifetime value", `${money(value.lifetimeValue)} (${terms})`]);
  }
  return [section(title, list(sums)), reportBest(scores)].join("\n");
}

/** The customers worth most: by lifetime value, or by expected purchases where there are no values. */
function reportBest({ best, value }: ScoresInNumbers): string {
  const rows = best.map((one) => [
    one.customer,
    fixed(one.probabilityAlive, 3),
    fixed(one.expectedPurchases, 2),
    ...(value ? [money(one.expectedSpend!), money(one.lifetimeValue!)] : []),
  ]);
  const head = ["customer", "P(alive)", "purchases", ...(value ? ["per purchase", "lifetime value"] : [])];
  const title = `The ${counted(rows.length, "customer")} ${value ? "worth most" : "expected to buy most"}`;
  return section(title, table(head, rows, [1, 2, 3, 4]));
}

function horizonText({ amount, unit }: Horizon): string {
  const days = inUnits(inMilliseconds(amount, unit), "day");
  return `${counted(amount, unit)}${unit === "day" ? "" : ` (${significant(days, 6)} days)`}`;
}

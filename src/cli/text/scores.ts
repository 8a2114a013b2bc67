import { isLong } from "../../data/open-period.ts";
import { type Grain, inMilliseconds, inUnits } from "../../data/time-unit.ts";
import { count, counted, fixed, money, periodText, significant } from "../../number-words.ts";
import type { Horizon } from "../../predict/horizon.ts";
import { groupsOf, type ScoreColumn, scoreColumn } from "../../predict/score-sheet.ts";
import type { BaseInNumbers } from "../../run/base-in-numbers.ts";
import type { NetInNumbers } from "../../run/net-in-numbers.ts";
import type { ScoresInNumbers } from "../../run/scores-in-numbers.ts";
import { list, section, table } from "./format.ts";

/**
 * Scores as text: the totals and the most valuable customers.
 *
 * @param base the customers, if the text should tell when their observation ended
 */
export function reportScores(scores: ScoresInNumbers, base?: BaseInNumbers): string {
  const { value, margin, discountRate, customers, alive } = scores;
  const from = base?.until === undefined ? "" : fromText(base.until, base.grain);
  const title = `Scores, ${horizonText(scores.horizon)} ahead${from}`;
  const sums: [string, string][] = [
    ["customers", count(customers)],
    ["expected alive", `${count(alive)} (${significant((100 * alive) / customers, 3)} %)`],
    ["expected purchases", count(scores.expectedPurchases)],
  ];
  if (value) {
    const terms = `margin ${significant(margin)}, discounted at ${significant(100 * discountRate)} % a year`;
    sums.push(["customer equity", `${money(value.equity)} (${terms})`]);
  }
  for (const { horizon, expectedPurchases, value: ahead } of scores.further ?? []) {
    const worth = ahead ? `, customer equity ${money(ahead.equity)}` : "";
    sums.push([`over ${counted(horizon.amount, horizon.unit)}`, `${count(expectedPurchases)} purchases${worth}`]);
  }
  // Without customers where ids stay on a cluster.
  const best = scores.best.length > 0 ? [reportBest(scores)] : [];
  return [section(title, list(sums)), ...(scores.net ? [reportNet(scores.net)] : []), ...best].join("\n");
}

/** The forecast begins after the whole week, month or year. */
function fromText(until: string, grain: Grain): string {
  return isLong(grain) ? `, after ${periodText(until, grain)}` : ` from ${until}`;
}

/** The net values under a plan: to date, ahead, and in total. */
function reportNet({ revenue, contribution, acquisitionCost, netToDate, netClv, netTotal, negative }: NetInNumbers) {
  const below =
    negative.customers === 0
      ? []
      : [[`of them below 0`, `${counted(negative.customers, "customer")}, ${money(negative.netClv)}`] as const];
  return section(
    "Net values",
    list([
      ["revenue to date", money(revenue)],
      ["contribution to date", money(contribution)],
      ["acquisition cost", money(acquisitionCost)],
      ["net to date", money(netToDate)],
      ["net CLV ahead", money(netClv)],
      ...below,
      ["net total", money(netTotal)],
    ]),
  );
}

/** The scores that the table shows. */
const SHOWN = [
  "probabilityAlive",
  "probabilityAliveNext",
  "expectedPurchases",
  "expectedSpend",
  "clv",
  "netClv",
] as const;

const TEXT: Readonly<Record<ScoreColumn["unit"], (value: number) => string>> = {
  probability: (value) => fixed(value, 3),
  purchases: (value) => fixed(value, 2),
  money,
};

/**
 * The most valuable customers: by net CLV with a plan, else by CLV, or by expected purchases where there are no values.
 */
function reportBest({ best, value, net }: ScoresInNumbers): string {
  const hasNext = best[0]?.probabilityAliveNext !== undefined;
  const groups = groupsOf(value !== undefined, net !== undefined, hasNext);
  const columns = SHOWN.map((key) => ({ ...scoreColumn(key), key })).filter(({ group }) => groups.includes(group));
  const rows = best.map((one) => [one.customer, ...columns.map(({ key, unit }) => TEXT[unit](one[key]!))]);
  const head = ["customer", ...columns.map(({ title }) => title)];
  const title = `The ${counted(rows.length, "customer")} ${value ? "worth most" : "expected to buy most"}`;
  return section(title, table(head, rows, [1, 2, 3, 4, 5]));
}

function horizonText({ amount, unit }: Horizon): string {
  const days = inUnits(inMilliseconds(amount, unit), "day");
  return `${counted(amount, unit)}${unit === "day" ? "" : ` (${significant(days, 6)} days)`}`;
}

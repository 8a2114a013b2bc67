import { count, counted, fixed, money, significant } from "../../number-words.ts";
import type { OldAndNew, WatchFindings } from "../../run/watch/result.ts";
import { list, section, table } from "./format.ts";

/** The text on whether a model still holds, with the verdict at the end. */
export function reportWatch({
  checkpoints,
  customers,
  fittedUntil,
  level,
  newCustomers,
  ranking,
  refit,
  scores,
  sentence,
}: WatchFindings): string {
  const rows = checkpoints.map(({ until, actual, expected, low, high, value }) => [
    until,
    count(actual),
    count(expected),
    `${count(low)} to ${count(high)}`,
    actual < low || actual > high ? "outside" : "",
    ...(value ? [money(value.actual), money(value.expected), `${money(value.low)} to ${money(value.high)}`] : []),
  ]);
  const valued = checkpoints.some(({ value }) => value !== undefined);
  const percent = `${significant(100 * level, 3)} %`;
  const entries: [string, string][] = [
    ...(ranking
      ? [
          [
            "ranking of customers who bought",
            `${fixed(ranking.actual, 3)}, expected ${fixed(ranking.expected, 3)}`,
          ] as [string, string],
        ]
      : []),
    [
      "old parameters against refit",
      `likelihood ratio ${fixed(refit.statistic, 2)}, ${refit.p === undefined ? "no p: the old fit or the refit is not a maximum" : `p ${p(refit.p)}`}`,
    ],
    ["purchases within a year, old and refit", change(refit.expectedPurchases, count)],
    ...(refit.equity ? [["value within a year, old and refit", change(refit.equity, money)] as [string, string]] : []),
    ["scores against those expected by now", `index ${fixed(scores.index, 3)}, p ${p(scores.p)}`],
  ];
  const others = newCustomers > 0 ? [`  ${counted(newCustomers, "customer")} won since then: not counted here.`] : [];
  return [
    section(
      `Purchases since ${fittedUntil} of ${counted(customers, "customer")} known then, cumulated; the limits hold jointly with ${percent}`,
      table(
        ["until", "actual", "expected", "limits", "", ...(valued ? ["value", "expected", "limits"] : [])],
        rows,
        [1, 2, 3, 5, 6, 7],
      ),
      ...others,
    ),
    section("Tests", list(entries)),
    section("Verdict", list([["", sentence]])),
  ].join("\n");
}

function change({ old, refit }: OldAndNew, text: (n: number) => string): string {
  const share = 100 * (refit / old - 1);
  return `${text(old)}, ${text(refit)} (${share < 0 ? "−" : "+"}${fixed(Math.abs(share), 1)} %)`;
}

function p(value: number): string {
  return value < 0.001 ? "< 0.001" : significant(value, 2);
}

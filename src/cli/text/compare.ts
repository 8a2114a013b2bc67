import { count, fixed, significant } from "../../number-words.ts";
import type { Comparison } from "../../run/compare/compared.ts";
import type { CompareResult } from "../../run/compare.ts";
import { list, section, table } from "./format.ts";

/** Groups beside the control as text. */
export function reportComparisons({
  control,
  comparisons,
  groups,
  since,
  days,
  level,
  sampleRatio,
}: CompareResult): string {
  const sizes = groups.map(({ group, customers }): [string, string] => [group, count(customers)]);
  const from = since === "first" ? "the first purchase" : since;
  return [
    section(
      `Groups: ${days} days from ${from}`,
      list([...sizes, ["test of the intended sizes", `p ${p(sampleRatio.p)}`]]),
    ),
    ...comparisons.map((one) => comparison(control, one, level)),
  ].join("\n");
}

function comparison(control: string, { group, outcomes, balance, newcomers }: Comparison, level: number): string {
  const percent = `${fixed(100 * level, 0)} %`;
  const rows = Object.entries(outcomes).flatMap(
    ([name, { mean, difference, bootstrap, permutationP, adjusted, ratio }]) => [
      [
        `${name} per customer`,
        ...mean.map((one) => fixed(one, 2)),
        range(difference),
        ratio ? `${fixed(ratio.estimate, 3)} (${fixed(ratio.low, 3)} to ${fixed(ratio.high, 3)})` : "",
        p(permutationP ?? difference.p),
      ],
      ...(bootstrap
        ? [["  by bootstrap", "", "", `${fixed(bootstrap.low, 2)} to ${fixed(bootstrap.high, 2)}`, "", ""]]
        : []),
      ...(adjusted
        ? [
            [
              `  adjusted for the forecast, worth ${fixed(adjusted.worth, 2)} × the customers`,
              "",
              "",
              range(adjusted),
              "",
              p(adjusted.p),
            ],
          ]
        : []),
    ],
  );
  const past = Object.entries(balance ?? {}).map(([name, { mean, p: ofBalance }]) => [
    name === "repeatPurchases" ? "before: repeat purchases" : "before: orders expected",
    ...mean.map((one) => fixed(one, 2)),
    "",
    "",
    p(ofBalance),
  ]);
  const head = ["", control, group, `difference (${percent})`, `ratio (${percent})`, "p"];
  const { purchase, spend } = newcomers?.likelihoodRatio ?? {};
  const worth = newcomers && [
    list([
      [
        "value of a new customer within a year, from models",
        `${control} ${fixed(newcomers.value[0], 2)}, ${group} ${fixed(newcomers.value[1], 2)}: difference ${range(newcomers.difference)}`,
      ],
      ...(purchase ? [["one model of purchases for both", test(purchase)] as [string, string]] : []),
      ...(spend ? [["one model of spend for both", test(spend)] as [string, string]] : []),
    ]),
  ];
  return section(
    `Difference: ${group} less ${control}`,
    table(head, [...rows, ...past], [1, 2, 3, 4, 5]),
    ...(worth ?? []),
  );
}

function range({
  estimate,
  low,
  high,
}: {
  readonly estimate: number;
  readonly low?: number;
  readonly high?: number;
}): string {
  const ends = low === undefined || high === undefined ? "" : ` (${fixed(low, 2)} to ${fixed(high, 2)})`;
  return `${fixed(estimate, 2)}${ends}`;
}

function test({
  statistic,
  freedom,
  p: ofTest,
}: {
  readonly statistic: number;
  readonly freedom: number;
  readonly p: number;
}): string {
  return `likelihood ratio ${fixed(statistic, 2)} on ${freedom}, p ${p(ofTest)}`;
}

function p(value: number): string {
  return value < 0.001 ? "< 0.001" : significant(value, 2);
}

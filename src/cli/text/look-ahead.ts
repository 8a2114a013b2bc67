import { count, fixed, money } from "../../number-words.ts";
import type { LookAhead } from "../../run/look-ahead.ts";
import type { SegmentsResult } from "../../run/segments-result.ts";
import type { SignKind } from "../../segments/signs.ts";
import { section, table } from "./format.ts";

/** Flows and signs in a table on a terminal. */
const SHOWN = 10;

/** The results of a model about moves as text: a test, a forecast, and the signs. */
export function reportLookAhead(result: SegmentsResult, found: LookAhead): string {
  return [tested(result, found), coming(result, found), values(result, found), signs(found)].join("\n");
}

function tested({ scheme, level }: SegmentsResult, { tested: test }: LookAhead): string {
  const { flows, misplaced, from, to, customers, draws } = test;
  const name = (k: number): string => scheme.segments[k]!.name;
  const beyond = flows.filter(({ significant }) => significant).sort((a, b) => a.adjusted! - b.adjusted!);
  const all = flows.filter(({ p }) => p !== undefined).length;
  const rows = beyond
    .slice(0, SHOWN)
    .map((flow) => [
      ...[name(flow.from), name(flow.to), count(flow.customers), fixed(flow.expected, 1)],
      ...[`${count(flow.low)} to ${count(flow.high)}`, fixed(flow.adjusted!, 4)],
    ]);
  const heads = ["from", "to", "customers", "expected", `interval ${percent(level)}`, "p, for all"];
  const verdict =
    beyond.length === 0
      ? `  None of the ${count(all)} flows differs by more than chance, at a false discovery rate of 10 %.`
      : `  ${count(beyond.length)} of ${count(all)} flows differ by more than chance, at a false discovery rate of 10 %.`;
  return section(
    `Actual moves from ${from} to ${to}, and those expected by a model fitted before`,
    ...(rows.length > 0 ? [table(heads, rows, [2, 3])] : []),
    verdict,
    `  The model put ${count(Math.round(misplaced.model))} of ${count(customers)} customers into a wrong segment; the chain of earlier moves put ${count(Math.round(misplaced.chain))}. ${count(draws)} draws.`,
  );
}

function coming({ scheme, period, level }: SegmentsResult, { coming: next, ahead }: LookAhead): string {
  const moved = next.flows.filter(({ from, to }) => from !== to).sort((a, b) => b.expected - a.expected);
  const rows = moved
    .slice(0, SHOWN)
    .map(({ from, to, expected, low, high }) => [
      ...[scheme.segments[from]!.name, scheme.segments[to]!.name],
      ...[fixed(expected, 1), `${count(low)} to ${count(high)}`],
    ]);
  return section(
    `Moves expected in the ${ahead === 1 ? period : `${ahead} ${period}s`} after ${next.from}`,
    table(["from", "to", "expected", `interval ${percent(level)}`], rows, [2]),
  );
}

function values({ scheme }: SegmentsResult, { values: found, tested: { from, to } }: LookAhead): string {
  const unit = found.totals.worth === undefined ? "orders" : "worth";
  const shown = unit === "orders" ? (n: number) => fixed(n, 1) : money;
  const rows = found.segments.map((row) => {
    const { chain, model, actual } = row[unit]!;
    return [scheme.segments[row.segment]!.name, count(row.customers), shown(chain), shown(model), shown(actual)];
  });
  const { chain, model, actual } = found.totals[unit]!;
  const ends = ({ low, high }: { readonly low: number; readonly high: number }) => `${shown(low)} to ${shown(high)}`;
  const customers = found.segments.reduce((sum, row) => sum + row.customers, 0);
  rows.push(["all", count(customers), shown(chain.total), shown(model.total), shown(actual)]);
  return section(
    `${unit === "orders" ? "Orders" : "Value of the orders"} from ${from} to ${to}, by the segment before`,
    table(["segment", "customers", "chain", "model", "actual"], rows, [1, 2, 3, 4]),
    `  Interval of the chain ${ends(chain)}, of the model ${ends(model)}.`,
  );
}

const SIGNS: Readonly<Record<SignKind, string>> = {
  silent: "silent for longer than nine of ten of their usual gaps",
  burst: "bought more in the last periods than their usual rhythm explains (p < 0.05)",
};

function signs({ signs: { kinds }, ahead }: LookAhead): string {
  const lines = kinds.flatMap(({ sign, tested: all, customers, significant, earlier }) => [
    `  ${count(customers)} of ${count(all)} customers: ${SIGNS[sign]}; ${count(significant)} of them beyond chance.`,
    ...(earlier && earlier.customers > 0
      ? [
          `    Of ${count(earlier.customers)} on the same list ${ahead === 1 ? "one period" : `${ahead} periods`} earlier, ${count(earlier.boughtSince)} (${percent(earlier.boughtSince / earlier.customers)}) have bought since then, without any action.`,
        ]
      : []),
  ]);
  return section("Early signs", ...lines);
}

function percent(share: number): string {
  return `${fixed(100 * share, 0)} %`;
}

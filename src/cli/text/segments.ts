import { count, fixed } from "../../number-words.ts";
import type { SegmentsResult } from "../../run/segments-result.ts";
import { ruleText } from "../../segments/scheme.ts";
import { section, table } from "./format.ts";

/** The number of moves in a table on a terminal, and the number of customers below which a share is not printed. */
const [MOVES, FEW] = [15, 30];

/** The segments at the end of the last complete period, with their rules. */
export function reportSegments({ period, scheme, labels, moves }: SegmentsResult): string {
  const size = scheme.segments.length;
  const at = (t: number, k: number): number => moves.snapshots[t * size + k]!;
  const last = labels.length - 1;
  const rows = scheme.segments
    .map((rule, k) => [
      rule.name,
      count(at(last - 1, k)),
      count(at(last, k)),
      ruleText(rule, { period, window: scheme.window }),
    ])
    .filter((_, k) => at(last, k) > 0 || at(last - 1, k) > 0);
  const heads = ["segment", labels[last - 1]!, labels[last]!, "rule"];
  return section(`Segments by ${scheme.name}, at the end of each ${period}`, table(heads, rows, [1, 2]));
}

/** The moves that most customers made, all periods together. */
export function reportMoves({ period, scheme, rates, level }: SegmentsResult): string {
  const moved = rates.filter(({ from, to }) => from !== to).sort((a, b) => b.customers - a.customers);
  const share = (part: number): string => `${fixed(100 * part, 1)} %`;
  const rows = moved
    .slice(0, MOVES)
    .map(({ from, to, customers, of, rate, low, high }) => [
      scheme.segments[from]!.name,
      scheme.segments[to]!.name,
      count(customers),
      ...(of < FEW ? ["", ""] : [share(rate), `${share(low)} to ${share(high)}`]),
    ]);
  const text = `  Shares of the customers in a segment at the end of a ${period}; intervals at ${share(level)} from blocks of customers.`;
  return section(
    "Moves from the end of one period to the end of the next",
    table(["from", "to", "customers", "share", "interval"], rows, [2, 3]),
    "",
    text,
  );
}

import { adjustedForMany } from "../math/benjamini-hochberg.ts";
import { quantileOf } from "./quantile-of.ts";

/** Customers at [from × segments] under each draw of parameters and futures. Cells that no draw has met are absent. */
export interface FlowDraws {
  readonly segments: number;
  readonly draws: number;
  readonly cells: ReadonlyMap<number, Float64Array>;
  /** The mean of each cell; it may be known better than from the draws. */
  readonly expected: Float64Array;
}

/** Counts flows draw by draw. */
export function flowCounter(segments: number, draws: number) {
  const cells = new Map<number, Float64Array>();
  return {
    add(draw: number, cell: number, customers: number): void {
      let counts = cells.get(cell);
      if (counts === undefined) cells.set(cell, (counts = new Float64Array(draws)));
      counts[draw] += customers;
    },
    drawn(expected?: Float64Array): FlowDraws {
      const means = expected ?? new Float64Array(segments * segments);
      if (expected === undefined) {
        for (const [cell, counts] of cells) means[cell] = counts.reduce((sum, n) => sum + n, 0) / draws;
      }
      return { segments, draws, cells, expected: means };
    },
  };
}

/** Customers expected to be in one segment and later in another. */
export interface ExpectedFlow {
  readonly from: number;
  readonly to: number;
  readonly expected: number;
  /** Ends of the interval of the actual number. */
  readonly low: number;
  readonly high: number;
}

/** The same beside the actual number. */
export interface TestedFlow extends ExpectedFlow {
  readonly customers: number;
  /**
   * The share of draws at least as far from the mean. Absent where fewer than 1 customer is expected, because no test
   * can distinguish that from none.
   */
  readonly p?: number;
  /** p adjusted for all flows that are tested (Benjamini & Hochberg). */
  readonly adjusted?: number;
  readonly significant: boolean;
}

/** The flows with an expectation above 0, with intervals of the actual number of customers. */
export function expectedFlows({ segments, cells, expected, draws }: FlowDraws, level: number): ExpectedFlow[] {
  const none = new Float64Array(draws);
  return Array.from(expected.keys())
    .filter((cell) => expected[cell] > 0)
    .map((cell) => {
      const sorted = (cells.get(cell) ?? none).slice().sort();
      const [low, high] = [quantileOf(sorted, (1 - level) / 2), quantileOf(sorted, (1 + level) / 2)];
      return { from: Math.floor(cell / segments), to: cell % segments, expected: expected[cell], low, high };
    });
}

/** Fewer customers than this are not tested. */
const LEAST_EXPECTED = 1;

/**
 * Compares actual flows with expected ones, two-sided. The p-value is the share of draws at least as far from the mean.
 * The actual number counts as one of them. A flow is significant if its p, adjusted for all tested flows, is at most
 * `rate`.
 *
 * @param actual customers at [from × segments]
 * @param rate the share of false findings among those called significant
 */
export function testFlows(drawn: FlowDraws, actual: Float64Array, level: number, rate: number): TestedFlow[] {
  const { segments, cells, expected, draws } = drawn;
  const none = new Float64Array(draws);
  const known = new Map(expectedFlows(drawn, level).map((flow) => [flow.from * segments + flow.to, flow]));
  const flows = Array.from(expected.keys())
    .filter((cell) => expected[cell] > 0 || actual[cell] > 0)
    .map((cell) => {
      const place = { from: Math.floor(cell / segments), to: cell % segments };
      const flow = known.get(cell) ?? { ...place, expected: 0, low: 0, high: 0 };
      const tested = flow.expected >= LEAST_EXPECTED;
      const p = tested ? shareAsFar(cells.get(cell) ?? none, flow.expected, actual[cell]) : undefined;
      return { ...flow, customers: actual[cell], ...(p !== undefined && { p }) };
    });
  const tested = flows.filter(({ p }) => p !== undefined);
  const adjusted = adjustedForMany(Float64Array.from(tested, ({ p }) => p!));
  const adjustedOf = new Map(tested.map((flow, k) => [flow, adjusted[k]]));
  return flows.map((flow) => {
    const q = adjustedOf.get(flow);
    return { ...flow, ...(q !== undefined && { adjusted: q }), significant: q !== undefined && q <= rate };
  });
}

function shareAsFar(draws: Float64Array, mean: number, actual: number): number {
  // Equal distances may differ in the last bits.
  const far = Math.abs(actual - mean) * (1 - 1e-12);
  const as = draws.reduce((count, n) => count + Number(Math.abs(n - mean) >= far), 0);
  return (1 + as) / (1 + draws.length);
}

/** The number of customers that a forecast of snapshots misplaces: half the sum of the differences. */
export function misplaced(expected: Float64Array, actual: Float64Array): number {
  return expected.reduce((sum, n, k) => sum + Math.abs(n - actual[k]), 0) / 2;
}

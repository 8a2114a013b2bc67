import { idOrder } from "../data/id-order.ts";
import { isoDay } from "../fit/fingerprint.ts";
import type { SegmentTotals, TotalInterval } from "../predict/segment-totals.ts";
import type { ExpectedFlow, TestedFlow } from "../segments/flows.ts";
import { betaRates, type MoveRate } from "../segments/move-rates.ts";
import type { Moves } from "../segments/moves.ts";
import type { MovesAhead } from "../segments/moves-ahead.ts";
import type { SegmentRules } from "../segments/scheme.ts";
import type { SignOf } from "../segments/signs.ts";
import { type CsvText, csvTable } from "./csv-text.ts";

/** The inputs of the tables of segments. */
interface SegmentTables {
  readonly labels: readonly string[];
  readonly moves: Moves;
  readonly scheme: SegmentRules;
  readonly level: number;
  readonly rates: readonly MoveRate[];
}

/** One row for each period and segment: its customers, and those of them new in the period. */
export function snapshotsCsv({ labels, moves, scheme }: SegmentTables): CsvText {
  const size = scheme.segments.length;
  return csvTable(moves.snapshots.length, [
    { name: "period", field: (row) => labels[Math.floor(row / size)] },
    { name: "segment", field: (row) => scheme.segments[row % size]!.name },
    { name: "customers", field: (row) => moves.snapshots[row] },
    { name: "new_customers", field: (row) => moves.entries[row] },
  ]);
}

/** One row for each move made from a period to the next. In one period each customer is counted once, so the intervals are Beta's. */
export function movesCsv({ labels, moves, scheme, level }: SegmentTables): CsvText {
  const size = scheme.segments.length;
  const rows = labels.slice(1).flatMap((to, t) => {
    const counts = moves.counts.subarray(t * size * size, (t + 1) * size * size);
    return betaRates(counts, size, level).map((rate) => ({ ...rate, fromPeriod: labels[t], toPeriod: to }));
  });
  return csvTable(rows.length, [
    { name: "from_period", field: (row) => rows[row]!.fromPeriod },
    { name: "to_period", field: (row) => rows[row]!.toPeriod },
    ...rateColumns(rows, scheme),
  ]);
}

/** One row for each move, all periods together. */
export function ratesCsv({ rates, scheme }: SegmentTables): CsvText {
  return csvTable(rates.length, rateColumns(rates, scheme));
}

function rateColumns(rates: readonly MoveRate[], { segments }: SegmentRules) {
  return [
    { name: "from", field: (row: number) => segments[rates[row]!.from]!.name },
    { name: "to", field: (row: number) => segments[rates[row]!.to]!.name },
    { name: "customers", field: (row: number) => rates[row]!.customers },
    { name: "of", field: (row: number) => rates[row]!.of },
    { name: "share", field: (row: number) => rates[row]!.rate },
    { name: "low", field: (row: number) => rates[row]!.low },
    { name: "high", field: (row: number) => rates[row]!.high },
  ];
}

/** The inputs of the tables of a forecast of segments. */
interface AheadTables {
  readonly tested: { readonly from: string; readonly to: string; readonly flows: readonly TestedFlow[] };
  readonly coming: {
    readonly from: string;
    readonly flows: readonly ExpectedFlow[];
    readonly customers: readonly string[];
    readonly moves: MovesAhead;
  };
  readonly values: { readonly segments: readonly SegmentRow[] };
  readonly totals: readonly SegmentTotals[];
  readonly twoMoments: { readonly schemes: readonly MomentRows[] };
  readonly signs: { readonly customers: readonly SignOf[] };
}

interface MomentRows {
  readonly scheme: string;
  readonly segments: readonly string[];
  readonly now: Int32Array;
  readonly moves: readonly {
    readonly from: number;
    readonly to: number;
    readonly customers: number;
    readonly orders: number;
    readonly value?: number;
  }[];
}

interface SegmentRow {
  readonly segment: number;
  readonly customers: number;
  readonly orders: Columns;
  readonly worth?: Columns;
}

type Columns = Readonly<Record<"chain" | "model" | "low" | "high" | "actual", number>>;

/**
 * One row for each flow: first the flows of the last periods, expected and actual, then those of future periods, which
 * are only expected.
 */
export function flowsCsv({ tested, coming }: AheadTables, { segments }: SegmentRules): CsvText {
  const rows: readonly (Partial<TestedFlow> & ExpectedFlow & { readonly since: string; readonly until?: string })[] = [
    ...tested.flows.map((flow) => ({ ...flow, since: tested.from, until: tested.to })),
    ...coming.flows.map((flow) => ({ ...flow, since: coming.from })),
  ];
  return csvTable(rows.length, [
    { name: "from_period", field: (row) => rows[row]!.since },
    { name: "to_period", field: (row) => rows[row]!.until },
    { name: "from", field: (row) => segments[rows[row]!.from]!.name },
    { name: "to", field: (row) => segments[rows[row]!.to]!.name },
    { name: "customers", field: (row) => rows[row]!.customers },
    { name: "expected", field: (row) => rows[row]!.expected },
    { name: "expected_low", field: (row) => rows[row]!.low },
    { name: "expected_high", field: (row) => rows[row]!.high },
    { name: "p", field: (row) => rows[row]!.p },
    { name: "p_adjusted", field: (row) => rows[row]!.adjusted },
    { name: "significant", field: (row) => truth(rows[row]!.significant) },
  ]);
}

function truth(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

/**
 * One row for each customer: the segment now, the likeliest one after the periods ahead, and the probability of each
 * reachable segment.
 */
export function nextCsv({ coming, twoMoments }: AheadTables, { segments }: SegmentRules, anonymous: boolean): CsvText {
  const { customers, moves } = coming;
  const { from, row, probability } = moves;
  const size = segments.length;
  const p = (customer: number, to: number): number => probability[row[customer]! * size + to]!;
  const reached = segments.map((_, to) => probability.some((share, at) => share > 0 && at % size === to));
  const likeliest = (customer: number): number => {
    let best = 0;
    for (let to = 1; to < size; to++) if (p(customer, to) > p(customer, best)) best = to;
    return best;
  };
  // Rows in the order of ids would reveal something about ids, even without the ids.
  const order = Array.from(from.keys());
  if (!anonymous) {
    const compare = idOrder(customers);
    order.sort((a, b) => compare(customers[a]!, customers[b]!));
  }
  return csvTable(from.length, [
    !anonymous && { name: "customer_id", field: (k) => customers[order[k]!] },
    { name: "segment", field: (k) => segments[from[order[k]!]!]!.name },
    { name: "likeliest", field: (k) => segments[likeliest(order[k]!)]!.name },
    ...twoMoments.schemes.map(({ scheme, segments: names, now }) => ({
      name: `by_${scheme}`,
      field: (k: number) => names[now[order[k]!]!],
    })),
    ...segments.map(({ name }, to) => reached[to]! && { name: `p ${name}`, field: (k: number) => p(order[k]!, to) }),
  ]);
}

/**
 * One row for each segment at the start of the last periods: the actual purchases of its customers, beside both
 * forecasts.
 */
export function valuesCsv({ values }: AheadTables, scheme: SegmentRules): CsvText {
  const rows = values.segments;
  const hasWorth = rows.some(({ worth }) => worth !== undefined);
  const columns = (unit: "orders" | "worth", name: string) => [
    { name: `${name}_chain`, field: (row: number) => rows[row]![unit]!.chain },
    { name: `${name}_model`, field: (row: number) => rows[row]![unit]!.model },
    { name: `${name}_model_low`, field: (row: number) => rows[row]![unit]!.low },
    { name: `${name}_model_high`, field: (row: number) => rows[row]![unit]!.high },
    { name: `${name}_actual`, field: (row: number) => rows[row]![unit]!.actual },
  ];
  return csvTable(rows.length, [
    { name: "segment", field: (row) => scheme.segments[rows[row]!.segment]!.name },
    { name: "customers", field: (row) => rows[row]!.customers },
    ...columns("orders", "orders"),
    ...(hasWorth ? columns("worth", "value") : []),
  ]);
}

/** One row for all customers, then one for each segment: the expectations for a year. */
export function totalsCsv({ totals }: AheadTables): CsvText {
  const ends = (name: string, of: (row: SegmentTotals) => TotalInterval | undefined) =>
    (["median", "low", "high"] as const).map((end) => ({
      name: end === "median" ? name : `${name}_${end}`,
      field: (row: number) => of(totals[row]!)?.[end],
    }));
  const hasValue = totals.some(({ estimate }) => estimate.equity !== undefined);
  return csvTable(totals.length, [
    { name: "segment", field: (row) => totals[row]!.segment },
    { name: "customers", field: (row) => totals[row]!.customers },
    ...ends("alive", ({ estimate }) => estimate.alive),
    ...ends("expected_purchases", ({ estimate }) => estimate.expectedPurchases),
    ...(hasValue ? ends("equity", ({ estimate }) => estimate.equity) : []),
  ]);
}

/** One row for each move between segments of a model, with the purchases of the customers in between. */
export function twoMomentsCsv({ twoMoments: { schemes } }: AheadTables): CsvText {
  const rows = schemes.flatMap(({ scheme, segments, moves }) => moves.map((move) => ({ scheme, segments, move })));
  const hasValue = rows.some(({ move }) => move.value !== undefined);
  return csvTable(rows.length, [
    { name: "cut_by", field: (row) => rows[row]!.scheme },
    { name: "from", field: (row) => rows[row]!.segments[rows[row]!.move.from] },
    { name: "to", field: (row) => rows[row]!.segments[rows[row]!.move.to] },
    { name: "customers", field: (row) => rows[row]!.move.customers },
    { name: "orders", field: (row) => rows[row]!.move.orders },
    hasValue && { name: "value", field: (row) => rows[row]!.move.value },
  ]);
}

/** One row for each sign, those with most at stake first. */
export function signsCsv({ signs: { customers } }: AheadTables, anonymous: boolean): CsvText {
  const day = (time: number | undefined): string | undefined => (time === undefined ? undefined : dayOf(time));
  return csvTable(customers.length, [
    !anonymous && { name: "customer_id", field: (row) => customers[row]!.customer },
    { name: "sign", field: (row) => customers[row]!.sign },
    { name: "value_at_stake", field: (row) => customers[row]!.atStake },
    { name: "probability_of_purchase", field: (row) => customers[row]!.probabilityOfPurchase },
    { name: "p", field: (row) => customers[row]!.p },
    { name: "significant", field: (row) => truth(customers[row]!.significant) },
    { name: "gap_days", field: (row) => customers[row]!.gap },
    { name: "usual_gap_days", field: (row) => customers[row]!.usualGap },
    { name: "overdue_since", field: (row) => day(customers[row]!.overdueSince) },
    { name: "next_purchase_median", field: (row) => day(customers[row]!.nextMedian) },
    { name: "purchases", field: (row) => customers[row]!.purchases },
  ]);
}

/** The day that holds a time; undefined for years with more than four digits. */
function dayOf(time: number): string | undefined {
  return time < LAST_DAY ? isoDay(time) : undefined;
}

const LAST_DAY = Date.UTC(9999, 11, 31);

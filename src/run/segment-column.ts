import { type Period, periodClock } from "../data/periods.ts";
import { ClvError } from "../errors.ts";
import { isoDay } from "../fit/fingerprint.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import type { IntervalOptions, Segments } from "../predict/draw-options.ts";
import type { SegmentTotals } from "../predict/segment-totals.ts";
import { depthOf } from "../segments/customer-states.ts";
import { segmentsNow } from "../segments/moves-ahead.ts";
import { ruleText, type Scheme } from "../segments/scheme.ts";
import type { Customers, LogFacts } from "./customers.ts";
import { jointDraws, totalsOf } from "./draws.ts";
import type { Run } from "./in-run.ts";
import { SEGMENT } from "./kept-columns.ts";
import { note } from "./notice.ts";
import type { SegmentColumnOptions } from "./options.ts";
import { schemeAsked } from "./scheme-asked.ts";
import { LEVEL } from "./score-options.ts";

/** The segments for a column of the scores. */
export interface SegmentsAsked {
  readonly scheme: Scheme;
  readonly period: Period;
}

/** The segment of every customer at the end of observation, in the order of the ids. */
export interface CustomerSegments extends SegmentsAsked {
  /** Its place in the scheme. */
  readonly of: Int32Array;
  /** The period that holds the last day. */
  readonly at: string;
  readonly notices: readonly Notice[];
}

/** The expectations for the customers of each segment. */
export interface SegmentsInNumbers {
  readonly scheme: string;
  readonly period: Period;
  /** The period at whose end, or at the end of observation within it, customers are cut. */
  readonly at: string;
  /** Probability of the intervals. */
  readonly level: number;
  readonly rules: readonly { readonly name: string; readonly rule: string }[];
  /** For all customers, then for each segment with customers. The intervals are joint. */
  readonly totals: readonly SegmentTotals[];
}

/** Reads the requested scheme, before any data. */
export async function segmentsAsked({
  segments,
  cuts,
  period = "month",
}: SegmentColumnOptions): Promise<SegmentsAsked | undefined> {
  if (segments !== undefined) return { scheme: await schemeAsked(segments, cuts, "--segments"), period };
  if (cuts === undefined) return undefined;
  throw new ClvError("usage", { where: "--cuts", expected: "--segments rfm beside it", got: "none" });
}

/** Cuts the customers of a log at the end of its observation. */
export async function segmentsAtEnd(
  customers: Customers,
  facts: LogFacts | undefined,
  asked: SegmentsAsked,
): Promise<CustomerSegments> {
  const { scheme, period } = asked;
  const { grain, until } = customers.about;
  if (facts === undefined) {
    throw new ClvError("usage", {
      where: "--segments",
      expected: "a log",
      got: "a customer base, which has no periods",
    });
  }
  await requireValuesFor(customers, scheme);
  const { first, length, complete } = facts.periods(period);
  const now = first + length - 1;
  const [states] = await facts.states({ period, grain, known: now, until: [now], depth: depthOf(scheme) });
  const at = periodClock(period).labelOf(now);
  const part = note(
    "part-of-a-period",
    `Observation ends on ${isoDay(until!)}, within ${at}, so the segments use only a part of this period.`,
    "To get the segments of clv segments, use --until with the last day of a complete period.",
  );
  const of = segmentsNow({ scheme, states, now });
  return { ...{ scheme, period, of, at }, notices: complete.at(-1) ? [] : [part] };
}

/** Throws where a scheme cuts by value, and customers have none. */
export async function requireValuesFor(customers: Customers, { name, valueCuts }: Scheme): Promise<void> {
  if (valueCuts.length === 0 || (await customers.histories()).spent !== undefined) return;
  throw new ClvError("usage", { where: `scheme ${name}`, expected: "a log with values", got: "none" });
}

/** The expectations for each segment, with joint intervals. */
export async function segmentsInNumbers(
  run: Run,
  customers: Customers,
  fitted: FittedModel,
  { scheme, period, of, at }: CustomerSegments,
  asked: Omit<IntervalOptions, "level" | "seed" | "parameters"> & {
    readonly level?: number | undefined;
    readonly seed: number;
    /** Whether the model was fitted to these customers. */
    readonly own: boolean;
    readonly draws?: readonly ParameterDraw[] | undefined;
  },
): Promise<SegmentsInNumbers> {
  const { own, draws, level = LEVEL, further: _, ...terms } = asked;
  const base = await customers.inMemory();
  const workers = run.threads.for(base.length);
  const parameters = draws ?? (await run.step("Resampling", () => jointDraws(workers, base, fitted, terms.seed, own)));
  const segments = placesOf({ scheme, of });
  const { totals } = await run.step("Drawing totals", () =>
    totalsOf(workers, base, fitted, undefined, { ...terms, level, parameters, segments }),
  );
  return {
    ...{ scheme: scheme.name, period, at, level },
    rules: rulesOf({ scheme, period }),
    totals: totals.filter((row) => row.customers > 0),
  };
}

/** The column in the form for scores. */
export function segmentWords(segments: CustomerSegments) {
  return { name: SEGMENT, words: placesOf(segments) };
}

/** The segments in the form for draws. */
export function placesOf({ scheme, of }: Pick<CustomerSegments, "scheme" | "of">): Segments {
  return { names: scheme.segments.map(({ name }) => name), of: Uint32Array.from(of) };
}

/** The rules in words. */
export function rulesOf({ scheme, period }: SegmentsAsked): { readonly name: string; readonly rule: string }[] {
  return scheme.segments.map((rule) => ({ name: rule.name, rule: ruleText(rule, { period, window: scheme.window }) }));
}

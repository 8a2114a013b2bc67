import { customersAt, type LikelihoodRatio, likelihoodRatio } from "../compare/arm-models.ts";
import { type Adjusted, adjustedDifference, type MeanDifference, meanDifference } from "../compare/mean-difference.ts";
import { inOwnOrder, type Outcome } from "../compare/outcomes.ts";
import { type SampleRatio, sampleRatio } from "../compare/sample-ratio.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { MILLION } from "../data/decimal.ts";
import { DAY, inMilliseconds } from "../data/time-unit.ts";
import { ClvError } from "../errors.ts";
import { isoDay } from "../fit/fingerprint.ts";
import { fitBase } from "../fit/fit-base.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { requireLevel } from "../fit/interval.ts";
import { given } from "../given.ts";
import { VERSION } from "../io/version.ts";
import { quantilePair } from "../math/quantile-pair.ts";
import { counted } from "../number-words.ts";
import { type Horizon, parseHorizon } from "../predict/horizon.ts";
import { score } from "../predict/score.ts";
import { type WorthOptions, worthOf } from "../predict/worth.ts";
import type { OrderTerms } from "../predict/worth-formula.ts";
import { firstValueDraws } from "../value/first-value-draws.ts";
import { newcomerWorth } from "../value/newcomers.ts";
import { orderTerms } from "../value/order-terms.ts";
import type { Engine } from "./choose-engine.ts";
import type { CustomersOfLog, Log, LogReading } from "./customers.ts";
import { jointDraws } from "./draws.ts";
import { inRun, type Run } from "./in-run.ts";
import { logNotices } from "./log-notices.ts";
import { summarizeOptions } from "./log-options.ts";
import { chosenModels } from "./models.ts";
import { note, warning } from "./notice.ts";
import { withLog } from "./open.ts";
import type { InputOptions, MachineOptions, OutputOptions, PlanOptions, TimeOptions } from "./options.ts";
import { planOrMargin } from "./plan.ts";
import { LEVEL } from "./score-options.ts";
import { writeRejected } from "./write-rejected.ts";

/** How two groups of customers are compared. `output` is a JSON file. */
export interface CompareOptions extends InputOptions, TimeOptions, PlanOptions, MachineOptions, OutputOptions {
  /** The column of the log, or of `attributes`, that names the group of a customer: the word of the first purchase. */
  readonly group: string;
  /** The day of the assignment, ISO; or `first`: every customer from the first purchase on. */
  readonly since: string;
  /** Whole days after the assignment, such as `180d`; needed with `first`, else to the end of the log. */
  readonly window?: string;
  /** The group that others are compared with; the first in code-point order when left out. */
  readonly control?: string;
  /** Sizes the groups were meant to have, in code-point order, such as `1:1`; equal when left out. */
  readonly ratio?: string;
  readonly margin?: NonNullable<WorthOptions["margin"]>;
  readonly discountRate?: NonNullable<WorthOptions["discountRate"]>;
  /** Probability of the intervals; 0.9 when left out. */
  readonly interval?: number;
  /** 1 when left out. */
  readonly seed?: number;
}

/** An outcome of a group beside that of the control. */
export interface ComparedOutcome extends MeanDifference {
  /** By the forecast made before the assignment; with a day of assignment only. */
  readonly adjusted?: Adjusted;
}

/** What a new customer of each group is worth within a year by a model of its own. */
export interface ComparedNewcomers {
  readonly horizon: Horizon;
  readonly value: readonly [number, number];
  readonly difference: { readonly estimate: number; readonly low?: number; readonly high?: number };
  readonly likelihoodRatio: { readonly purchase?: LikelihoodRatio; readonly spend?: LikelihoodRatio };
}

/** A group compared with the control. */
export interface Comparison {
  readonly group: string;
  readonly outcomes: Partial<Record<Outcome, ComparedOutcome>>;
  /** Where the groups stood at the assignment: repeat purchases and the forecast. They should not differ. */
  readonly balance?: Readonly<Record<string, { readonly mean: readonly [number, number]; readonly p: number }>>;
  /** With `first`: the customers' whole lives. */
  readonly newcomers?: ComparedNewcomers;
}

/** Groups of customers compared. Differences, not effects, unless the assignment was random. */
export interface CompareResult {
  readonly name: string;
  readonly engine: Engine;
  readonly reading: LogReading;
  readonly group: string;
  readonly since: string;
  readonly days: number;
  readonly level: number;
  readonly control: string;
  readonly groups: readonly { readonly group: string; readonly customers: number }[];
  readonly sampleRatio: SampleRatio;
  readonly comparisons: readonly Comparison[];
  readonly notices: readonly Notice[];
  readonly files: { readonly comparison?: string; readonly rejected?: string };
}

/**
 * Compares groups of customers: orders, value and contribution after the assignment, and what new customers are worth.
 *
 * @param path as in {@link summarize}
 * @throws ClvError `usage` where a group, a day or a window can't be used, `data` for rows that can't be read
 * @example
 * const { comparisons } = await compare("datasets/cdnow-like/log.csv", {
 *   query: "SELECT *, CASE WHEN CAST(customer_id AS INT) % 2 = 0 THEN 'even' ELSE 'odd' END AS half FROM log",
 *   group: "half",
 *   since: "1997-10-01",
 * });
 * comparisons[0].outcomes.orders.difference.p > 0.1; // true
 */
export function compare(path: string, options: CompareOptions): Promise<CompareResult> {
  return inRun(options, async (run) => {
    const { interval = LEVEL, group } = options;
    requireLevel(interval);
    const days = windowDays(options);
    const costs = await costsAsked(options);
    const reading = { ...options, firstValue: true, words: [group] };
    return withLog(run, path, reading, { keep: true }, (opened, log) => compareLog(opened, log, options, days, costs));
  });
}

function windowDays({ since, window }: CompareOptions): number | undefined {
  if (window === undefined) {
    if (since !== "first") return undefined;
    const wayOut = "Customers are compared over the same length of their lives: say --window 180d.";
    throw new ClvError("usage", {
      where: "--window",
      expected: "a window beside --since first",
      got: undefined,
      wayOut,
    });
  }
  const { amount, unit } = parseHorizon(window);
  const days = inMilliseconds(amount, unit) / DAY;
  if (Number.isInteger(days)) return days;
  throw new ClvError("usage", {
    where: "--window",
    expected: "whole days",
    got: window,
    wayOut: `Say ${Math.round(days)}d.`,
  });
}

/** What an order leaves: by a plan without groups, or by a margin. */
async function costsAsked(options: CompareOptions): Promise<OrderTerms | undefined> {
  const asked = await planOrMargin(options);
  if (asked === undefined) return undefined;
  if (asked.plan.groups === undefined) return orderTerms(asked.plan.costs, asked.where);
  throw new ClvError("usage", {
    where: `${asked.where}: groups`,
    expected: "the same costs for all groups that are compared",
    got: `groups by ${asked.plan.groupBy}`,
    wayOut: "Give a plan without groups.",
  });
}

/** What happened to each customer of a base after the assignment, and what was expected. */
interface Happened {
  readonly days: number;
  readonly orders: Float64Array;
  readonly value?: Float64Array;
  readonly lived?: Float64Array;
  readonly forecast?: { readonly orders: Float64Array; readonly value?: Float64Array };
}

async function compareLog(
  run: Run,
  log: Log,
  options: CompareOptions,
  days: number | undefined,
  terms: OrderTerms | undefined,
): Promise<CompareResult> {
  const { group, since, interval: level = LEVEL, seed = 1, output } = options;
  const outputs = run.outputs(log.files);
  const known = await (since === "first" ? log.at(kept(options)) : atAssignment(log, options, days));
  const { customers, reading } = known;
  const words = await customers.words(group);
  const base = await customers.inMemory();
  const happened = since === "first" ? await sinceFirst(known, days!) : await sinceDay(run, base, days);
  const sizes = words.names.map((name) => ({ group: name, customers: 0 }));
  const places = words.names.map((): number[] => []);
  for (let k = 0; k < base.length; k++) {
    if (happened.lived && happened.lived[k] === 0) continue;
    sizes[words.of[k]!]!.customers++;
    places[words.of[k]!]!.push(k);
  }
  const named = sizes.filter(({ group: name, customers: n }) => name !== "" && n > 0);
  requireGroups(named, options);
  const control = options.control ?? named[0]!.group;
  const placesOf = (name: string): number[] => places[words.names.indexOf(name)]!;
  const asked = {
    terms,
    level,
    seed,
    discountRate: worthOf(given({ discountRate: options.discountRate })).discountRate,
  };
  const comparisons: Comparison[] = [];
  for (const { group: name } of named) {
    if (name === control) continue;
    const sides = [placesOf(control), placesOf(name)] as const;
    comparisons.push(await run.step(`Comparing ${name}`, () => compared(run, base, happened, sides, name, asked)));
  }
  const ratio = sampleRatio(
    named.map(({ customers: n }) => n),
    meantSizes(options, named.length),
  );
  const notices = [
    ...logNotices(reading),
    ...compareNotices(options, base, happened, sizes, ratio, reading, comparisons),
  ];
  const found = {
    ...{ name: log.name, engine: log.engine, reading, group, since, days: happened.days, level, control },
    ...{ groups: named, sampleRatio: ratio, comparisons, notices },
  };
  if (output !== undefined) {
    const document = { writtenBy: `clv ${VERSION}`, ...compareInNumbers({ ...found, files: {} }) };
    await outputs.write(output, [`${JSON.stringify(document, undefined, 2)}\n`]);
  }
  const files = given({ comparison: output, rejected: await writeRejected(outputs, options, log.rejected) });
  await outputs.commit();
  return { ...found, files };
}

/** A comparison as plain data: the content of its file. */
export function compareInNumbers(result: CompareResult) {
  const { name: _, engine: __, reading: ___, files: ____, ...numbers } = result;
  return numbers;
}

function kept(options: CompareOptions) {
  return summarizeOptions({ ...options, firstValue: true });
}

/** The customers known before the day of the assignment, and the window after it as their holdout. */
async function atAssignment(log: Log, options: CompareOptions, days: number | undefined): Promise<CustomersOfLog> {
  const { since } = options;
  const whole = await log.at(summarizeOptions(options, since));
  if (days === undefined) return whole;
  const last = Date.parse(`${since.slice(0, 10)}T00:00:00Z`) + (days - 1) * DAY;
  if (last > whole.reading.summary.end) {
    throw new ClvError("usage", {
      where: "--window",
      expected: `days that end by ${isoDay(whole.reading.summary.end)}, the last one observed`,
      got: `${days} days from ${since}`,
      wayOut: "Give a shorter window, or leave it out.",
    });
  }
  return log.at(summarizeOptions({ ...options, until: isoDay(last) }, since));
}

async function sinceFirst({ facts }: CustomersOfLog, days: number): Promise<Happened> {
  const { orders, value, lived } = await facts!.firstWindow(days);
  return { days, orders, lived, ...(value.length > 0 && { value: value.map((sum) => sum / MILLION) }) };
}

/** The holdout, beside the forecast by models fitted to what was known before the assignment. */
async function sinceDay(run: Run, base: CustomerBase, days: number | undefined): Promise<Happened> {
  const { frequency: orders, monetaryValue, duration } = base.holdout!;
  const length = days ?? Math.round(inMilliseconds(duration, base.unit) / DAY);
  const value =
    monetaryValue && orders.map((n, k) => (n > 0 ? Math.round(n * monetaryValue[k]! * MILLION) / MILLION : 0));
  const { holdout: _, ...before } = base;
  const { purchase, spend } = chosenModels({ model: undefined, spendModel: undefined });
  const fitted = await run.step("Fitting before the assignment", () => fitBase(before, purchase, spend));
  if (!fitted.purchase.converged) return { days: length, orders, ...given({ value }) };
  const expected = score(before, fitted, { horizon: { amount: duration, unit: base.unit } });
  const ofValue = expected.value?.clv;
  const finite = ofValue?.every(Number.isFinite);
  const forecast = { orders: expected.expectedPurchases, ...(finite && { value: ofValue! }) };
  return { days: length, orders, forecast, ...given({ value }) };
}

interface Terms {
  readonly terms: OrderTerms | undefined;
  readonly level: number;
  readonly seed: number;
  readonly discountRate: number;
}

async function compared(
  run: Run,
  base: CustomerBase,
  happened: Happened,
  [control, other]: readonly [number[], number[]],
  group: string,
  asked: Terms,
): Promise<Comparison> {
  const { level, seed, terms } = asked;
  const places = [...control, ...other];
  const pick = (column: Float64Array): Float64Array => Float64Array.from(places, (k) => column[k]!);
  const withContribution = (orders: Float64Array, value: Float64Array | undefined) => ({
    orders,
    ...(value && { value }),
    ...(value && terms && { contribution: value.map((sum, k) => terms.s * sum - terms.k * orders[k]!) }),
  });
  const picked = (of: { readonly orders: Float64Array; readonly value?: Float64Array }) =>
    withContribution(pick(of.orders), of.value && pick(of.value));
  const arms = inOwnOrder({
    length: places.length,
    arm: Uint8Array.from(places, (_, k) => Number(k >= control.length)),
    outcomes: picked(happened),
    ...(happened.forecast && { forecast: picked(happened.forecast) }),
  });
  const outcomes = Object.fromEntries(
    (Object.entries(arms.outcomes) as [Outcome, Float64Array][]).map(([name, column]) => {
      const forecast = arms.forecast?.[name];
      const adjusted = forecast && adjustedDifference(column, forecast, arms.arm, level);
      return [name, { ...meanDifference(column, arms.arm, level, seed), ...given({ adjusted }) }];
    }),
  );
  const newcomers = happened.lived ? await newcomersOf(run, base, control, other, asked) : undefined;
  const balance = happened.forecast && {
    repeatPurchases: balanceOf(pick(base.frequency), control.length),
    forecastOrders: balanceOf(pick(happened.forecast.orders), control.length),
  };
  return { group, outcomes, ...given({ balance, newcomers }) };
}

/** What was known of two arms at the assignment. The sums are over sorted numbers, so that the order of customers has no effect. */
function balanceOf(column: Float64Array, ofControl: number) {
  const [a, b] = [column.slice(0, ofControl).sort(), column.slice(ofControl).sort()];
  const arm = Uint8Array.from(column, (_, k) => Number(k >= ofControl));
  const { mean, difference } = meanDifference(joined(a, b), arm, LEVEL, 1);
  return { mean, p: difference.p };
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const all = new Float64Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** Models of each arm and of both: the value of a new customer, and whether the arms share their parameters. */
async function newcomersOf(
  run: Run,
  base: CustomerBase,
  control: readonly number[],
  other: readonly number[],
  { terms = { s: 1, k: 0 }, level, seed, discountRate }: Terms,
): Promise<ComparedNewcomers | undefined> {
  const { purchase, spend } = chosenModels({ model: undefined, spendModel: undefined });
  const bases = [control, other].map((places) => customersAt(base, places));
  const both = await fitBase(customersAt(base, [...control, ...other]), purchase, spend);
  const arms: FittedModel[] = [];
  for (const one of bases) arms.push(await fitBase(one, purchase, spend));
  if (!arms.every(({ purchase: fit, spend: spent }) => fit.converged && spent !== undefined) || !base.firstValue)
    return undefined;
  const horizon: Horizon = { amount: 1, unit: "year" };
  const value: number[] = [];
  const drawn: Float64Array[] = [];
  for (const [k, one] of bases.entries()) {
    const fitted = arms[k]!;
    const mean =
      one
        .firstValue!.slice()
        .sort()
        .reduce((sum, first) => sum + first, 0) / one.length;
    const estimate = { purchase: fitted.purchase.parameters, spend: fitted.spend!.parameters };
    value.push(newcomerWorth(fitted, estimate, mean, terms, horizon, discountRate) ?? Number.NaN);
    const workers = run.threads.for(one.length);
    // A stream of its own for each arm: their customers are drawn independently.
    const draws = await jointDraws(workers, one, fitted, seed + k, true);
    const firstOf = firstValueDraws(one, one.firstValue!, seed + k);
    drawn.push(
      Float64Array.from(
        draws,
        (draw, d) => newcomerWorth(fitted, draw, firstOf(d), terms, horizon, discountRate) ?? Number.NaN,
      ),
    );
  }
  if (!value.every(Number.isFinite)) return undefined;
  const differences = drawn[1]!.map((worthOfOther, d) => worthOfOther - drawn[0]![d]!).filter(Number.isFinite);
  const [low, high] = differences.length > 2 ? quantilePair(differences, level) : [];
  return {
    horizon,
    value: [value[0]!, value[1]!],
    difference: { estimate: value[1]! - value[0]!, ...given({ low, high }) },
    likelihoodRatio: given({
      purchase: likelihoodRatio("purchase", both, arms),
      spend: likelihoodRatio("spend", both, arms),
    }),
  };
}

function requireGroups(named: readonly { readonly group: string }[], { group, control }: CompareOptions): void {
  const names = named.map(({ group: name }) => name);
  if (names.length < 2 || names.length > MOST_GROUPS) {
    throw new ClvError("data", {
      where: `--group ${group}`,
      expected: `from 2 to ${MOST_GROUPS} groups with customers`,
      got: counted(names.length, "group"),
      wayOut: names.length < 2 ? "Look at the column, and at --since and --window." : "Name a column with fewer words.",
    });
  }
  if (control !== undefined && !names.includes(control)) {
    throw new ClvError("usage", { where: "--control", expected: `one of ${names.join(", ")}`, got: control });
  }
}

const MOST_GROUPS = 20;

function meantSizes({ ratio }: CompareOptions, groups: number): number[] {
  if (ratio === undefined) return Array.from({ length: groups }, () => 1);
  const parts = ratio.split(":").map(Number);
  if (parts.length === groups && parts.every((part) => part > 0 && Number.isFinite(part))) return parts;
  throw new ClvError("usage", {
    where: "--ratio",
    expected: `${groups} numbers above 0 with colons between them, such as 1:1`,
    got: ratio,
  });
}

function compareNotices(
  { since, group }: CompareOptions,
  base: CustomerBase,
  { days, lived }: Happened,
  sizes: readonly { readonly group: string; readonly customers: number }[],
  ratio: SampleRatio,
  { summary }: LogReading,
  comparisons: readonly Comparison[],
): Notice[] {
  const notices: Notice[] = [
    note(
      "difference",
      "These are differences between groups. They are effects only if customers were assigned at random.",
    ),
  ];
  const without = sizes.find(({ group: name }) => name === "")?.customers ?? 0;
  if (without > 0)
    notices.push(warning("without-group", `${counted(without, "customer")} without a word in ${group}: left out.`));
  const young = lived ? lived.reduce((sum, alive) => sum + (alive === 0 ? 1 : 0), 0) : 0;
  if (young > 0)
    notices.push(
      note("not-lived", `${counted(young, "customer")} had not lived ${days} days by the end of the log: left out.`),
    );
  const { newInHoldout } = summary;
  if (newInHoldout > 0 && since !== "first") {
    const text = `Customers first seen after ${since} are left out: nothing was known of them before.`;
    notices.push(note("new-after-assignment", text));
  }
  if (ratio.p < SUSPICIOUS) {
    const text = `The sizes of the groups are not those that were meant (p ${ratio.p.toExponential(1)}).`;
    notices.push(
      warning("sample-ratio", text, "Look for customers lost on one side before anything else; or say --ratio."),
    );
  }
  const unlike = comparisons.filter(({ balance }) => Object.values(balance ?? {}).some(({ p }) => p < SUSPICIOUS));
  if (unlike.length > 0) {
    const text = `The groups differed before the assignment already: ${unlike.map((one) => one.group).join(", ")}.`;
    notices.push(warning("unbalanced", text, "A difference after it may be the old one; look at the adjusted one."));
  }
  if (comparisons.length > 1) {
    const text = `${comparisons.length} groups are compared with the control: one p in twenty is below .05 by chance.`;
    notices.push(note("several-groups", text));
  }
  if (base.length > 0 && sizes.some(({ customers: n }) => n > 0 && n < FEW)) {
    notices.push(warning("few-customers", `A group has fewer than ${FEW} customers: intervals are rough.`));
  }
  return notices;
}

/** Below this p the sizes or the past of groups are no accident. */
const SUSPICIOUS = 0.001;
const FEW = 30;

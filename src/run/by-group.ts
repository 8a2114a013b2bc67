import type { CustomerBase } from "../data/customer-base.ts";
import type { Words } from "../data/first-words.ts";
import { customersAt } from "../data/sample-customers.ts";
import { ClvError } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import { type FittedModel, numbersOf as numbers, type numbersOf } from "../fit/fitted-model.ts";
import { given } from "../given.ts";
import { counted } from "../number-words.ts";
import { type Costs, costsAt } from "../predict/costs.ts";
import type { ScoreOptions, Scores } from "../predict/score.ts";
import type { ScoreIntervals } from "../predict/score-intervals.ts";
import { added, type SegmentTotals, type Sums, totalsRow } from "../predict/segment-totals.ts";
import { totalScores } from "../predict/totals.ts";
import { type BaseInNumbers, baseInNumbers } from "./base-in-numbers.ts";
import { compareHoldout } from "./compare-holdout.ts";
import type { Customers, CustomersOfLog } from "./customers.ts";
import { byFrequency, drawnOver, jointDraws, scoresOf } from "./draws.ts";
import type { TotalsAhead } from "./finite-scores.ts";
import { FEWEST_BUYERS, fitModels, hasBuyers } from "./fit-models.ts";
import type { GroupModel } from "./group-models.ts";
import type { HoldoutInNumbers } from "./holdout-in-numbers.ts";
import type { Run } from "./in-run.ts";
import { type IntervalTotals, intervalTotals } from "./interval-totals.ts";
import { type ModelNames, requirePrediction } from "./models.ts";
import { note } from "./notice.ts";
import { scatter } from "./scatter.ts";

/** A column with more groups has ids or free text. */
const MOST_GROUPS = 100;

/** The customers of one group, from base to scores. */
export interface GroupInNumbers {
  /** The word of the group; "" for customers without one. */
  readonly group: string;
  readonly base: BaseInNumbers;
  /** Whether its model was fitted to the group, or to all customers, where the group is too small. */
  readonly fittedTo: "group" | "all";
  readonly model: ReturnType<typeof numbersOf>;
  /**
   * Its model file, if files are written and the group has its own model; `model.json` is the model of all customers.
   */
  readonly modelFile?: string;
  readonly scores: TotalsAhead;
  /** Intervals of its totals. */
  readonly intervals?: IntervalTotals;
  /** Present with a split. */
  readonly holdout?: HoldoutInNumbers;
}

/** A run by the groups of a column. */
export interface GroupsInNumbers {
  readonly by: string;
  readonly groups: readonly GroupInNumbers[];
}

/** The scores of all customers, each by the model of its group. */
export interface ScoredGroups {
  readonly scores: Scores;
  readonly totals: TotalsAhead;
  /** The ends of every customer. Totals are joint: sums over the groups, draw by draw. */
  readonly intervals?: ScoreIntervals;
  readonly inNumbers: GroupsInNumbers;
  /** The models of the groups that have one. */
  readonly models: readonly GroupModel[];
  readonly notices: readonly Notice[];
}

interface Group {
  readonly name: string;
  readonly places: Uint32Array;
  readonly base: CustomerBase;
}

/** Fits and scores each group of customers, in the order of their words. */
export async function scoreByGroup(
  run: Run,
  known: CustomersOfLog,
  by: string,
  pooled: FittedModel,
  names: ModelNames,
  terms: ScoreOptions & { readonly level?: number; readonly seed: number },
  costs: Costs | undefined,
  holdouts: ReadonlyMap<string, HoldoutInNumbers>,
): Promise<ScoredGroups> {
  const { customers } = known;
  const { level, seed, ...ahead } = terms;
  const base = await customers.inMemory();
  const groups = groupsOf(base, await customers.words(by));
  requireGroups(by, groups);
  const scored: { places: Uint32Array; result: Scores }[] = [];
  const drawn: { places: Uint32Array; result: { intervals: ScoreIntervals; sums: readonly (readonly Sums[])[] } }[] =
    [];
  const found: GroupInNumbers[] = [];
  const models: GroupModel[] = [];
  for (const [k, { name, places, base: own }] of groups.entries()) {
    const inGroup = await inMemory(run, own);
    const data = await inGroup.fitData();
    const fitted = await run.step(`Fitting ${by} ${name}`, () => fitOrPooled(run, inGroup, names, pooled));
    if (fitted.to === "group") models.push({ group: name, model: fitted.model });
    const workers = run.threads.for(own.length);
    const asked = { ...ahead, ...given({ costs: costs && costsAt(costs, places) }) };
    const result = await scoresOf(workers, own, fitted.model, asked);
    scored.push({ places, result });
    if (level !== undefined) {
      // Groups are drawn independently. Groups with the model of all customers share the draws of its parameters.
      const stream = (seed + (k + 1) * 2 ** 32) % 2 ** 53;
      const isOwn = fitted.to === "group";
      const parameters = await jointDraws(workers, own, fitted.model, isOwn ? stream : seed, isOwn);
      const options = { ...asked, level, seed: stream, parameters };
      drawn.push({
        places,
        result: await run.step("Drawing intervals", () => drawnOver(workers, own, fitted.model, options)),
      });
    }
    found.push({
      ...{ group: name, base: await baseInNumbers(inGroup, data), fittedTo: fitted.to, model: numbers(fitted.model) },
      scores: totalsAhead(result),
      ...given({ intervals: level === undefined ? undefined : intervalTotals(drawn.at(-1)!.result.intervals) }),
      ...given({ holdout: holdouts.get(name) }),
    });
  }
  const scores: Scores = {
    ...scatter(base.length, scored),
    ...{ length: base.length, customers: base.customers, horizon: ahead.horizon },
  };
  const small = found.filter(({ fittedTo }) => fittedTo === "all").map(({ group }) => group);
  return {
    ...{ scores, totals: totalsAhead(scores), inNumbers: { by, groups: found }, models },
    notices: groupNotices(by, small),
    ...(level !== undefined && {
      intervals: jointIntervals(base, drawn, { ...ahead, level, valued: scores.value !== undefined, costs }),
    }),
  };
}

/** The holdout of each group, for models fitted to the group before the split. */
export async function holdoutsByGroup(
  run: Run,
  known: CustomersOfLog,
  by: string,
  split: string,
  pooled: FittedModel,
  names: ModelNames,
): Promise<ReadonlyMap<string, HoldoutInNumbers>> {
  const { customers, reading } = known;
  const groups = groupsOf(await customers.inMemory(), await customers.words(by));
  requireGroups(by, groups);
  const holdouts = new Map<string, HoldoutInNumbers>();
  for (const { name, base } of groups) {
    const inGroup = await inMemory(run, withoutNew(base));
    const { model } = await fitOrPooled(run, inGroup, names, pooled);
    holdouts.set(name, await compareHoldout(inGroup, reading, split, await inGroup.fitData(), model));
  }
  return holdouts;
}

/** Customers first seen in the holdout are not known by group. */
function withoutNew(base: CustomerBase): CustomerBase {
  if (base.holdout === undefined) return base;
  const { newCustomers: _, ...holdout } = base.holdout;
  return { ...base, holdout };
}

async function inMemory(run: Run, base: CustomerBase): Promise<Customers> {
  const { customersInMemory } = await import("./in-memory/customers.ts");
  return customersInMemory(run, base);
}

function groupsOf(base: CustomerBase, { names, of }: Words): Group[] {
  const places = names.map((): number[] => []);
  for (let k = 0; k < of.length; k++) places[of[k]!]!.push(k);
  return names.map((name, k) => {
    const own = Uint32Array.from(places[k]!);
    return { name, places: own, base: customersAt(base, own) };
  });
}

function requireGroups(by: string, groups: readonly Group[]): void {
  if (groups.length <= MOST_GROUPS) return;
  throw new ClvError("usage", {
    where: "--by",
    expected: `a column with at most ${MOST_GROUPS} values`,
    got: `${by} with ${counted(groups.length, "value")}`,
    wayOut: "Is it a column of ids? Group its values with --query 'SELECT *, CASE … END AS kind FROM log'.",
  });
}

/**
 * The model of a group, or that of all customers where the group has too few repeat buyers or its likelihood has no
 * maximum.
 */
async function fitOrPooled(
  run: Run,
  customers: Customers,
  names: ModelNames,
  pooled: FittedModel,
): Promise<{ readonly model: FittedModel; readonly to: "group" | "all" }> {
  const data = await customers.fitData();
  if (!hasBuyers(data)) return { model: pooled, to: "all" };
  try {
    return { model: requirePrediction(await fitModels(run.threads, data, names)), to: "group" };
  } catch (error) {
    if (error instanceof ClvError && error.kind === "data") return { model: pooled, to: "all" };
    throw error;
  }
}

function totalsAhead(scores: Scores): TotalsAhead {
  const { further } = scores;
  return {
    ...totalScores(scores),
    ...(further && {
      further: further.map((over) => ({ label: over.label, horizon: over.horizon, ...totalScores(over) })),
    }),
  };
}

interface Joint extends ScoreOptions {
  readonly level: number;
  readonly valued: boolean;
  readonly costs: Costs | undefined;
}

/** The intervals of all customers: the ends come from the groups, and totals are added up draw by draw. */
function jointIntervals(
  base: CustomerBase,
  parts: readonly { places: Uint32Array; result: { intervals: ScoreIntervals; sums: readonly (readonly Sums[])[] } }[],
  asked: Joint,
): ScoreIntervals {
  const { inHoldout: _, ...ends } = scatter(
    base.length,
    parts.map(({ places, result }) => ({ places, result: result.intervals })),
  );
  const segments = byFrequency(base).names;
  const totals = (horizon: number): SegmentTotals[] => {
    const bySegment = segments.map((_, k) =>
      added(
        ends.draws,
        parts.map(({ result }) => result.sums[horizon]![k]!),
      ),
    );
    return [
      totalsRow(asked, "all", added(ends.draws, bySegment)),
      ...segments.map((name, k) => totalsRow(asked, name, bySegment[k]!)),
    ];
  };
  return {
    ...ends,
    totals: totals(0),
    ...(ends.further && { further: ends.further.map((over, k) => ({ ...over, totals: totals(k + 1) })) }),
  };
}

function groupNotices(by: string, small: readonly string[]): Notice[] {
  const own = note(
    "by-group",
    `Each value of ${by} has a separate model and scores. The value of a customer's first purchase counts.`,
    "model.json is the model of all customers; the models of the groups are in files named model-NAME.json. There is no page.",
  );
  if (small.length === 0) return [own];
  const whose = small.map((name) => (name === "" ? "(none)" : name)).join(", ");
  return [
    own,
    note(
      "small-groups",
      `Groups without a separate model, because they have fewer than ${FEWEST_BUYERS} repeat buyers or no maximum of the likelihood: ${whose}.`,
      "Their customers are scored with the model of all customers.",
    ),
  ];
}

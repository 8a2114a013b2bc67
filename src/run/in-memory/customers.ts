import type { CustomerBase } from "../../data/customer-base.ts";
import type { Words } from "../../data/first-words.ts";
import { buildHistories, buildSpendHistories } from "../../data/histories.ts";
import { totalsOf } from "../../data/repeat-spend.ts";
import { ClvError } from "../../errors.ts";
import { aboutBase } from "../../fit/fingerprint.ts";
import { type FitData, repeatSpendOf } from "../../fit/fit-base.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import { given } from "../../given.ts";
import type { Column } from "../../io/csv-text.ts";
import { customerBaseCsv } from "../../io/customer-base-csv.ts";
import { scoresCsv } from "../../io/scores-csv.ts";
import { largest } from "../../math/largest.ts";
import { BEST, type BestCustomer } from "../../predict/best-customer.ts";
import { filledColumns, worthOfScores } from "../../predict/filled-columns.ts";
import type { NetValues, Scores } from "../../predict/score.ts";
import type { ScoreIntervals } from "../../predict/score-intervals.ts";
import type { GroupedHistories } from "../../sql/steps/histories.ts";
import { BY_AGES } from "../../sql/steps/history-key.ts";
import { tournamentData } from "../../validate/actual-by-history.ts";
import { assignCosts, type CustomerCosts, costsBy } from "../../value/assign-costs.ts";
import { totalNetValues } from "../../value/net-values.ts";
import {
  type Customers,
  type HoldoutGroup,
  MANY,
  NEGATIVE,
  type NetFound,
  type ScoredCustomers,
} from "../customers.ts";
import { scoresOf } from "../draws.ts";
import type { Run } from "../in-run.ts";
import type { KeptColumn } from "../kept-columns.ts";
import type { PlanAsked } from "../plan.ts";
import { withoutIds } from "../workers.ts";

/** The customers of a base in memory. */
export function customersInMemory(
  run: Run,
  base: CustomerBase,
  words: (column: string) => Words = noWords,
  keep: readonly string[] = [],
): Customers {
  const kept = (): readonly KeptColumn[] => keep.map((name) => ({ name, words: words(name) }));
  const { unit, grain, until, holdout } = base;
  const about = aboutBase(base);
  let grouped: GroupedHistories | undefined;
  const histories = (): GroupedHistories => (grouped ??= { ...groupedOf(base), about, unit, grain });
  return {
    about: {
      ...{ customers: base.length, unit, grain },
      ...given({ from: about.from, until }),
      ...(holdout && { holdout: { duration: holdout.duration, ...given({ newCustomers: holdout.newCustomers }) } }),
    },
    histories: async () => histories(),
    fitData: async (): Promise<FitData & GroupedHistories> => ({
      ...histories(),
      values: buildSpendHistories(base),
      repeatSpend: repeatSpendOf(base),
    }),
    // The customers are already in the order of their ids.
    sort: async () => {},
    async write(outputs, path) {
      await outputs.write(path, customerBaseCsv(base, keptFields(kept())));
      return { done: Promise.resolve() };
    },
    async score(fitted, { options }, plan) {
      const costs = plan && base.firstValue && costsOf(base, plan, words);
      return scoredInMemory(await scored(run, base, fitted, { ...options, ...given({ costs }) }), kept(), costs);
    },
    hand: async (scores, _fitted, _options, costs) => scoredInMemory(scores, kept(), costs),
    costs: async (plan) => costsOf(base, plan, words),
    words: async (column) => words(column),
    holdoutByFrequency: async () => holdoutGroups(base),
    tournamentData: async () => tournamentData(base),
    inMemory: async () => base,
    columns: async () => withoutIds(base),
    idsAt: async (places) => places.map((k) => base.customers[k]!),
    release: async () => {},
  };
}

/** A base alone has no words of its customers. */
function noWords(column: string): never {
  throw new ClvError("usage", {
    where: "customer base",
    expected: `a column ${column} of the log`,
    got: undefined,
    wayOut: "Give the log, or a table by customer id with --attributes.",
  });
}

/** The costs of the customers of a base. */
export function costsOf(
  base: CustomerBase,
  { plan, where }: PlanAsked,
  words: (column: string) => Words,
): CustomerCosts {
  const { length, firstDate } = base;
  const groups = costsBy(plan).word ? words(plan.groupBy!) : undefined;
  return assignCosts(plan, { length, ...given({ firstDate, groups }) }, where);
}

function scored(run: Run, base: CustomerBase, fitted: FittedModel, options: Parameters<typeof scoresOf>[3]) {
  return scoresOf(run.threads.for(base.length), base, fitted, options);
}

function groupedOf(base: CustomerBase): Pick<GroupedHistories, "histories" | "key" | "keys" | "spent"> {
  const { frequency, monetaryValue } = base;
  const { histories, index } = buildHistories(base);
  const keys = [histories.frequency, histories.recency, histories.T];
  if (monetaryValue === undefined) return { histories, key: BY_AGES, keys };
  const spent = new Float64Array(histories.length);
  const totals = totalsOf(frequency, monetaryValue);
  for (let k = 0; k < totals.length; k++) spent[index[k]!]! += totals[k]!;
  return { histories, key: BY_AGES, keys, spent };
}

function holdoutGroups({ length, frequency, holdout }: CustomerBase): HoldoutGroup[] {
  if (holdout === undefined) return [];
  const groups = Array.from({ length: MANY + 1 }, (_, x) => ({ frequency: x, customers: 0, actual: 0 }));
  for (let k = 0; k < length; k++) {
    const group = groups[Math.min(frequency[k]!, MANY)]!;
    group.customers++;
    group.actual += holdout.frequency[k]!;
  }
  return groups.filter(({ customers }) => customers > 0);
}

/** The kept columns, as in a file. */
function keptFields(kept: readonly KeptColumn[]): Column[] {
  return kept.map(({ name, words: { names, of } }) => ({ name, kept: true, field: (row) => names[of[row]!] }));
}

function scoredInMemory(
  scores: Scores,
  kept: readonly KeptColumn[],
  costs: CustomerCosts | undefined,
): ScoredCustomers {
  let intervals: ScoreIntervals | undefined;
  const attached = [...kept];
  const { net } = scores;
  return {
    ...(net && costs && { plan: costs }),
    async addIntervals(ends) {
      intervals = ends;
    },
    async addWords(column) {
      attached.push(column);
    },
    async write(outputs, path, columns) {
      if (path !== undefined) await outputs.write(path, scoresCsv(scores, columns, intervals, keptFields(attached)));
      return { best: Promise.resolve(bestOf(scores)), ...(net && { net: Promise.resolve(netOf(scores, net)) }) };
    },
  };
}

/** The net values added up, and the customers with the lowest net CLV below 0; equal ones are in the order of ids. */
function netOf({ customers }: Scores, net: NetValues): NetFound {
  const below = net.netClv.map((value) => (value < 0 ? -value : Number.NaN));
  const negative = largest(below, NEGATIVE).map((row) => ({ customer: customers[row]!, netClv: net.netClv[row]! }));
  return { totals: totalNetValues(net), negative };
}

/** The most valuable customers, see `worthColumn`; equal ones are in the order of ids. */
function bestOf(scores: Scores): BestCustomer[] {
  const columns = filledColumns(scores).filter(({ label }) => label === undefined);
  return largest(worthOfScores(scores), BEST).map((row) => {
    const ofRow = Object.fromEntries(columns.map(({ key, values }) => [key, values[row]]));
    return { customer: scores.customers[row], ...ofRow } as BestCustomer;
  });
}

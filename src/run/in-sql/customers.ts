import type { CustomerBase } from "../../data/customer-base.ts";
import type { Words } from "../../data/first-words.ts";
import { keepHistories } from "../../data/histories.ts";
import { given } from "../../given.ts";
import type { Session } from "../../sql/session.ts";
import { type Arranging, beginArranging } from "../../sql/steps/arrange.ts";
import type { EngineBase } from "../../sql/steps/engine-base.ts";
import { type EngineCosts, engineCosts } from "../../sql/steps/engine-costs.ts";
import { fetchColumns, fetchIds, fetchIdsAt, fetchPlaces } from "../../sql/steps/fetch-base.ts";
import { fetchTournamentData } from "../../sql/steps/fetch-tournament.ts";
import { fetchWords } from "../../sql/steps/first-words.ts";
import { handScores } from "../../sql/steps/hand-scores.ts";
import { fetchFitData, fetchHistories } from "../../sql/steps/histories.ts";
import { keptColumns, keptSql } from "../../sql/steps/kept-words.ts";
import { baseOutputColumns } from "../../sql/steps/output-columns.ts";
import { type EngineScores, scoreEngineBase } from "../../sql/steps/score-engine-base.ts";
import { costsBy } from "../../value/assign-costs.ts";
import { type Customers, type HoldoutGroup, MANY } from "../customers.ts";
import { areFinite } from "../finite-scores.ts";
import { costsOf } from "../in-memory/customers.ts";
import { finiteInSql, scoredInSql } from "./scored.ts";
import type { SqlRun } from "./session.ts";

/**
 * The customers of a base in a database.
 *
 * @param placesOf the places of all customers of the log, if their ids stay in the database and the log gives several
 * bases
 */
export function customersInSql(
  run: SqlRun,
  base: EngineBase,
  wordsOf?: (column: string, base: string) => Promise<string>,
  keep: readonly string[] = [],
  placesOf?: () => Promise<string>,
): Customers {
  const { session, step } = run;
  const { idsStay, namesBest } = run.database;
  const { customers, unit, grain, from, until, holdout } = base;
  let sorting: Promise<Arranging> | undefined;
  const sort = (): Promise<Arranging> => (sorting ??= beginArranging(session, base));
  /** The present relation of the customers. */
  const now = async (): Promise<EngineBase> => (sorting ? (await sorting).done : base);
  let fetched: Promise<CustomerBase> | undefined;
  const columns = (): Promise<CustomerBase> =>
    (fetched ??= step("Fetching customers", async () => keepHistories(await fetchColumns(session, await now()))));
  let ids: Promise<string[]> | undefined;
  const customerIds = async (): Promise<string[]> => {
    const { relation } = await now();
    if (!idsStay) return fetchIds(session, relation);
    const places = await placesOf?.();
    return places === undefined
      ? Array.from({ length: customers }, (_, k) => String(k + 1))
      : fetchPlaces(session, relation, places);
  };
  const inMemory = async (): Promise<CustomerBase> => {
    const base = await columns();
    return { ...base, customers: await (ids ??= step("Fetching customers", customerIds)) };
  };
  const wordsOfCustomers = async (column: string): Promise<Words> => {
    const { relation } = await now();
    return fetchWords(session, relation, await wordsOf!(column, relation));
  };
  const kept = async (relation: string, customers: string): Promise<string> => {
    const words: string[] = [];
    for (const name of keep) words.push(await wordsOf!(name, customers));
    return keptSql(session.dialect, relation, words);
  };
  const withKept = async (scores: EngineScores): Promise<EngineScores> => {
    if (keep.length === 0) return scores;
    const joined = await kept(scores.relation, (await now()).relation);
    await session.run(session.dialect.createView("kept_scores", `SELECT * FROM ${joined}`));
    return { ...scores, relation: "kept_scores" };
  };
  return {
    about: { ...{ customers, unit, grain }, ...given({ from, until, holdout }) },
    histories: () => step("Grouping histories", () => fetchHistories(session, base)),
    fitData: () => step("Grouping histories", () => fetchFitData(session, base)),
    sort: async () => void (await sort()),
    async write(outputs, path) {
      const sorted = sorting === undefined ? undefined : await step("Sorting", now);
      const columns = [...baseOutputColumns(base), ...keptColumns(keep)];
      const table = { name: "base", columns, metadata: {} };
      const { relation } = sorted ?? base;
      // A join does not keep the order.
      const ordered = sorted !== undefined && keep.length === 0;
      const from = {
        from: await kept(relation, relation),
        ...(!ordered && { order: sorted && session.dialect.rowNumber ? "place" : "customer_id" }),
      };
      return run.database.write(outputs, path, { ...table, ...from });
    },
    async score(fitted, byHistory, plan) {
      let assigned: EngineCosts["assigned"] | undefined;
      const costsOf = async (arranged: EngineBase): Promise<EngineCosts> => {
        const words = costsBy(plan!.plan).word ? await wordsOf!(plan!.plan.groupBy!, arranged.relation) : undefined;
        const costs = await engineCosts(session, arranged, plan!, words);
        assigned = costs.assigned;
        return costs;
      };
      const planned = plan && base.hasFirstValue ? costsOf : undefined;
      const scores = await scoreEngineBase(session, await sort(), byHistory, planned);
      const finite = areFinite(byHistory) ? scores : await finiteInSql(run, scores);
      return {
        ...scoredInSql(run, await withKept(finite), fitted.data.sha256, keptColumns(keep)),
        ...given({ plan: assigned }),
      };
    },
    async hand(scores, fitted, options, costs) {
      const handed = await handScores(session, await now(), scores, options);
      const columns = keptColumns(keep);
      const made = scoredInSql(run, await withKept(handed), fitted.data.sha256, columns);
      return { ...made, ...given({ plan: scores.net && costs }) };
    },
    async costs(plan) {
      const words = costsBy(plan.plan).word ? await wordsOfCustomers(plan.plan.groupBy!) : undefined;
      return costsOf(await columns(), plan, () => words!);
    },
    words: wordsOfCustomers,
    async holdoutByFrequency(): Promise<readonly HoldoutGroup[]> {
      if (holdout === undefined) return [];
      const { relation } = await now();
      // Not a stream: the statement that writes the scores would end it.
      const groups = await session.texts(
        `SELECT CAST(least(frequency, ${MANY}) AS VARCHAR), CAST(count(*) AS VARCHAR), CAST(sum(frequency_holdout) AS VARCHAR) ` +
          `FROM ${relation} GROUP BY least(frequency, ${MANY}) ORDER BY least(frequency, ${MANY})`,
      );
      return groups.map((group) => {
        const [frequency, customers, actual] = group.map(Number) as [number, number, number];
        return { frequency, customers, actual };
      });
    },
    tournamentData: (grouped) => step("Grouping the holdout", () => fetchTournamentData(session, base, grouped)),
    inMemory,
    columns,
    async idsAt(places) {
      if (!idsStay && ids === undefined) return fetchIdsAt(session, (await now()).relation, places);
      const { customers } = await inMemory();
      return places.map((k) => customers[k]!);
    },
    ...(idsStay &&
      namesBest && {
        async namesOf(places) {
          const ofLog = await placesOf?.();
          if (ofLog) return namesOfPlaces(session, ofLog, places);
          return namesOf(session, (await now()).relation, { place: "place", id: "customer_id" }, places);
        },
      }),
    async release() {
      [fetched, ids] = [undefined, undefined];
      await run.database.release();
    },
  };
}

/** The ids at some places of a log, see `keptPlaces`. */
export function namesOfPlaces(
  session: Session,
  ofLog: string,
  places: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return namesOf(session, ofLog, { place: "log_place", id: "placed" }, places);
}

async function namesOf(
  session: Session,
  relation: string,
  { place, id }: { readonly place: string; readonly id: string },
  places: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (places.length === 0) return new Map();
  const { long, text } = session.dialect.types;
  const rows = await session.texts(
    `SELECT CAST(CAST(${place} AS ${long}) AS ${text}), ${id} FROM ${relation} WHERE ${place} IN (${places.join(", ")})`,
  );
  return new Map(rows as [string, string][]);
}

import { convertHistories } from "../data/convert-base.ts";
import { requireNonNegative, requirePositive } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { sumNumbers } from "../math/sum.ts";
import type { Histories, PurchaseModel, SpendModel } from "../model.ts";
import { type HistoryScores, type ScoreOptions, scoreHistories } from "../predict/score.ts";
import { scoreNotices } from "../predict/score-notices.ts";
import type { Totals } from "../predict/totals.ts";
import type { Session } from "./duckdb.ts";
import { DUCKDB } from "./duckdb-dialect.ts";
import type { EngineBase } from "./engine-base.ts";
import { HISTORIES } from "./histories.ts";
import { HISTORY_SCORES, scoresSql, type ValueStep } from "./score-sql.ts";

/** Scored customers as a relation. */
export interface EngineScores {
  /** What to select from, as SQL: `customer_id`, its `place`, `frequency` and the columns of scores. */
  readonly relation: string;
  readonly hasValue: boolean;
  /** The columns of scores by name. */
  readonly columns: readonly string[];
  readonly options: ScoreOptions;
  readonly totals: Totals;
}

/** What can be said of all scores together. */
export interface ScoresInAll {
  readonly totals: Totals;
  /** The customers worth most: `customer_id` and the columns of scores. */
  readonly best: readonly BestCustomer[];
  readonly notices: readonly Notice[];
}

export interface BestCustomer {
  readonly customer: string;
  readonly probabilityAlive: number;
  readonly expectedPurchases: number;
  readonly probabilityOfPurchase: number;
  readonly expectedSpend?: number;
  readonly lifetimeValue?: number;
  readonly undiscountedValue?: number;
}

/** The table of the scores of histories, in their order. */
const SCORES_BESIDE = "history_scores";
const SCORED = ["p_alive", "expected_purchases", "probability_of_purchase"];
const VALUED = ["expected_spend", "clv", "clv_undiscounted"];
/** Sums are of whole trillionths, exact, so that a total does not depend on who adds first. */
export function exactSumSql(column: string): string {
  return `CAST(coalesce(sum(CAST(round(${column} * 1e12) AS HUGEINT)), 0) AS DOUBLE) / 1e12`;
}

/** The scores of every history, and how to value what its customers buy. */
export interface ScoredHistories extends HistoryScores {
  readonly histories: Histories;
  readonly values: ValueStep | undefined;
  readonly options: ScoreOptions;
}

/** Scores the histories of a base: the part of `score` that is done here, whatever DuckDB does meanwhile. */
export function scoreBaseHistories(
  base: EngineBase,
  histories: Histories,
  fitted: FittedModel,
  purchase: PurchaseModel,
  spend: SpendModel | undefined,
  options: ScoreOptions,
): ScoredHistories {
  const { horizon, margin = 1, discountRate = 0 } = options;
  requirePositive("margin", margin);
  requireNonNegative("discount rate", discountRate);
  const converted = convertHistories(histories, base.unit, fitted.unit);
  const scores = scoreHistories(converted, fitted, purchase, horizon, discountRate);
  const values =
    spend && fitted.spend && base.hasValues ? { model: spend, parameters: fitted.spend.parameters, margin } : undefined;
  return { ...scores, histories, values, options };
}

/**
 * Hands the scores of histories to the arranged customers by a join, which is done when they are selected.
 *
 * Every score is that of `score` in memory, to the last bit. Totals of purchases are compensated sums over histories.
 */
export async function scoreEngineBase(
  session: Session,
  arranged: EngineBase,
  { histories, values, options, ...scores }: ScoredHistories,
): Promise<EngineScores> {
  await session.fill(SCORES_BESIDE, HISTORY_SCORES, [
    scores.alive,
    scores.expected,
    scores.atLeastOne,
    scores.discounted,
  ]);
  const beside = DUCKDB.beside(HISTORIES, SCORES_BESIDE);
  const sql = scoresSql(DUCKDB, arranged.relation, beside, arranged.historyKey.columns, values);
  await session.run(`CREATE OR REPLACE VIEW scores AS ${sql}`);
  const { count } = histories;
  const weighted = (column: Float64Array): number => sumNumbers(column.map((value, k) => value * count[k]!));
  const totals = {
    customers: arranged.customers,
    alive: weighted(scores.alive),
    expectedPurchases: weighted(scores.expected),
  };
  const columns = values === undefined ? SCORED : [...SCORED, ...VALUED];
  return { relation: "scores", hasValue: values !== undefined, columns, options, totals };
}

/**
 * Adds the scores up and finds the customers worth most.
 *
 * @param from - Where the scores lie by now, as SQL: the file just written, or a table.
 */
export async function scoresInAll(
  session: Session,
  base: EngineBase,
  fitted: FittedModel,
  { totals, hasValue }: EngineScores,
  from: string,
): Promise<ScoresInAll> {
  const value = hasValue ? await totalValues(session, from) : undefined;
  return {
    totals: { ...totals, ...(value && { value }) },
    best: await bestCustomers(session, hasValue, from),
    notices: scoreNotices(base, fitted, value ? base.customers - value.customers : 0),
  };
}

async function totalValues(session: Session, from: string): Promise<NonNullable<Totals["value"]>> {
  const { customers, lifetime, undiscounted } = await session.numbers(
    `SELECT count(clv) AS customers, ${exactSumSql("clv")} AS lifetime, ${exactSumSql("clv_undiscounted")} AS undiscounted FROM ${from}`,
  );
  return { customers: customers!, lifetimeValue: lifetime!, undiscountedValue: undiscounted! };
}

const SHOWN = 10;

async function bestCustomers(session: Session, hasValue: boolean, from: string): Promise<BestCustomer[]> {
  const worth = hasValue ? "clv" : "expected_purchases";
  const columns = hasValue ? [...SCORED, ...VALUED] : SCORED;
  const rows = await session.texts(
    `SELECT customer_id, ${columns.map((name) => `CAST(${name} AS VARCHAR)`).join(", ")} FROM ${from} ` +
      `WHERE ${worth} IS NOT NULL ORDER BY ${worth} DESC, customer_id LIMIT ${SHOWN}`,
  );
  return rows.map(([customer, ...fields]) => {
    const [alive, expected, purchase, spend, lifetime, undiscounted] = fields.map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    return {
      customer: customer!,
      probabilityAlive: alive,
      expectedPurchases: expected,
      probabilityOfPurchase: purchase,
      ...(hasValue && {
        expectedSpend: spend,
        lifetimeValue: lifetime,
        undiscountedValue: undiscounted,
      }),
    };
  });
}

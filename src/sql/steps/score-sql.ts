import type { HistoryScores } from "../../predict/score.ts";
import { groupsOf, labelled, nameInSql, type ScoreColumn, scoreColumns } from "../../predict/score-sheet.ts";
import type { OrderTerms } from "../../predict/worth-formula.ts";
import type { Dialect } from "../dialect.ts";
import type { EngineCosts } from "./engine-costs.ts";
import { expressionSql } from "./expression-sql.ts";
import { finiteSql } from "./finite-sql.ts";
import type { HistoryKey } from "./history-key.ts";

const names = (columns: readonly ScoreColumn[]): string[] => columns.map(({ name }) => name);

/** The scores of a history by key, which are joined to its customers under their names. */
export const HISTORY_SCORES = [
  "probabilityAlive",
  "expectedPurchases",
  "probabilityOfPurchase",
  "discountedPurchases",
] as const;

/** Those of them that depend on the horizon. */
export const AHEAD = ["expectedPurchases", "probabilityOfPurchase", "discountedPurchases"] as const;

/** The same with those of models that count opportunities. */
export function historyScores(hasNext: boolean): readonly (keyof HistoryScores)[] {
  return hasNext ? [...HISTORY_SCORES, "probabilityAliveNext"] : HISTORY_SCORES;
}

/** The inputs of the scores besides customers and histories. */
export interface AskedScores {
  readonly terms?: OrderTerms;
  readonly hasNext: boolean;
  readonly labels?: readonly string[];
  readonly costs?: EngineCosts;
}

/** All of some columns; for a further horizon those that depend on it. */
function ahead<C extends { readonly ahead?: true }>(columns: readonly C[], label: string | undefined): readonly C[] {
  return label === undefined ? columns : columns.filter((column) => column.ahead);
}

/** E[M | x, m] of a history as a line in m; NaN where it does not exist. */
export const SPEND_LINE = ["spend_constant", "spend_slope"] as const;

/**
 * Scores of every customer: the arranged base joined to the scores by history, with its `place`. The expected spend is the line of the
 * history, evaluated at m. The columns with a formula follow from it, with the operations and the order of memory. NULL where a value is
 * not finite.
 *
 * @param asked `terms` are absent without values; `hasNext`: whether the model counts opportunities; `labels`: of further horizons
 */
export function scoresSql(
  dialect: Dialect,
  customers: string,
  histories: string,
  key: HistoryKey,
  { terms, hasNext, labels = [], costs }: AskedScores,
): string {
  const zero = dialect.double(0);
  const keys = key.columns.map((name) => dialect.identifier(name));
  const spend =
    `CASE WHEN a.frequency = ${zero} THEN h.spend_constant ` +
    "ELSE h.spend_constant + h.spend_slope * a.monetary_value END AS expected_spend";
  const valued = (label?: string): string[] => [
    ...(terms ? ahead(scoreColumns("value"), label).map((column) => valueSql(dialect, column, terms, label)) : []),
    ...(costs ? netSql(dialect, costs, label) : []),
  ];
  const keyed = (name: string): string => `CAST(${name} AS ${dialect.types[key.type]}) AS ${name}`;
  const byHistory = [
    ...historyScores(hasNext).map((key) => nameInSql(key)),
    ...labels.flatMap((label) => AHEAD.map((key) => nameInSql(key, label))),
  ];
  const purchases = scoreColumns(...groupsOf(false, false, hasNext));
  const kept = [
    ...["customer_id", "place", "frequency", ...names(purchases), ...valued()],
    ...labels.flatMap((label) => [
      ...ahead(purchases, label).map(({ name }) => labelled(name, label)),
      ...valued(label),
    ]),
  ];
  const cost = (of: number | string): string => (typeof of === "number" ? dialect.double(of) : `c.${of}`);
  const paid = costs
    ? [
        ...["a.revenue", `a.frequency + ${dialect.double(1)} AS orders`],
        ...[costs.s, costs.k].filter((of) => typeof of === "string").map((of) => `c.${of}`),
        `${cost(costs.acquisitionCost)} AS acquisition_cost`,
      ]
    : [];
  const scored = ["a.customer_id", "a.place", "a.frequency", ...byHistory.map((name) => `h.${name}`)];
  return (
    `SELECT ${kept.join(", ")} FROM (SELECT ${[...scored, ...(terms ? [spend] : []), ...paid].join(", ")} ` +
    `FROM ${customers} a JOIN (SELECT ${[...byHistory, ...(terms ? SPEND_LINE : []), ...keys.map(keyed)].join(", ")} FROM ${histories}) h ` +
    `ON ${keys.map((name) => `a.${name} = h.${name}`).join(" AND ")}${costs?.join ?? ""})`
  );
}

/**
 * The columns of the group `net` of the sheet. Formulas read other columns of the group, so one formula is written out
 * within the next.
 */
function netSql(dialect: Dialect, { s, k }: EngineCosts, label: string | undefined): string[] {
  const names = new Map<string, string>();
  const column = (key: string): string =>
    names.get(key) ?? dialect.identifier(key === s || key === k ? key : nameInSql(key, label));
  const all = scoreColumns("net").map((score) => {
    const { key, formula } = score;
    const name = dialect.identifier(nameInSql(key, label));
    const sql = formula ? expressionSql(dialect, formula({ s, k }), column)! : name;
    if (formula) names.set(key, sql);
    return { ...score, sql: `${finiteSql(dialect, sql)} AS ${name}` };
  });
  return ahead(all, label).map(({ sql }) => sql);
}

/** A column of values of the sheet: its formula, or the column itself. */
function valueSql(dialect: Dialect, { key, formula }: ScoreColumn, terms: OrderTerms, label?: string): string {
  const column = (key: string): string => dialect.identifier(nameInSql(key, label));
  const value = formula ? expressionSql(dialect, formula(terms), column)! : column(key);
  return `${finiteSql(dialect, value)} AS ${column(key)}`;
}

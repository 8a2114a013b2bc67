import { nameInSql, type ScoreColumn, scoreColumns } from "../../predict/score-sheet.ts";
import type { OrderTerms } from "../../predict/worth-formula.ts";
import type { Dialect } from "../dialect.ts";
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

/** E[M | x, m] of a history as a line in m; NaN where it does not exist. */
export const SPEND_LINE = ["spend_constant", "spend_slope"] as const;

/**
 * Scores of every customer: the arranged base joined to the scores by history, with its `place`. The expected spend is the line of the
 * history, evaluated at m. The columns with a formula follow from it, with the operations and the order of memory. NULL where a value is
 * not finite.
 *
 * @param terms absent without values
 */
export function scoresSql(
  dialect: Dialect,
  customers: string,
  histories: string,
  key: HistoryKey,
  terms: OrderTerms | undefined,
): string {
  const zero = dialect.double(0);
  const keys = key.columns.map((name) => dialect.identifier(name));
  const spend =
    `CASE WHEN a.frequency = ${zero} THEN h.spend_constant ` +
    "ELSE h.spend_constant + h.spend_slope * a.monetary_value END AS expected_spend";
  const outer = terms ? scoreColumns("value").map((column) => valueSql(dialect, column, terms)) : [];
  const keyed = (name: string): string => `CAST(${name} AS ${dialect.types[key.type]}) AS ${name}`;
  const byHistory = HISTORY_SCORES.map(nameInSql);
  const kept = ["customer_id", "place", "frequency", ...names(scoreColumns("purchases"))];
  const scored = ["a.customer_id", "a.place", "a.frequency", ...byHistory.map((name) => `h.${name}`)];
  return (
    `SELECT ${[...kept, ...outer].join(", ")} FROM (SELECT ${[...scored, ...(terms ? [spend] : [])].join(", ")} ` +
    `FROM ${customers} a JOIN (SELECT ${[...byHistory, ...(terms ? SPEND_LINE : []), ...keys.map(keyed)].join(", ")} FROM ${histories}) h ` +
    `ON ${keys.map((name) => `a.${name} = h.${name}`).join(" AND ")})`
  );
}

/** A column of values of the sheet: its formula, or the column itself. */
function valueSql(dialect: Dialect, { name, formula }: ScoreColumn, terms: OrderTerms): string {
  const column = (key: string): string => dialect.identifier(nameInSql(key));
  const value = formula ? expressionSql(dialect, formula(terms), column)! : dialect.identifier(name);
  return `${finiteSql(dialect, value)} AS ${dialect.identifier(name)}`;
}

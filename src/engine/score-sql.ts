import type { Formula } from "../model.ts";
import type { HistoryWorth } from "../predict/history-totals.ts";
import type { Dialect } from "./dialect.ts";
import type { HistoryKey } from "./history-key.ts";

/** The scores of a history, which are joined to its customers. */
export const HISTORY_SCORES = [
  "p_alive",
  "expected_purchases",
  "probability_of_purchase",
  "discounted_purchases",
] as const;

/**
 * Scores of every customer: the arranged base joined to the scores by history, with its `place`; expected spend and values are computed by customer from
 * the model's own formula, the same operations in the same order as in memory.
 */
export function scoresSql(
  dialect: Dialect,
  customers: string,
  histories: string,
  key: HistoryKey,
  worth: Pick<HistoryWorth, "model" | "parameters" | "margin"> | undefined,
): string {
  const spend = worth && spendSql(dialect, worth);
  const margin = worth && dialect.double(worth.margin);
  const keys = key.columns.map((name) => dialect.identifier(name));
  const [inner, outer] = spend
    ? [
        [`${spend} AS expected_spend`],
        [
          "expected_spend",
          `${margin} * expected_spend * discounted_purchases AS clv`,
          `${margin} * expected_spend * expected_purchases AS clv_undiscounted`,
        ],
      ]
    : [[], []];
  const keyed = (name: string): string => `CAST(${name} AS ${dialect.types[key.type]}) AS ${name}`;
  const kept = ["customer_id", "place", "frequency", "p_alive", "expected_purchases", "probability_of_purchase"];
  const scored = ["a.customer_id", "a.place", "a.frequency", ...HISTORY_SCORES.map((name) => `h.${name}`)];
  return (
    `SELECT ${[...kept, ...outer].join(", ")} FROM (SELECT ${[...scored, ...inner].join(", ")} ` +
    `FROM ${customers} a JOIN (SELECT ${[...HISTORY_SCORES, ...keys.map(keyed)].join(", ")} FROM ${histories}) h ` +
    `ON ${keys.map((name) => `a.${name} = h.${name}`).join(" AND ")})`
  );
}

/** E[M | x, m] of a customer; NULL where it does not exist. */
function spendSql(dialect: Dialect, { model, parameters }: Pick<HistoryWorth, "model" | "parameters">): string {
  const { sum, weight } = model.expectedSpendFormula(parameters);
  const population = model.populationSpend(parameters);
  const render = (formula: Formula): string => {
    if (typeof formula === "number") return dialect.double(formula);
    if (typeof formula === "string") return formula === "x" ? "a.frequency" : "a.monetary_value";
    return `(${render(formula[0])} ${formula[1]} ${render(formula[2])})`;
  };
  const zero = dialect.double(0);
  const without = population === undefined ? "NULL" : dialect.double(population);
  return (
    `CASE WHEN a.frequency = ${zero} THEN ${without} ` +
    `WHEN ${render(weight)} > ${zero} THEN ${render(sum)} / ${render(weight)} END`
  );
}

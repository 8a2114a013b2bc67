import type { Dialect } from "../dialect.ts";
import type { HistoryKey } from "./history-key.ts";

/** The scores of a history, which are joined to its customers. */
export const HISTORY_SCORES = [
  "p_alive",
  "expected_purchases",
  "probability_of_purchase",
  "discounted_purchases",
] as const;

/** E[M | x, m] of a history as a line in m; NaN where it does not exist. */
export const SPEND_LINE = ["spend_constant", "spend_slope"] as const;

/**
 * Scores of every customer: the arranged base joined to the scores by history, with its `place`; expected spend and values are computed by customer from
 * the line of the history, the same operations in the same order as in memory.
 *
 * @param margin absent without values
 */
export function scoresSql(
  dialect: Dialect,
  customers: string,
  histories: string,
  key: HistoryKey,
  margin: number | undefined,
): string {
  const zero = dialect.double(0);
  const profit = margin === undefined ? undefined : dialect.double(margin);
  const keys = key.columns.map((name) => dialect.identifier(name));
  const [inner, outer] = profit
    ? [
        [
          `CASE WHEN a.frequency = ${zero} THEN h.spend_constant ` +
            "ELSE h.spend_constant + h.spend_slope * a.monetary_value END AS expected_spend",
        ],
        [
          "expected_spend",
          `${profit} * expected_spend * discounted_purchases AS clv`,
          `${profit} * expected_spend * expected_purchases AS clv_undiscounted`,
        ],
      ]
    : [[], []];
  const lines = profit
    ? SPEND_LINE.map((name) => `CASE WHEN ${dialect.isNan(name)} THEN NULL ELSE ${name} END AS ${name}`)
    : [];
  const keyed = (name: string): string => `CAST(${name} AS ${dialect.types[key.type]}) AS ${name}`;
  const kept = ["customer_id", "place", "frequency", "p_alive", "expected_purchases", "probability_of_purchase"];
  const scored = ["a.customer_id", "a.place", "a.frequency", ...HISTORY_SCORES.map((name) => `h.${name}`)];
  return (
    `SELECT ${[...kept, ...outer].join(", ")} FROM (SELECT ${[...scored, ...inner].join(", ")} ` +
    `FROM ${customers} a JOIN (SELECT ${[...HISTORY_SCORES, ...lines, ...keys.map(keyed)].join(", ")} FROM ${histories}) h ` +
    `ON ${keys.map((name) => `a.${name} = h.${name}`).join(" AND ")})`
  );
}

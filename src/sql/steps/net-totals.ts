import { MILLION } from "../../data/decimal.ts";
import { scoreColumns } from "../../predict/score-sheet.ts";
import type { NetTotals } from "../../value/net-values.ts";
import type { Session } from "../session.ts";

/** The most customers listed. */
const LISTED = 10;

/**
 * The net values of scored customers added up, each rounded once to a millionth: `totalNetValues` in SQL. Also the
 * customers with the lowest net CLV below 0; equal ones are in the order of ids.
 *
 * @param from where the scores lie, as SQL
 */
export async function netTotals(session: Session, from: string) {
  const { dialect } = session;
  const { types, identifier, double } = dialect;
  const columns = scoreColumns("net");
  const text = (sql: string): string => `CAST(${sql} AS ${types.text})`;
  const whole = (name: string): string => `CAST(round(${identifier(name)} * ${double(MILLION)}) AS ${types.long})`;
  const sums = columns.flatMap(({ name }) => {
    const below = ` FILTER (WHERE ${whole(name)} < 0)`;
    return [
      ...[text(`coalesce(sum(${whole(name)}), 0)`), text(`count(${identifier(name)})`), text("count(*)")],
      ...[text(`count(*)${below}`), text(`coalesce(sum(${whole(name)})${below}, 0)`)],
    ];
  });
  const [row] = (await session.texts(`SELECT ${sums.join(", ")} FROM ${from}`)) as [string[]];
  const totals = columns.map(({ key }, k) => {
    const [sum, customers, all, negative, negativeSum] = row.slice(5 * k, 5 * k + 5) as [
      string,
      ...string[],
    ] as string[];
    return [
      key,
      {
        sum: [BigInt(sum!)],
        customers: [Number(customers)],
        missing: [Number(all) - Number(customers)],
        negative: [{ customers: Number(negative), sum: BigInt(negativeSum!) }],
      },
    ];
  });
  const worst = await session.texts(
    `SELECT customer_id, ${text("net_clv")} FROM ${from} WHERE net_clv < ${double(0)} ORDER BY net_clv, customer_id LIMIT ${LISTED}`,
  );
  return {
    totals: Object.fromEntries(totals) as NetTotals,
    negative: worst.map(([customer, netClv]) => ({ customer: customer!, netClv: Number(netClv) })),
  };
}

import { withOrder } from "../../data/sort-log.ts";
import type { LogReport, TransactionLog } from "../../data/transaction-log.ts";
import type { Session } from "../session.ts";
import type { KeptLog } from "./log-reader.ts";

/** More rows take more than 0.24 GB. A base of them would also block this thread, and so signals, for seconds. */
const MOST_ROWS = 12_000_000;

/**
 * Fetches the transactions of a kept log into memory, where one customer base after another is made faster. The
 * customers are in the order of their ids, which stay in the database. A row takes 20 bytes.
 *
 * @returns undefined for a log with too many rows, with orders, or with matched returns, whose customers need their ids
 */
export async function fetchLog(
  session: Session,
  { reader, rows }: KeptLog,
  report: LogReport,
): Promise<TransactionLog | undefined> {
  const { shape, hasValues, zone } = reader;
  if (shape.order !== undefined || shape.returns === "match" || report.rows > MOST_ROWS) return undefined;
  const { dialect } = session;
  const { double } = dialect.types;
  const dropped = hasValues && shape.returns === "drop" && !rows.positive;
  const kept = dropped ? `value >= ${dialect.double(0)}` : "true";
  // A customer with dropped returns alone has a place too, as in `keptPlaces`.
  const [counts] = await session.doubles(
    `SELECT CAST(count(*) FILTER (WHERE ${kept}) AS ${double}) AS n FROM (${rows.transactions}) GROUP BY customer ORDER BY customer`,
  );
  const [instant, value] = await session.doubles(
    `SELECT CAST(instant AS ${double}) AS instant${hasValues ? ", value" : ""} FROM (${rows.transactions}) WHERE ${kept} ORDER BY customer, instant`,
  );
  const begin = new Uint32Array(counts!.length + 1);
  const customer = new Int32Array(instant!.length);
  for (let k = 0; k < counts!.length; k++) {
    begin[k + 1] = begin[k]! + counts![k]!;
    customer.fill(k, begin[k], begin[k + 1]);
  }
  return withOrder(
    {
      ...{ length: instant!.length, customers: [], customer, instant: instant! },
      ...(value && { value }),
      ...{ zone, returns: shape.returns, report: { ...report, blankLines: 0 } },
    },
    { customers: [], begin },
  );
}

/** The type of the days that {@link madeKnownDays} makes. */
export const KNOWN_DAYS = "clv_day";

// An enumeration finds its texts by hashing: exact, and a quarter of the time of a pattern and a cast.
const MAKE =
  `CREATE TYPE ${KNOWN_DAYS} AS ENUM (SELECT CAST(CAST(range AS DATE) AS VARCHAR) ` +
  "FROM range(TIMESTAMP '1970-01-01', TIMESTAMP '2070-01-01', INTERVAL 1 DAY))";

/**
 * Makes the type of known days before the first statement that names it. It takes longer than opening the database, and many runs need it
 * for no statement.
 */
export function madeKnownDays(run: (sql: string) => Promise<unknown>): (sql: string) => Promise<void> {
  let made: Promise<unknown> | undefined;
  return async (sql) => {
    if (made === undefined && sql.includes(KNOWN_DAYS)) made = run(MAKE);
    await made;
  };
}

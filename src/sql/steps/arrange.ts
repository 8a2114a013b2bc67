import type { Dialect } from "../dialect.ts";
import type { Session } from "../session.ts";
import type { EngineBase } from "./engine-base.ts";

/** A base that is being sorted. */
export interface Arranging {
  /** The customers in the order of their ids, numbered by the column `place`. Later steps sort by this number, which is faster than text. */
  readonly done: Promise<EngineBase>;
}

const ARRANGED = "arranged";

/**
 * Begins to sort the customers of a base by their ids, while this thread fits and scores.
 *
 * A base from a file may be sorted already. This is checked first, and then nothing is copied. Nothing is copied either
 * where rows have no order, see `placeSql`.
 */
export async function beginArranging(session: Session, base: EngineBase): Promise<Arranging> {
  const { dialect } = session;
  const fromFile = base.complain !== undefined;
  if (dialect.rowNumber === undefined) {
    const checked = requireValidIds(session, base).then(() => base);
    checked.catch(() => {});
    return { done: checked };
  }
  const { from, columns, id, viewSql } = base.stored;
  const sorting = dialect.createTable(ARRANGED, `SELECT ${columns.join(", ")} FROM ${from} ORDER BY ${id}`);
  const { done } = await session.begin(
    fromFile ? dialect.createTable("order_of_base", orderSql(dialect, base.relation)) : sorting,
  );
  const arrange = async (): Promise<EngineBase> => {
    await done;
    if (fromFile) {
      const { falls } = await session.numbers("SELECT falls FROM order_of_base");
      if (falls === 0) return base;
      await requireValidIds(session, base);
      await session.run(sorting);
    }
    await session.run(dialect.createView("base", viewSql(ARRANGED)));
    for (const table of base.tables) await session.run(`DROP TABLE IF EXISTS ${dialect.identifier(table)}`);
    return { ...base, relation: "base", tables: [ARRANGED] };
  };
  const arranged = arrange();
  // The caller sees the error when it awaits the promise. Until then the rejection is not reported as unhandled.
  arranged.catch(() => {});
  return { done: arranged };
}

/** Throws when a customer of a base from a file has no id or occurs twice. Sorting finds that by itself. */
export async function requireValidIds(session: Session, base: EngineBase): Promise<void> {
  if (base.complain === undefined) return;
  const { ids } = await session.numbers(`SELECT count(DISTINCT nullif(customer_id, '')) AS ids FROM ${base.relation}`);
  if (ids! < base.customers) await base.complain();
}

/**
 * How often an id is not above the one before it. 0 means that the ids ascend, so none is empty and none occurs twice.
 */
function orderSql(dialect: Dialect, relation: string): string {
  const pairs = `SELECT customer_id, lag(customer_id, 1, '') OVER () AS before FROM ${relation}`;
  const rises = "count(*) FILTER (WHERE customer_id > before)";
  return `SELECT CAST(count(*) - ${rises} AS ${dialect.types.long}) AS falls FROM (${pairs})`;
}

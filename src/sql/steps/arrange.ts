import type { Dialect } from "../dialect.ts";
import type { Session } from "../session.ts";
import type { EngineBase } from "./engine-base.ts";

/** A base that is being put in order. */
export interface Arranging {
  /** The customers in the order of their ids, which a column `place` numbers: what lost it is sorted by a number, not by text. */
  readonly done: Promise<EngineBase>;
}

const ARRANGED = "arranged";

/**
 * Begins to put the customers of a base in the order of their ids, while this thread goes on to fit and to score.
 *
 * A base from a file, which may be in order already, is looked at first; one that is stays where it lies. So does any where rows have no order, see
 * `placeSql`.
 */
export async function beginArranging(session: Session, base: EngineBase): Promise<Arranging> {
  const { dialect } = session;
  const fromFile = base.complain !== undefined;
  if (dialect.rowNumber === undefined) {
    const checked = requireSoundIds(session, base).then(() => base);
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
      await requireSoundIds(session, base);
      await session.run(sorting);
    }
    await session.run(dialect.createView("base", viewSql(ARRANGED)));
    for (const table of base.tables) await session.run(`DROP TABLE IF EXISTS ${dialect.identifier(table)}`);
    return { ...base, relation: "base", tables: [ARRANGED] };
  };
  const arranged = arrange();
  // Whoever awaits it sees the error; until then it is nobody's fault.
  arranged.catch(() => {});
  return { done: arranged };
}

/** Throws when a customer of a base from a file has no id or comes twice; arranging does so by itself. */
export async function requireSoundIds(session: Session, base: EngineBase): Promise<void> {
  if (base.complain === undefined) return;
  const { ids } = await session.numbers(`SELECT count(DISTINCT nullif(customer_id, '')) AS ids FROM ${base.relation}`);
  if (ids! < base.customers) await base.complain();
}

/** How often an id is not above the one before it: 0 says that ids rise from one that is not empty, and so that none comes twice. */
function orderSql(dialect: Dialect, relation: string): string {
  const pairs = `SELECT customer_id, lag(customer_id, 1, '') OVER () AS before FROM ${relation}`;
  const rises = "count(*) FILTER (WHERE customer_id > before)";
  return `SELECT CAST(count(*) - ${rises} AS ${dialect.types.long}) AS falls FROM (${pairs})`;
}

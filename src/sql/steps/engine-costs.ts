import { idOrder } from "../../data/id-order.ts";
import type { OrderTerms } from "../../predict/worth-formula.ts";
import { assignCosts, type CustomerCosts, costsBy } from "../../value/assign-costs.ts";
import type { Plan } from "../../value/plan.ts";
import type { Session } from "../session.ts";
import type { EngineBase } from "./engine-base.ts";

/** A plan of costs over the customers of a relation: numbers that are the same for all, or columns of a table to join. */
export interface EngineCosts {
  /** s and k of an order, or the columns with them. */
  readonly s: number | string;
  readonly k: number | string;
  readonly acquisitionCost: number | string;
  /** The join to the customers `a`, as SQL; empty where all customers have the same costs. */
  readonly join: string;
  readonly assigned: Pick<CustomerCosts, "spentOnNobody" | "notices">;
}

/** The table of the costs by group of similar customers, and its columns. */
const CELLS = "cost_cells";
const COLUMNS = { s: "plan_s", k: "plan_k", acquisitionCost: "acquisition_cost" } as const;

/**
 * Assigns the costs of a plan to customers inside the database. The database counts the customers by all that their
 * costs depend on. `assignCosts` computes the costs of these few groups, and a join gives them to the customers.
 *
 * @param words a table of `customer_id` and `word`, the group of each customer, where the plan has groups by a column
 */
export async function engineCosts(
  session: Session,
  base: Pick<EngineBase, "relation" | "customers" | "dates">,
  { plan, where }: { readonly plan: Plan; readonly where: string },
  words: string | undefined,
): Promise<EngineCosts> {
  const by = costsBy(plan);
  if (!by.word && !by.firstDate) {
    const { terms, acquisitionCost, ...assigned } = assignCosts(
      plan,
      { length: 1, count: Float64Array.of(base.customers) },
      where,
    );
    const [{ s, k }] = terms as [OrderTerms];
    return { s, k, acquisitionCost: acquisitionCost[0]!, join: "", assigned };
  }
  const { dialect } = session;
  const { identifier, types } = dialect;
  const first = identifier("first");
  const keys = [...(by.word ? ["w.word"] : []), ...(by.firstDate ? [`a.${first}`] : [])];
  const joined = by.word ? ` LEFT JOIN ${words} w ON w.customer_id = a.customer_id` : "";
  const cells = await session.texts(
    `SELECT ${[...keys, "count(*)"].map((key) => `CAST(${key} AS ${types.text})`).join(", ")} ` +
      `FROM ${base.relation} a${joined} GROUP BY ${keys.join(", ")} ORDER BY ${keys.join(", ")}`,
  );
  const text = (row: readonly (string | null)[]): string => row[0] ?? "";
  const named = [...new Set(cells.map(text))];
  const names = by.word ? named.sort(idOrder(named)) : [];
  const place = new Map(names.map((name, k) => [name, k]));
  const tick = Float64Array.from(cells, (row) => (by.firstDate ? Number(row[keys.length - 1]) : Number.NaN));
  const { terms, groups, acquisitionCost, ...assigned } = assignCosts(
    plan,
    {
      length: cells.length,
      count: Float64Array.from(cells, (row) => Number(row.at(-1))),
      ...(by.firstDate && base.dates && { firstDate: tick.map((at) => at * base.dates!.tick) }),
      ...(by.word && { groups: { names, of: Uint32Array.from(cells, (row) => place.get(text(row))!) } }),
    },
    where,
  );
  const termsBy = (of: keyof OrderTerms): Float64Array => Float64Array.from(groups.of, (group) => terms[group]![of]);
  await session.load(
    CELLS,
    [...(by.word ? ["word"] : []), ...(by.firstDate ? ["cell_first"] : []), ...Object.values(COLUMNS)],
    [
      ...(by.word ? [cells.map(text)] : []),
      ...(by.firstDate ? [tick] : []),
      ...[termsBy("s"), termsBy("k"), acquisitionCost],
    ],
  );
  const on = [
    ...(by.word ? ["c.word = coalesce(w.word, '')"] : []),
    ...(by.firstDate ? [`c.cell_first = CAST(a.${first} AS ${types.double})`] : []),
  ];
  return { ...COLUMNS, join: `${joined} JOIN ${CELLS} c ON ${on.join(" AND ")}`, assigned };
}

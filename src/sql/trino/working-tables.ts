import { randomBytes } from "node:crypto";
import type { TrinoAddress } from "./address.ts";
import { TRINO } from "./dialect.ts";

const { identifier } = TRINO;

/** A table or a view with its name in the steps. */
type Working = { readonly tables: string[] } | { readonly query: string };

/** The action for a statement of the steps. */
export type Planned =
  /** Makes a table from a query: a new one, or further rows of an existing one. */
  | { readonly kind: "make"; readonly name: string; readonly more: boolean; readonly query: string }
  | { readonly kind: "drop"; readonly name: string }
  | { readonly kind: "view"; readonly name: string; readonly query: string }
  | { readonly kind: "other"; readonly sql: string };

/**
 * The tables and views of the steps of one run, under unique names in a shared schema.
 *
 * Trino has no temporary tables, and other users must not see a view of the steps. So a table of the steps, such as
 * `rfm`, is one or more tables with a random suffix. Every statement that names it begins with `WITH rfm AS (SELECT *
 * FROM …)`; a view is only such a clause. A replacement, or further rows, are another table: one statement makes each,
 * and can be tried again.
 */
export class WorkingTables {
  readonly #place: string;
  readonly #suffix = randomBytes(6).toString("hex");
  readonly #working = new Map<string, Working>();
  /** Tables that are made or about to be made, and not yet dropped. */
  readonly #made = new Set<string>();
  /** The number of tables made so far, with those dropped since, so that no name occurs twice. */
  #count = 0;

  constructor({ catalog, schema }: Pick<TrinoAddress, "catalog" | "schema">) {
    this.#place = `${identifier(catalog)}.${identifier(schema)}`;
  }

  /** The name of a new table as SQL. It counts as made from now on. */
  newTable(name: string): string {
    const table = `${this.#place}.${identifier(`clv_${name}_${this.#suffix}_${++this.#count}`)}`;
    this.#made.add(table);
    return table;
  }

  /** Gives a table its name in the steps. Returns the tables that had the name before, to be dropped. */
  know(name: string, table: string, more: boolean): readonly string[] {
    const before = this.tablesOf(name);
    this.#working.set(name, { tables: more ? [...before, table] : [table] });
    return more ? [] : before;
  }

  knowView(name: string, query: string): void {
    this.#working.set(name, { query });
  }

  /** Removes a name of the steps. Returns the tables behind it. */
  forget(name: string): readonly string[] {
    const before = this.tablesOf(name);
    this.#working.delete(name);
    return before;
  }

  /** The tables of a name as SQL. */
  tablesOf(name: string): readonly string[] {
    const working = this.#working.get(name);
    return working !== undefined && "tables" in working ? working.tables : [];
  }

  /** The names of the tables of the steps. */
  names(): string[] {
    return [...this.#working].flatMap(([name, working]) => ("tables" in working ? [name] : []));
  }

  /** Records that a table was dropped. */
  gone(table: string): void {
    this.#made.delete(table);
  }

  /** The tables that still exist, as SQL. */
  left(): string[] {
    return [...this.#made];
  }

  /** A query, preceded by the definitions of the names in its text and in those definitions. */
  meant(query: string): string {
    const clauses = new Map<string, string>();
    const add = (text: string): void => {
      const words = new Set(text.match(/\w+/g));
      for (const [name, working] of this.#working) {
        if (!words.has(name) || clauses.has(name)) continue;
        const meaning =
          "query" in working
            ? working.query
            : working.tables.map((table) => `SELECT * FROM ${table}`).join(" UNION ALL ");
        // Its own definitions come first.
        clauses.set(name, "");
        add(meaning);
        clauses.delete(name);
        clauses.set(name, `${identifier(name)} AS (${meaning})`);
      }
    };
    add(query);
    return clauses.size === 0 ? query : `WITH ${[...clauses.values()].join(", ")} ${query}`;
  }
}

/** Reads what {@link TRINO} writes for tables and views of the steps, and what the steps write to drop them. */
export function planned(sql: string): Planned {
  const found =
    /^(?:(CREATE OR REPLACE TABLE) "(\w+)" AS|(INSERT INTO) "(\w+)"|(CREATE OR REPLACE VIEW) (\w+) AS) /.exec(sql);
  const drop = /^DROP TABLE (?:IF EXISTS )?"?(\w+)"?$/.exec(sql);
  if (drop) return { kind: "drop", name: drop[1]! };
  if (!found) return { kind: "other", sql };
  const query = sql.slice(found[0].length);
  if (found[5]) return { kind: "view", name: found[6]!, query };
  return { kind: "make", name: (found[2] ?? found[4])!, more: found[3] !== undefined, query };
}

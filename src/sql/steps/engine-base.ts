import type { Grain, TimeUnit } from "../../data/time-unit.ts";
import type { HistoryKey } from "./history-key.ts";

/** A customer base as a relation in DuckDB, under the field's names; see `CustomerBase` for what they mean. */
export interface EngineBase {
  /** What to select from, as SQL; `place` numbers the customers as they lie. */
  readonly relation: string;
  readonly stored: Stored;
  readonly historyKey: HistoryKey;
  /** The table of its histories, as `historiesSql` has them, where a check made one in passing. */
  readonly histories?: string;
  /** The tables it is made of, to be dropped when it is no longer needed. */
  readonly tables: readonly string[];
  /** Of a base from a file, whose customers may come twice: throws with the words for that. */
  readonly complain?: () => Promise<never>;
  readonly customers: number;
  /** Σx. */
  readonly repeatPurchases: number;
  readonly hasValues: boolean;
  /** There is a column `litt`, see `CustomerBase`. */
  readonly hasLitt: boolean;
  /** There are columns `first` and `last`, in ticks of so many milliseconds since 1970. */
  readonly dates?: { readonly tick: number };
  readonly unit: TimeUnit;
  readonly grain: Grain;
  /** First purchase and end of observation in milliseconds since 1970; absent in a base read without dates. */
  readonly from?: number;
  readonly until?: number;
  readonly holdout?: { readonly duration: number; readonly newCustomers: number };
}

/** What a base is a view of. */
interface Stored {
  /** What to select from, as SQL, and the columns to be kept. */
  readonly from: string;
  readonly columns: readonly string[];
  /** The column with the id. */
  readonly id: string;
  /** The view of a table with these columns. */
  viewSql(table: string): string;
}

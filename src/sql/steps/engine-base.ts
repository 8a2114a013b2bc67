import type { Grain, TimeUnit } from "../../data/time-unit.ts";
import type { HistoryKey } from "./history-key.ts";

/** A customer base as a relation in the database, under the field's names. `CustomerBase` explains them. */
export interface EngineBase {
  /** The relation as SQL; `place` numbers the customers in the order of the table. */
  readonly relation: string;
  readonly stored: Stored;
  readonly historyKey: HistoryKey;
  /** The table of its histories, as in `historiesSql`, if a check made one in passing. */
  readonly histories?: string;
  /** The tables behind the relation, to be dropped when it is no longer needed. */
  readonly tables: readonly string[];
  /** Throws the error for a customer who occurs twice. Only a base from a file can have one. */
  readonly complain?: () => Promise<never>;
  readonly customers: number;
  /** Σx. */
  readonly repeatPurchases: number;
  readonly hasValues: boolean;
  /** Whether there is a column `litt`, see `CustomerBase`. */
  readonly hasLitt: boolean;
  /** Whether the relation has columns `first_value` and `revenue`, in money units. */
  readonly hasFirstValue: boolean;
  /** The relation has columns `first` and `last`, in ticks of this many milliseconds since 1970. */
  readonly dates?: { readonly tick: number };
  readonly unit: TimeUnit;
  readonly grain: Grain;
  /** First purchase and end of observation in milliseconds since 1970; absent in a base read without dates. */
  readonly from?: number;
  readonly until?: number;
  readonly holdout?: { readonly duration: number; readonly newCustomers: number };
}

/** The relation of which a base is a view. */
interface Stored {
  /** The relation as SQL, and the columns to be kept. */
  readonly from: string;
  readonly columns: readonly string[];
  /** The column with the id. */
  readonly id: string;
  /** The view of a table with these columns. */
  viewSql(table: string): string;
}

import type { CustomerBase } from "../data/customer-base.ts";
import { distinctRows } from "../data/distinct-rows.ts";
import { buildHistories } from "../data/histories.ts";
import type { SeasonToFit } from "../fit/estimate-season.ts";
import type { Observed } from "../fit/seasonal-model.ts";
import type { Histories } from "../model.ts";

/** Customers of a holdout: rows of equal history and purchases, sorted by both. */
export interface ActualByHistory {
  /** Place of the history. */
  readonly history: Uint32Array;
  /** Purchases in the holdout. */
  readonly purchases: Float64Array;
  /** Customers. */
  readonly count: Float64Array;
}

/** The data of a tournament: histories, and the purchases after them if there is a holdout. */
export interface TournamentData {
  readonly histories: Histories;
  /** Its duration in the time unit of the histories. */
  readonly holdout?: ActualByHistory & { readonly duration: number };
  /** The season for models that can have one. The others compete without. */
  readonly season?: SeasonToFit & { readonly observed: Observed };
}

/** The histories of a base, and the purchases of its holdout if there is one. */
export function tournamentData(base: CustomerBase): TournamentData {
  const { histories, index } = buildHistories(base);
  if (base.holdout === undefined) return { histories };
  const { duration, frequency } = base.holdout;
  const { columns, count } = distinctRows([Float64Array.from(index), frequency], base.length);
  return { histories, holdout: { duration, history: Uint32Array.from(columns[0]), purchases: columns[1], count } };
}

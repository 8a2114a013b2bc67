import type { Period } from "../data/periods.ts";
import type { TestedFlow } from "./flows.ts";
import type { MoveRate } from "./move-rates.ts";
import type { SignKind, SignOf } from "./signs.ts";

/** The segments of a log and the moves between them, as the page shows them. */
export interface ShownMoves {
  readonly period: Period;
  /** The periods at whose ends the tested moves begin and end. */
  readonly from: string;
  readonly to: string;
  /** Name and rule of each. */
  readonly segments: readonly { readonly name: string; readonly rule: string }[];
  /** Customers by segment at the end of the last period. */
  readonly customers: readonly number[];
  /** Over all periods. */
  readonly rates: readonly MoveRate[];
  /** Those of the last period beside the ones that a model fitted before it expected. */
  readonly flows: readonly TestedFlow[];
  /** The customers whose moves were tested. */
  readonly known: number;
  /** The number of all known customers, where a random sample of them was tested. */
  readonly of?: number;
  /** Customers put into a wrong segment by the model, and by the chain of the moves before. */
  readonly misplaced: { readonly model: number; readonly chain: number };
  readonly signs: readonly ShownSign[];
  readonly signKinds: readonly ShownSignKind[];
}

/** A customer with a sign, the id absent where ids are left out. */
export type ShownSign = Omit<SignOf, "customer" | "overdueSince" | "nextMedian"> & Partial<Pick<SignOf, "customer">>;

/** The number of customers with a sign, and the later purchases of the same list one period earlier. */
export interface ShownSignKind {
  readonly sign: SignKind;
  readonly tested: number;
  readonly customers: number;
  readonly significant: number;
  readonly earlier?: { readonly customers: number; readonly boughtSince: number };
}

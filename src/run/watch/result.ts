import type { Notice } from "../../fit/fit-result.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import { given } from "../../given.ts";
import type { Ranking } from "../../watch/ranking.ts";
import type { RefitTest } from "../../watch/refit-test.ts";
import type { StabilityIndex } from "../../watch/stability-index.ts";
import type { Checkpoint, Verdict } from "../../watch/verdict.ts";
import type { Engine } from "../choose-engine.ts";
import type { LogReading } from "../customers.ts";

/** Forecasts of one base under the old parameters, and under those of a fit to all purchases. */
export interface OldAndNew {
  readonly old: number;
  readonly refit: number;
}

/** Whether a model still holds. */
export interface WatchResult extends Verdict {
  readonly name: string;
  readonly engine: Engine;
  readonly reading: LogReading;
  readonly model: FittedModel;
  /** The last day of the model's data. */
  readonly fittedUntil: string;
  readonly level: number;
  /** Customers with a purchase by then, to whom checkpoints and ranking refer. */
  readonly customers: number;
  /** Customers won since then. Only the refit and the scores know them. */
  readonly newCustomers: number;
  /** Purchases since then of the customers known then. */
  readonly checkpoints: readonly Checkpoint[];
  readonly ranking?: Ranking;
  readonly refit: RefitTest & {
    readonly expectedPurchases: OldAndNew;
    readonly equity?: OldAndNew;
  };
  /** The scores of all customers now beside those the model expects by now. */
  readonly scores: StabilityIndex & { readonly expected: readonly number[]; readonly actual: readonly number[] };
  readonly notices: readonly Notice[];
  readonly files: { readonly watch?: string; readonly rejected?: string };
}

/** What a watch found of a model, as plain data. */
export type WatchFindings = Pick<
  WatchResult,
  | "verdict"
  | "sentence"
  | "fittedUntil"
  | "level"
  | "customers"
  | "newCustomers"
  | "checkpoints"
  | "ranking"
  | "refit"
  | "scores"
>;

/** The findings as plain data: the content of the file. */
export function watchInNumbers(result: WatchFindings): WatchFindings {
  const { verdict, sentence, fittedUntil, level, customers, newCustomers, checkpoints, refit, scores } = result;
  const found = { verdict, sentence, fittedUntil, level, customers, newCustomers, checkpoints };
  return { ...found, ...given({ ranking: result.ranking }), refit, scores };
}

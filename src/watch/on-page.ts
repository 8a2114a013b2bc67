import type { Ranking } from "./ranking.ts";
import type { RefitTest } from "./refit-test.ts";
import type { StabilityIndex } from "./stability-index.ts";
import type { Checkpoint, Verdict } from "./verdict.ts";

/** Whether the model fitted before a split still holds at the end of the log, as the page shows it. */
export interface ShownWatch extends Verdict {
  /** The first day after the data of the old model, ISO. */
  readonly split: string;
  /** Probability that a model which holds passes each test. */
  readonly level: number;
  readonly checkpoints: readonly Checkpoint[];
  readonly ranking?: Ranking;
  readonly refit: RefitTest & { readonly expectedPurchases: ByBoth; readonly equity?: ByBoth };
  readonly scores: StabilityIndex;
  /** Whether this model gave the scores of the page, and not a fit to the whole log. */
  readonly scored?: boolean;
}

/** A forecast of all customers by the old parameters, and by those of a fit to all purchases. */
interface ByBoth {
  readonly old: number;
  readonly refit: number;
}

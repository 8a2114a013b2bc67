import { quantilePair } from "../math/quantile-pair.ts";
import type { Objective, Parameters, PurchaseModel, SpendModel } from "../model.ts";
import { maximize } from "../optimize/newton.ts";
import { resampler } from "../random/multinomial.ts";
import { seeded } from "../random/seeded.ts";
import type { Fit } from "./fit-result.ts";
import type { ParameterIntervals } from "./interval.ts";
import type { JointHistories } from "./joint-histories.ts";
import type { ParameterDraw } from "./parameter-draws.ts";

/** What resampling the customers does to the parameters. */
export interface Bootstrap {
  readonly replicates: readonly ParameterDraw[];
  /** Replicates whose purchase or spend fit ran to a limit of its model: they count, with the parameters reached. */
  readonly atLimit: number;
  /** Replicates left out: a fit did not end, or nobody with a repeat purchase was drawn. */
  readonly failed: number;
}

export interface BootstrapOptions {
  /** How many resamples. */
  readonly replicates: number;
  readonly seed: number;
  /** Number of the first replicate, 0 when left out: parts of one bootstrap can be made anywhere and joined. */
  readonly first?: number;
}

/** The models of a bootstrap with the fits it starts from. */
export interface BootstrapModels {
  readonly purchase: { readonly model: PurchaseModel; readonly fit: Fit };
  readonly spend?: { readonly model: SpendModel; readonly fit: Fit } | undefined;
}

/**
 * The non-parametric bootstrap over customers: the models fitted again to resamples of the customers.
 *
 * A resample is a set of multinomial counts on the joint histories, so that purchases and spend of a customer come or stay
 * away together; each fit is Newton from the estimate, about four iterations. Replicate k draws from its own stream of the
 * seed: the same replicates whatever the order, the part or the thread they are made in. 1 000 replicates take 0.6 s for
 * CDNOW's sample and two minutes for a million customers (375 000 histories), on one core.
 *
 * @param joint what is resampled, see {@link jointHistories}
 * @param models the models with the fits to start from
 * @returns the parameters of every resample that could be fitted, in the order of the resamples
 * @example
 * const transactions = Array.from({ length: 400 }, (_, k) => ({
 *   customer: `customer ${k % 97}`,
 *   date: Date.UTC(2024, 0, 1 + ((k * k) % 300)),
 *   value: 10 + (k % 7),
 * }));
 * const log = await readTransactions(transactions);
 * const { base } = summarize(log, { unit: "week" });
 * const { purchase: fitted } = await fitBase(base, bgNbd);
 * const models = { purchase: { model: bgNbd, fit: fitted } };
 * const { replicates } = bootstrap(jointHistories(base), models, { replicates: 20, seed: 1 });
 * replicates.length; // 20
 *
 * Efron (1979), "Bootstrap methods: another look at the jackknife", Ann. Statist. 7(1).
 */
export function bootstrap(joint: JointHistories, models: BootstrapModels, options: BootstrapOptions): Bootstrap {
  const { replicates, seed, first = 0 } = options;
  const draw = resampler(joint.count);
  const count = new Float64Array(joint.count.length);
  const purchaseCount = new Float64Array(joint.purchase.length);
  const spendCount = new Float64Array(joint.spend.length);
  const { purchase, spend } = models;
  const purchaseObjective = purchase.model.objective(joint.purchase);
  const spendObjective = spend?.model.objective(joint.spend);
  const result: ParameterDraw[] = [];
  let atLimit = 0;
  let failed = 0;
  for (let k = first; k < first + replicates; k++) {
    draw(seeded(seed, k), count);
    add(count, joint.purchaseOf, purchaseCount);
    add(count, joint.spendOf, spendCount);
    const purchased = refit(purchaseObjective.reweighted(purchaseCount), purchase.fit);
    const spent = spend && refit(spendObjective!.reweighted(spendCount), spend.fit);
    if (purchased === undefined || (spend && spent === undefined)) {
      failed++;
      continue;
    }
    if (purchased.atLimit || spent?.atLimit) atLimit++;
    result.push({ purchase: purchased.parameters, ...(spent && { spend: spent.parameters }) });
  }
  return { replicates: result, atLimit, failed };
}

/** Sums the customers of the joint rows by their places. */
function add(count: Float64Array, place: Int32Array, out: Float64Array): void {
  out.fill(0);
  for (let k = 0; k < count.length; k++) if (place[k] >= 0) out[place[k]] += count[k];
}

/** Least start of a parameter that the fit left at zero. */
const SMALLEST = 1e-6;

function refit(objective: Objective, fit: Fit): { parameters: Parameters; atLimit: boolean } | undefined {
  if (!(objective.observations > 0)) return undefined;
  const start = Float64Array.from(fit.estimates, ({ value }) => Math.log(Math.max(value, SMALLEST)));
  const { stop, point } = maximize(objective, start);
  if (stop === "no-start" || stop === "iterations") return undefined;
  const parameters = Object.fromEntries(fit.estimates.map(({ name }, i) => [name, Math.exp(point[i])]));
  return { parameters, atLimit: stop === "flat" || stop === "runaway" };
}

/**
 * Percentile intervals of the bootstrap: the quantiles of the replicates at (1 ∓ level)/2.
 *
 * Ends are of the replicates themselves, so they are the same on any scale of the parameter.
 *
 * @param level probability in (0, 1), e.g. 0.9
 * @returns ends per parameter; undefined where there are too few replicates to place them
 */
export function bootstrapIntervals(
  { replicates }: Bootstrap,
  fit: Fit,
  part: "purchase" | "spend",
  level: number,
): ParameterIntervals {
  const enough = replicates.length * (1 - level) >= 2;
  return {
    model: fit.model,
    method: "bootstrap",
    level,
    parameters: fit.estimates.map(({ name }) => {
      if (!enough) return { name, low: undefined, high: undefined };
      const [low, high] = quantilePair(
        Float64Array.from(replicates, (replicate) => replicate[part]![name]),
        level,
      );
      return { name, low, high };
    }),
  };
}

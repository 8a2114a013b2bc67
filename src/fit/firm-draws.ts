import type { CustomerBase } from "../data/customer-base.ts";
import { buildHistories, buildSpendHistories } from "../data/histories.ts";
import { customersAt } from "../data/sample-customers.ts";
import type { Objective } from "../model/objective.ts";
import type { Parameters } from "../model.ts";
import { resampler } from "../random/multinomial.ts";
import { seeded } from "../random/seeded.ts";
import type { Fit } from "./fit-result.ts";
import type { Fits } from "./fitted-model.ts";
import { fromLink, toLink } from "./link.ts";
import { seasonDrawer } from "./on-calendar.ts";
import type { ParameterDraw } from "./parameter-draws.ts";

/** The largest standard error of φ in a sample for which the likelihood counts as a parabola. */
const FIRM = 0.2;
/** The number of blocks of a sample: a standard deviation of this many scores is known to 2 %. */
const BLOCKS = 1000;
/** The stream of the seed that cuts the sample. Draws use the streams from 0 on. */
const CUT = 2 ** 32 - 2;

/**
 * Whether the likelihood is a parabola within the uncertainty of the parameters. The conditions: no model is at a
 * limit, and each φ has a small standard error in a sample of the customers.
 *
 * @param ratio customers for each customer of the sample, ≥ 1
 */
export function isFirm({ purchase, spend }: Fits, ratio: number): boolean {
  return [purchase, ...(spend ? [spend] : [])].every(
    ({ limits, estimates }) =>
      (limits ?? []).length === 0 &&
      estimates.every(({ logStandardError: se }) => se !== undefined && se * Math.sqrt(ratio) <= FIRM),
  );
}

/**
 * Joint draws of the parameters of firm fits to n customers, from a random sample of b of them. It is the bootstrap
 * with one Newton step in place of each refit.
 *
 *     φ_k = φ̂ + δ_k − mean δ,   δ_k = √(n/b) C Σ_j w_jk s_j,   s_j = Σ over the customers of block j of ∂ ln L/∂φ at φ̂
 *
 * C is the inverse of the observed information of all n customers. The sample is cut at random into blocks, and w_·k
 * are the counts of a resample of these. While the likelihood is a parabola ({@link isFirm}), refits end where this
 * step does. So the spread keeps the robustness of the bootstrap: it is right even if the model is not, unlike that of
 * C alone. All draws cost one evaluation of the sample.
 *
 * Davidson & MacKinnon (1999), "Bootstrap testing in nonlinear models", Int. Econ. Rev. 40(2), for the step; Hu & Kalbfleisch (2000), "The
 * estimating function bootstrap", Can. J. Statist. 28(3).
 *
 * @param sample in the unit of the fits
 * @param fits on the calendar of their season, if any
 * @param ratio n/b
 */
export function firmDraws(
  sample: CustomerBase,
  { purchase, spend, season }: Fits,
  ratio: number,
  count: number,
  seed: number,
): ParameterDraw[] {
  const blocks = cut(sample, seed);
  const scale = Math.sqrt(ratio);
  const stepPurchase = stepper(
    purchase,
    blocks.map((block) => purchase.model.objective(buildHistories(block).histories)),
    scale,
  );
  const stepSpend =
    spend &&
    stepper(
      spend,
      blocks.map((block) => {
        const { histories } = buildSpendHistories(block)!;
        return histories.length > 0 ? spend.model.objective(histories) : undefined;
      }),
      scale,
    );
  const draw = resampler(new Float64Array(blocks.length).fill(1));
  const weights = new Float64Array(blocks.length);
  const drawSeason = seasonDrawer(season);
  const steps = Array.from({ length: count }, (_, k) => {
    const random = seeded(seed, k);
    draw(random, weights);
    return { random, purchase: stepPurchase(weights), spend: stepSpend?.(weights) };
  });
  const purchases = around(
    purchase,
    steps.map((step) => step.purchase),
  );
  const spends =
    spend &&
    around(
      spend,
      steps.map((step) => step.spend!),
    );
  return purchases.map((drawn, k) => ({
    purchase: drawSeason(drawn, steps[k].random),
    ...(spends && { spend: spends[k] }),
  }));
}

/** A sample cut into blocks of nearly one size, each a random sample itself. */
function cut(sample: CustomerBase, seed: number): CustomerBase[] {
  const random = seeded(seed, CUT);
  const places = Uint32Array.from({ length: sample.length }, (_, k) => k);
  for (let k = places.length - 1; k > 0; k--) {
    const other = Math.floor(random.uniform() * (k + 1));
    [places[k], places[other]] = [places[other], places[k]];
  }
  const blocks = Math.min(BLOCKS, sample.length);
  const begin = (j: number): number => Math.floor((j * places.length) / blocks);
  return Array.from({ length: blocks }, (_, j) => customersAt(sample, places.subarray(begin(j), begin(j + 1))));
}

/** Steps in φ from a fit to the fit under other weights of the blocks. */
function stepper(fit: Fit, blocks: readonly (Objective | undefined)[], scale: number) {
  const n = fit.model.parameters.length;
  const centre = toLink(fit.model.parameters, fit.parameters);
  const out = { value: 0, gradient: new Float64Array(n), hessian: new Float64Array(n * n) };
  const shifts = blocks.map((block) => {
    if (block === undefined) return new Float64Array(n);
    block.evaluate(centre, out);
    return Float64Array.from(fit.logCovariance, (row) =>
      row.reduce((sum, entry, j) => sum + scale * entry * out.gradient[j], 0),
    );
  });
  return (weights: Float64Array): Float64Array => {
    const step = new Float64Array(n);
    for (let j = 0; j < shifts.length; j++) for (let i = 0; i < n; i++) step[i] += (weights[j] - 1) * shifts[j][i];
    return step;
  };
}

/** The parameters at these steps from a fit, shifted together so that their mean in φ is the fit. */
function around({ model: { parameters }, parameters: theta }: Fit, steps: readonly Float64Array[]): Parameters[] {
  const centre = toLink(parameters, theta);
  const mean = centre.map((_, i) => steps.reduce((sum, step) => sum + step[i], 0) / steps.length);
  return steps.map((step) =>
    fromLink(
      parameters,
      step.map((shift, i) => centre[i] + shift - mean[i]),
    ),
  );
}

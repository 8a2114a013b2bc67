import type { Fit } from "./fit-result.ts";
import type { Fits } from "./fitted-model.ts";
import { fromLink, toLink } from "./link.ts";
import type { ParameterDraw } from "./parameter-draws.ts";

/** The largest standard error of φ in a sample for which the likelihood counts as a parabola. */
const FIRM = 0.2;

/**
 * Whether the bootstrap of a random sample stands for that of all customers: no model is at a limit, and each φ has a small standard error
 * in the sample.
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
 * Draws for all n customers from the bootstrap of a random sample of b of them:
 *
 *     φ_k = φ̂ + √(b/n) (φ*_k − mean φ*)
 *
 * The distribution of φ* − φ̂ shrinks like 1/√n while the likelihood is a parabola, see {@link isFirm}. The sample keeps the robustness of
 * the bootstrap: the spread is right even if the model is not, unlike that of the inverse Hessian. It costs b/n of the time.
 *
 * Bickel, Götze & van Zwet (1997), "Resampling fewer than n observations", Statistica Sinica 7(1).
 *
 * @param draws replicates of the sample
 * @param ratio n/b
 */
export function rescaleDraws(draws: readonly ParameterDraw[], fits: Fits, ratio: number): ParameterDraw[] {
  const purchases = rescaled(
    draws.map(({ purchase }) => purchase),
    fits.purchase,
    ratio,
  );
  const { spend } = fits;
  if (spend === undefined) return purchases.map((purchase) => ({ purchase }));
  const spends = rescaled(
    draws.map((draw) => draw.spend!),
    spend,
    ratio,
  );
  return purchases.map((purchase, k) => ({ purchase, spend: spends[k] }));
}

function rescaled(draws: readonly ParameterDraw["purchase"][], fit: Fit, ratio: number) {
  const { parameters } = fit.model;
  const phi = draws.map((theta) => toLink(parameters, theta));
  const means = parameters.map((_, i) => phi.reduce((sum, one) => sum + one[i], 0) / phi.length);
  const centre = toLink(parameters, fit.parameters);
  return phi.map((one) =>
    fromLink(
      parameters,
      one.map((value, i) => centre[i] + (value - means[i]) / Math.sqrt(ratio)),
    ),
  );
}

import { symmetricEigen } from "../math/symmetric-eigen.ts";
import type { Histories, PurchaseModel } from "../model.ts";
import { drawBinomial } from "../random/multinomial.ts";
import { seeded } from "../random/seeded.ts";
import { finite } from "./at-limits.ts";
import type { Fit, Notice } from "./fit-result.ts";
import { toLink } from "./link.ts";

/** How steeply the likelihood rises from a fitted model towards a wider one. */
export interface WiderScore {
  /** ∂ ln L/∂θ of the wider model's parameter at 0, where it is the fitted model. Negative: the maximum is the fitted model. */
  readonly slope: number;
  /** The slope over its standard deviation under the fitted model: N(0, 1) for many customers. */
  readonly deviate: number;
}

/** A deviate that chance exceeds once in 200. */
const CHANCE = 2.576;
/** The parameter is moved by this share of 1/T from 0, T the longest age. */
const STEP = 1e-6;
/**
 * With more histories, a random sample of the customers is tested, because the gradient of each history takes an
 * evaluation.
 */
const MOST = 5000;
/** Directions with less information than this share of the largest count as unknown. */
const UNKNOWN = 1e-10;

/**
 * The score test of a fitted model within a wider one that has it as its limit where one more parameter is 0 (Rao 1948).
 *
 *     U = Σ u_i,   u_i = ∂ ln L_i/∂b at b = 0,   deviate = U/√V,   V = Σ u² − (Σ u g')(Σ g g')⁻¹(Σ g u),   g_i = ∂ ln L_i/∂φ
 *
 * It needs no fit of the wider model: the gradients of single customers are taken so near to b = 0 that the rest is
 * rounding. V comes from their products, because the Hessian is unreliable here. On 200 samples of Pareto/NBD it was
 * not positive in 6. It gave deviates of 2.8 and 4.1 where the likelihood ratio has 1.2 and 3.2. The parameter is a
 * rate. Undefined where the model has no wider one, or the fit has customers without dropout, so that nothing can be
 * tested.
 *
 * A sample of the customers is not at its own maximum, so there U is the efficient score: U − (Σ u g')(Σ g g')⁻¹ Σ g.
 *
 * @param fit a fit of the narrower model
 * @param data the histories it was fitted to
 * @param most the most histories to test; of more, a random sample of about this many customers
 * @example
 * const histories = {
 *   length: 4,
 *   frequency: Float64Array.of(0, 1, 2, 5),
 *   recency: Float64Array.of(0, 10, 22, 30),
 *   T: Float64Array.of(38, 38, 38, 38),
 *   count: Float64Array.of(60, 20, 12, 8),
 * };
 * widerScore(fit(bgNbd, histories), histories) === undefined; // true
 */
export function widerScore(
  { model, parameters, converged }: Pick<Fit<PurchaseModel>, "model" | "parameters" | "converged">,
  data: Histories,
  most: number = MOST,
): WiderScore | undefined {
  const { wider } = model;
  if (wider === undefined || !converged || (model.dropout && parameters[model.dropout] === 0)) return undefined;
  const longest = data.T.reduce((most, T) => Math.max(most, T), 0);
  if (!(longest > 0)) return undefined;
  const step = STEP / longest;
  const phi = toLink(wider.model.parameters, { ...parameters, [wider.parameter]: step }).map(finite);
  const n = phi.length;
  const place = wider.model.parameters.findIndex(({ name }) => name === wider.parameter);
  const products = new Float64Array(n * n);
  const out = { value: 0, gradient: new Float64Array(n), hessian: new Float64Array(n * n) };
  const total = new Float64Array(n);
  const share = Math.min(1, most / data.length);
  const random = seeded(1);
  for (let k = 0; k < data.length; k++) {
    const count = share < 1 ? drawBinomial(random, data.count[k], share) : data.count[k];
    if (count === 0) continue;
    wider.model.objective(one(data, k)).evaluate(phi, out);
    const g = out.gradient;
    g[place] /= step;
    for (let i = 0; i < n; i++) {
      total[i] += count * g[i];
      for (let j = 0; j < n; j++) products[n * i + j] += count * g[i] * g[j];
    }
  }
  const by = explained(products, total, place);
  const variance = products[n * place + place] - by.variance;
  const slope = total[place] - (share < 1 ? by.slope : 0);
  return variance > 0 ? { slope: slope / share, deviate: slope / Math.sqrt(variance) } : undefined;
}

/** One history, of one customer. */
function one({ frequency, recency, T }: Histories, k: number): Histories {
  const at = (column: Float64Array): Float64Array => column.subarray(k, k + 1);
  return { length: 1, frequency: at(frequency), recency: at(recency), T: at(T), count: ONE };
}

const ONE = Float64Array.of(1);

/** The part of the slope and of its variance that the other parameters explain, over the directions that the data know. */
function explained(
  products: Float64Array,
  total: Float64Array,
  place: number,
): { readonly slope: number; readonly variance: number } {
  const n = total.length;
  const rest = Array.from({ length: n }, (_, i) => i).filter((i) => i !== place);
  const information = Float64Array.from(rest.flatMap((i) => rest.map((j) => products[n * i + j])));
  const { values, vectors } = symmetricEigen(information, rest.length);
  const largest = values.at(-1)!;
  let [slope, variance] = [0, 0];
  values.forEach((value, k) => {
    if (!(value > UNKNOWN * largest)) return;
    const along = rest.reduce((sum, at, i) => sum + products[n * place + at] * vectors.get(i, k), 0);
    variance += along ** 2 / value;
    slope += (along * rest.reduce((sum, at, i) => sum + total[at] * vectors.get(i, k), 0)) / value;
  });
  return { slope, variance };
}

/** The advice to fit the wider model, where the score test asks for it. */
export function widerNotices(fit: Fit<PurchaseModel>, data: Histories): Notice[] {
  const { wider } = fit.model;
  const score = wider && widerScore(fit, data);
  if (!wider || !score || !(score.deviate > CHANCE)) return [];
  return [
    {
      name: "wider-model",
      severity: "note",
      message: `${wider.message} The score test has a deviate of ${score.deviate.toFixed(1)}; by chance it exceeds ${CHANCE} once in 200 cases.`,
      advice: `Compare it with ${wider.model.title}: --model ${fit.model.name},${wider.model.name}. Its fit takes longer, so auto leaves it out.`,
    },
  ];
}

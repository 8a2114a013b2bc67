import { CholeskyDecomposition } from "ml-matrix";
import type { Parameters } from "../model.ts";
import { drawNormal } from "../random/draws.ts";
import type { Random } from "../random/random.ts";
import type { Fit } from "./fit-result.ts";
import type { Fits } from "./fitted-model.ts";
import { shifted } from "./link.ts";
import { seasonDrawer } from "./on-calendar.ts";

/** At a factor of e^20 = 5·10⁸ from the estimate a model is at its limit, so draws are cut there. */
const FARTHEST = 20;

/** Parameters of both models, drawn from their joint uncertainty. */
export interface ParameterDraw {
  readonly purchase: Parameters;
  readonly spend?: Parameters;
  /** The number of the replicate of the bootstrap; absent for draws from the covariance. */
  readonly replicate?: number;
}

/** Draws of both models' parameters; the two likelihoods share no parameter, so their draws are independent. */
export function drawParameters({ purchase, spend, season }: Fits, count: number, random: Random): ParameterDraw[] {
  const purchases = drawFit(purchase, count, random);
  const spends = spend && drawFit(spend, count, random);
  const drawSeason = seasonDrawer(season);
  return purchases.map((draw, k) => ({ purchase: drawSeason(draw, random), ...(spends && { spend: spends[k] }) }));
}

/**
 * Draws of the parameters from their fitted distribution: φ ~ N(φ̂, C), C the inverse of the observed information.
 *
 * A parameter that is not identified has no variance, so it keeps the value of the fit. The others are drawn from their block of C.
 *
 * @param count number of draws ≥ 0
 * @returns `count` sets of parameters on the natural scale
 */
function drawFit(fit: Fit, count: number, random: Random): Parameters[] {
  const free = fit.estimates.flatMap(({ logStandardError }, i) => (logStandardError === undefined ? [] : [i]));
  if (free.length === 0) return Array.from({ length: count }, () => fit.parameters);
  const covariance = free.map((i) => free.map((j) => fit.logCovariance[i][j]));
  const factor = new CholeskyDecomposition(covariance).lowerTriangularMatrix;
  return Array.from({ length: count }, () => {
    const normals = free.map(() => drawNormal(random));
    const drawn = free.map((i, row) => {
      const { name, value } = fit.estimates[i];
      const shift = normals.reduce((sum, normal, k) => (k <= row ? sum + factor.get(row, k) * normal : sum), 0);
      return [name, shifted(fit.model.parameters[i], value, Math.min(Math.max(shift, -FARTHEST), FARTHEST))] as const;
    });
    return { ...fit.parameters, ...Object.fromEntries(drawn) };
  });
}

import { tabulatedNormal } from "./normal-table.ts";
import type { Random } from "./random.ts";

/** Exponential with mean 1: −ln U. */
export function drawExponential(random: Random): number {
  return -Math.log(random.uniform());
}

/** Standard normal, by Marsaglia's polar method; the second of the pair is let go, so that a draw has no memory. */
export function drawNormal(random: Random): number {
  for (;;) {
    const u = 2 * random.uniform() - 1;
    const v = 2 * random.uniform() - 1;
    const s = u * u + v * v;
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
  }
}

/**
 * The logarithm of a Gamma(shape, 1): for shapes below about 0.01 the draw itself would underflow to 0.
 *
 * Squeeze of a normal for shape ≥ 1; below, Gamma(shape) = Gamma(shape + 1)·U^(1/shape), added up in the logarithm.
 *
 * Marsaglia & Tsang (2000), "A simple method for generating gamma variables", ACM TOMS 26(3).
 *
 * @param shape > 0
 */
export function drawLogGamma(random: Random, shape: number): number {
  if (shape < 1) return drawLogGamma(random, shape + 1) + Math.log(random.uniform()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = drawNormal(random);
    const root = 1 + c * normal;
    if (!(root > 0)) continue;
    const v = root * root * root;
    const u = random.uniform();
    const square = normal * normal;
    // The squeeze spares nearly every draw the logarithms of the exact test.
    if (u < 1 - 0.0331 * square * square || Math.log(u) < 0.5 * square + d * (1 - v + Math.log(v))) {
      return Math.log(d * v);
    }
  }
}

/** Gamma(shape, 1), shape > 0. */
export function drawGamma(random: Random, shape: number): number {
  return Math.exp(drawLogGamma(random, shape));
}

/** Beta(a, b), a, b > 0, as X/(X + Y) of two gammas, by their log-ratio: exact however small the shapes. */
export function drawBeta(random: Random, a: number, b: number): number {
  const logX = drawLogGamma(random, a);
  const logY = drawLogGamma(random, b);
  return 1 / (1 + Math.exp(logY - logX));
}

/** Of the 53 bits of a uniform, as many go into the first of two normals. */
const HALF = 2 ** 26;

/**
 * Beta prime(a, b), a, b > 0: the ratio of a Gamma(a) to a Gamma(b).
 *
 * For shapes ≥ 1 the two gammas take their normals from one uniform by a table, and share the test of acceptance, which is the product
 * of their two: some four times as fast as two draws in the logarithm, which is what smaller shapes need.
 */
export function drawBetaPrime(random: Random, a: number, b: number): number {
  if (!(a >= 1 && b >= 1)) return Math.exp(drawLogGamma(random, a) - drawLogGamma(random, b));
  const da = a - 1 / 3;
  const db = b - 1 / 3;
  const ca = 1 / Math.sqrt(9 * da);
  const cb = 1 / Math.sqrt(9 * db);
  for (;;) {
    const bits = random.uniform() * HALF;
    const high = Math.floor(bits);
    const normalA = tabulatedNormal((high + 0.5) / HALF);
    const normalB = tabulatedNormal(bits - high + 0.25 / HALF);
    const rootA = 1 + ca * normalA;
    const rootB = 1 + cb * normalB;
    if (!(rootA > 0 && rootB > 0)) continue;
    const va = rootA * rootA * rootA;
    const vb = rootB * rootB * rootB;
    const test = random.uniform();
    const squareA = normalA * normalA;
    const squareB = normalB * normalB;
    const squeezeA = 1 - 0.0331 * squareA * squareA;
    const squeezeB = 1 - 0.0331 * squareB * squareB;
    if (
      (squeezeA > 0 && squeezeB > 0 && test < squeezeA * squeezeB) ||
      Math.log(test) < 0.5 * (squareA + squareB) + da * (1 - va + Math.log(va)) + db * (1 - vb + Math.log(vb))
    ) {
      return (da * va) / (db * vb);
    }
  }
}

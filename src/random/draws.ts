import { tabulatedNormal } from "./normal-table.ts";
import type { Random } from "./random.ts";

/** Exponential with mean 1: −ln U. */
export function drawExponential(random: Random): number {
  return -Math.log(random.uniform());
}

/** Standard normal, by Marsaglia's polar method. The second of the pair is discarded, so a draw has no memory. */
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
    // With the squeeze, nearly no draw needs the logarithms of the exact test.
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

/** A uniform has 53 bits: 20 for each of two normals, the other 13 for a first test of acceptance. */
const [NORMAL, TEST] = [2 ** 20, 2 ** 13];

/** The constants of Marsaglia & Tsang's method for a Gamma(shape), shape ≥ 1. */
export interface GammaShape {
  readonly shape: number;
  readonly d: number;
  readonly c: number;
}

/** Precomputes the constants of {@link drawBetaPrime}. */
export function gammaShape(shape: number): GammaShape {
  const d = shape - 1 / 3;
  return { shape, d, c: 1 / Math.sqrt(9 * d) };
}

/**
 * Beta prime(a, b), a, b > 0: the ratio of a Gamma(a) to a Gamma(b).
 *
 * For shapes ≥ 1 the two gammas take their normals from one uniform with a table. They share one test of acceptance, the product of the two
 * tests, and the remaining bits of the uniform nearly always decide it. This is about five times as fast as two draws in the logarithm,
 * which smaller shapes need.
 */
export function drawBetaPrime(random: Random, a: GammaShape, b: GammaShape): number {
  if (!(a.shape >= 1 && b.shape >= 1)) return Math.exp(drawLogGamma(random, a.shape) - drawLogGamma(random, b.shape));
  for (;;) {
    const bits = random.uniform() * NORMAL;
    const first = Math.floor(bits);
    const rest = (bits - first) * NORMAL;
    const second = Math.floor(rest);
    const normalA = tabulatedNormal((first + 0.5) / NORMAL);
    const normalB = tabulatedNormal((second + 0.5) / NORMAL);
    const rootA = 1 + a.c * normalA;
    const rootB = 1 + b.c * normalB;
    if (!(rootA > 0 && rootB > 0)) continue;
    const va = rootA * rootA * rootA;
    const vb = rootB * rootB * rootB;
    const squareA = normalA * normalA;
    const squareB = normalB * normalB;
    const squeezeA = 1 - 0.0331 * squareA * squareA;
    const squeezeB = 1 - 0.0331 * squareB * squareB;
    const test = Math.floor((rest - second) * TEST);
    if (squeezeA > 0 && squeezeB > 0 && test + 1 < squeezeA * squeezeB * TEST) return (a.d * va) / (b.d * vb);
    const logTest = Math.log((test + random.uniform()) / TEST);
    const logDensity = 0.5 * (squareA + squareB) + a.d * (1 - va + Math.log(va)) + b.d * (1 - vb + Math.log(vb));
    if (logTest < logDensity) return (a.d * va) / (b.d * vb);
  }
}

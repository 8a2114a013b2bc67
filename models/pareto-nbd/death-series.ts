/** Terms of the series beyond which quadrature is as fast: ln(1e−17)/ln(0.9). */
const MOST_TERMS = 400;
const NEGLIGIBLE = 1e-17;

/** The series is taken up to this z; nearer to 1 it takes more terms than quadrature takes time, and then loses digits. */
const LARGEST_Z = 0.9;

/**
 * Numbers per time in a table of {@link tabulateDeaths}: M, its 4 first and 10 second derivatives in (ln r, ln α, ln s, ln β), then
 * ln(1+t/α), ln(1+t/β), 1/(α+t) and 1/(β+t).
 */
export const DEATHS = 19;

/** The parameters. */
export interface Rates {
  r: number;
  alpha: number;
  s: number;
  beta: number;
}

const [c0, cp, cc, cpp, cpc, ccc] = Array.from({ length: 6 }, () => new Float64Array(MOST_TERMS + 1));

/**
 * The series for silence under Pareto/NBD at one x: M(t) with its derivatives, for the times of a table.
 *
 *     M(t) = s/(ρ+s)·F,               F = 2F1(1, ρ; ρ+s+1; z),    z = (α−β)/(α+t),   if α ≥ β
 *     M(t) = s/(ρ+s)·(1−z)·F,         F = 2F1(1, s+1; ρ+s+1; z),  z = (β−α)/(β+t),   if α < β
 *
 * with ρ = r+x; it is s ∫_t^∞ ((α+t)/(α+y))^ρ ((β+t)/(β+y))^s dy/(β+y). Coefficients c_k = (p)_k/(c)_k and their
 * derivatives in p and c depend on x alone. So they are computed once, and a time costs seven Horner sums. The sums are
 * those of G = (F−1)/z and its derivatives: z(1−z)F′ = (c−1)(1−F) + pzF gives (1−z)F′ = pF − (c−1)G, which does not
 * cancel at z = 0. Times with z above 0.9 are left out.
 */
export function tabulateDeaths(x: number, { r, alpha, s, beta }: Rates, times: Float64Array, out: Float64Array): void {
  const rho = r + x;
  const near = alpha >= beta;
  const p = near ? rho : s + 1;
  const c = rho + s + 1;
  const larger = Math.max(alpha, beta);
  const gap = Math.abs(alpha - beta);
  const nearest = nearestTime(alpha, beta);
  const laid = layCoefficients(p, c, Math.min(LARGEST_Z, gap / (larger + leastOf(times))));
  for (let k = 0; k < times.length; k++) {
    const t = times[k];
    if (t < nearest) continue;
    const z = gap / (larger + t);
    // Coefficients fall, so no more terms are needed than of the geometric series; the slope in z needs two even at z = 0.
    const terms = z === 0 ? 2 : Math.min(laid, Math.ceil(Math.log(NEGLIGIBLE) / Math.log(z)) + 1);
    sumAt(k, t, z, terms, near, r, rho, s, p, c, alpha, beta, out);
  }
}

/** The least time at which z = |α−β|/(max(α, β)+t) is small enough for the series. */
export function nearestTime(alpha: number, beta: number): number {
  return Math.abs(alpha - beta) / LARGEST_Z - Math.max(alpha, beta);
}

function leastOf(times: Float64Array): number {
  let least = times[0];
  for (let k = 1; k < times.length; k++) least = Math.min(least, times[k]);
  return least;
}

/** Writes the coefficients of G and of its derivatives; returns how many count at z. */
function layCoefficients(p: number, c: number, z: number): number {
  let term = 1;
  let size = 1;
  let U = 0;
  let V = 0;
  let pairs = 0;
  let V2 = 0;
  for (let k = 0; k < MOST_TERMS; k++) {
    const up = 1 / (p + k);
    const down = 1 / (c + k);
    // U² − Σ1/(p+j)² as it grows, for with p small that difference would cancel.
    pairs += 2 * U * up;
    U += up;
    V += down;
    V2 += down * down;
    term *= (p + k) * down;
    size *= (p + k) * down * z;
    c0[k] = term;
    cp[k] = term * U;
    cc[k] = -term * V;
    cpp[k] = term * pairs;
    cpc[k] = -term * U * V;
    ccc[k] = term * (V * V + V2);
    if (k > 0 && size * (1 + U * U) < NEGLIGIBLE) return k + 1;
  }
  return MOST_TERMS;
}

function sumAt(
  at: number,
  t: number,
  z: number,
  terms: number,
  near: boolean,
  r: number,
  rho: number,
  s: number,
  p: number,
  c: number,
  alpha: number,
  beta: number,
  out: Float64Array,
): void {
  let G = 0;
  let Gz = 0;
  let Gp = 0;
  let Gc = 0;
  let Gpp = 0;
  let Gpc = 0;
  let Gcc = 0;
  for (let k = terms - 1; k >= 0; k--) {
    Gz = Gz * z + G;
    G = G * z + c0[k];
    Gp = Gp * z + cp[k];
    Gc = Gc * z + cc[k];
    Gpp = Gpp * z + cpp[k];
    Gpc = Gpc * z + cpc[k];
    Gcc = Gcc * z + ccc[k];
  }
  const y = 1 - z;
  // f = F or (1−z)F, with derivatives in z, p and c.
  let f = 1 + z * G;
  let fp = z * Gp;
  let fc = z * Gc;
  let fpp = z * Gpp;
  let fpc = z * Gpc;
  let fcc = z * Gcc;
  let fz = (p * f - (c - 1) * G) / y;
  let fzp = (f + p * fp - (c - 1) * Gp) / y;
  let fzc = (p * fc - G - (c - 1) * Gc) / y;
  let fzz = ((p + 1) * fz - (c - 1) * Gz) / y;
  if (!near) {
    fzz = y * fzz - 2 * fz;
    fzp = y * fzp - fp;
    fzc = y * fzc - fc;
    fz = y * fz - f;
    f *= y;
    fp *= y;
    fc *= y;
    fpp *= y;
    fpc *= y;
    fcc *= y;
  }
  // Derivatives in r and s: p moves with r where p = ρ, with s where p = s+1; c with both.
  const fr = near ? fp + fc : fc;
  const fs = near ? fc : fp + fc;
  const frr = near ? fpp + 2 * fpc + fcc : fcc;
  const fss = near ? fcc : fpp + 2 * fpc + fcc;
  const frs = fpc + fcc;
  const fzr = near ? fzp + fzc : fzc;
  const fzs = near ? fzc : fzp + fzc;
  // Derivatives of z in ln α and ln β: `own` for the larger of the two.
  const larger = near ? alpha : beta;
  const smaller = near ? beta : alpha;
  const share = larger / (larger + t);
  const own = share * y;
  const other = -smaller / (larger + t);
  const za = near ? own : other;
  const zb = near ? other : own;
  const ownOwn = own * (1 - 2 * share);
  const zaa = near ? ownOwn : other;
  const zbb = near ? other : ownOwn;
  const zab = -other * share;

  const total = rho + s;
  const K = s / total;
  const Kr = -K / total;
  const Ks = rho / total / total;
  const Krr = (2 * K) / total / total;
  const Krs = (s - rho) / total / total / total;
  const Kss = (-2 * rho) / total / total / total;
  const Mr = r * (Kr * f + K * fr);
  const Ms = s * (Ks * f + K * fs);
  const o = DEATHS * at;
  out[o] = K * f;
  out[o + 1] = Mr;
  out[o + 2] = K * fz * za;
  out[o + 3] = Ms;
  out[o + 4] = K * fz * zb;
  out[o + 5] = Mr + r * r * (Krr * f + 2 * Kr * fr + K * frr);
  out[o + 6] = r * za * (Kr * fz + K * fzr);
  out[o + 7] = r * s * (Krs * f + Kr * fs + Ks * fr + K * frs);
  out[o + 8] = r * zb * (Kr * fz + K * fzr);
  out[o + 9] = K * (fzz * za * za + fz * zaa);
  out[o + 10] = s * za * (Ks * fz + K * fzs);
  out[o + 11] = K * (fzz * za * zb + fz * zab);
  out[o + 12] = Ms + s * s * (Kss * f + 2 * Ks * fs + K * fss);
  out[o + 13] = s * zb * (Ks * fz + K * fzs);
  out[o + 14] = K * (fzz * zb * zb + fz * zbb);
  out[o + 15] = Math.log1p(t / alpha);
  out[o + 16] = Math.log1p(t / beta);
  out[o + 17] = 1 / (alpha + t);
  out[o + 18] = 1 / (beta + t);
}

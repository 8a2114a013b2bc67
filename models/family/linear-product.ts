/** A product of shares, the likelihood under Beta-distributed probabilities, with the derivatives of its logarithm in ln θ. */
export interface LinearProduct {
  log: number;
  readonly gradient: Float64Array;
  /** n × n, row-major, symmetric. */
  readonly hessian: Float64Array;
}

/** The empty product in n parameters. */
export function emptyProduct(n: number): LinearProduct {
  return { log: 0, gradient: new Float64Array(n), hessian: new Float64Array(n * n) };
}

/** Makes a product the empty one. */
export function clearProduct(product: LinearProduct): void {
  product.log = 0;
  product.gradient.fill(0);
  product.hessian.fill(0);
}

/**
 * Multiplies a product by (θ_i + c)/(θ_i + θ_j + c + d): This is the chance of one more event of kind i, after c of
 * them and d of kind j, under a Beta(θ_i, θ_j) probability. Running products of these are the ratios of Beta functions,
 * and nothing cancels.
 */
export function timesShare(
  product: LinearProduct,
  theta: Float64Array,
  i: number,
  c: number,
  j: number,
  d: number,
): void {
  const { gradient: g, hessian: H } = product;
  const n = g.length;
  const above = theta[i] + c;
  const other = theta[j] + d;
  const all = above + other;
  product.log += other < above ? Math.log1p(-other / all) : Math.log(above / all);
  const own = theta[i] / above;
  const [pi, pj] = [theta[i] / all, theta[j] / all];
  g[i] += own * (other / all);
  g[j] -= pj;
  H[n * i + i] += own * (1 - own) - pi * (1 - pi);
  H[n * j + j] -= pj * (1 - pj);
  H[n * i + j] += pi * pj;
  H[n * j + i] += pi * pj;
}

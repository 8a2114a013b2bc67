/** Chebyshev's nodes from `low` to `high`, both among them, rising. */
export function chebyshevNodes(low: number, high: number, degree: number): number[] {
  return Array.from({ length: degree + 1 }, (_, j) => {
    if (j === 0) return low;
    if (j === degree) return high;
    return low + ((high - low) * (1 - Math.cos((Math.PI * j) / degree))) / 2;
  });
}

/** The polynomials of Lagrange on Chebyshev's nodes at a point, in barycentric form (Berrut & Trefethen 2004). */
export function lagrange(nodes: readonly number[], x: number): Float64Array {
  const out = new Float64Array(nodes.length);
  const hit = nodes.indexOf(x);
  if (hit >= 0) {
    out[hit] = 1;
    return out;
  }
  let sum = 0;
  for (let j = 0; j < nodes.length; j++) {
    const half = j === 0 || j === nodes.length - 1 ? 0.5 : 1;
    out[j] = ((j % 2 === 0 ? 1 : -1) * half) / (x - nodes[j]);
    sum += out[j];
  }
  for (let j = 0; j < nodes.length; j++) out[j] /= sum;
  return out;
}

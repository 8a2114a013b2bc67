/** Every count up to this one has its own law. */
const EXACT = 32;
/** Beyond it, counts rise by this factor. */
const STEP = 1.03;

/**
 * The counts 1, 2, …, 32, then counts with growing gaps, up to at least `most`. The totals of a count between two nodes
 * lie between the totals at these nodes.
 */
export function countNodes(most: number): Float64Array {
  const nodes: number[] = [];
  for (let n = 1; ; n = n < EXACT ? n + 1 : Math.ceil(n * STEP)) {
    nodes.push(n);
    if (n >= most) return Float64Array.from(nodes);
  }
}

/** The number of nodes up to `most`. */
export function nodesUpTo(nodes: Float64Array, most: number): number {
  let length = Math.min(nodes.length, most, EXACT);
  while (length < nodes.length && nodes[length - 1] < most) length++;
  return length;
}

/**
 * Distributes the probabilities of counts above 0 over the nodes. The probability of a count between two nodes is split
 * so that the mean is unchanged.
 *
 * @param cumulative P(N ≤ n); the last is 1
 * @param weights receives the probabilities, one for each node in use
 */
export function weighNodes(cumulative: Float64Array, nodes: Float64Array, weights: Float64Array): void {
  weights.fill(0);
  let above = 0;
  for (let n = 1; n < cumulative.length; n++) {
    const share = cumulative[n] - cumulative[n - 1];
    while (nodes[above] < n) above++;
    if (nodes[above] === n) weights[above] += share;
    else {
      const part = (n - nodes[above - 1]) / (nodes[above] - nodes[above - 1]);
      weights[above] += part * share;
      weights[above - 1] += (1 - part) * share;
    }
  }
}

import { between, endPlace } from "./quantile-pair.ts";

/** The ends between which a share of draws lies. */
export type RunningQuantiles = (draws: Float64Array) => [low: number, high: number];

/**
 * {@link quantilePair} for many sets of n draws that come in nearly the same order, as those of one customer after another do under the
 * same joint draws of the parameters.
 *
 * The places that were at an end last time bound it now: at most as many draws lie beyond the innermost of them, and nearly always
 * exactly as many, and then that one is the end. For 199 draws at 0.9 several times as fast as two selections; right
 * whatever the order. The draws stay as they are.
 *
 * @param n draws in each set
 */
export function runningQuantiles(n: number, level: number): RunningQuantiles {
  const { place, part } = endPlace(n, level);
  const count = part > 0 ? place + 1 : place;
  const lowest = Uint32Array.from({ length: count }, (_, k) => k);
  const highest = lowest.slice();
  const below = new Uint32Array(n);
  const above = new Uint32Array(n);
  /** The draw of a number, counted from its end, when `found` lie beyond the bound, in order. */
  const end = (draws: Float64Array, beyond: Uint32Array, found: number, bound: number): number => {
    const at = (number: number): number => (number > found ? bound : draws[beyond[number - 1]]);
    return part > 0 ? between(at(place), at(count), part) : at(place);
  };
  return (draws) => {
    let low = Number.NEGATIVE_INFINITY;
    let high = Number.POSITIVE_INFINITY;
    for (let k = 0; k < count; k++) {
      if (draws[lowest[k]] > low) low = draws[lowest[k]];
      if (draws[highest[k]] < high) high = draws[highest[k]];
    }
    let foundBelow = 0;
    let foundAbove = 0;
    for (let k = 0; k < n; k++) {
      const draw = draws[k];
      if (draw < low) below[foundBelow++] = k;
      if (draw > high) above[foundAbove++] = k;
    }
    if (foundBelow >= place) bringForward(below, foundBelow, count, draws, 1);
    if (foundAbove >= place) bringForward(above, foundAbove, count, draws, -1);
    if (foundBelow >= count) lowest.set(below.subarray(0, count));
    if (foundAbove >= count) highest.set(above.subarray(0, count));
    return [end(draws, below, foundBelow, low), end(draws, above, foundAbove, high)];
  };
}

/** Puts the `count` places of least sign·draw in order before the others, by insertion: there are few more of them, or few that are less. */
function bringForward(places: Uint32Array, length: number, count: number, draws: Float64Array, sign: 1 | -1): void {
  for (let k = 1; k < length; k++) {
    const place = places[k];
    const draw = sign * draws[place];
    let at = k;
    if (at >= count) {
      at = count - 1;
      if (!(draw < sign * draws[places[at]])) continue;
    }
    for (; at > 0 && sign * draws[places[at - 1]] > draw; at--) places[at] = places[at - 1];
    places[at] = place;
  }
}

import { between, endPlace } from "./quantile-pair.ts";

/** The ends between which a share of draws lies. */
export type RunningQuantiles = (draws: Float64Array) => [low: number, high: number];

/**
 * {@link quantilePair} for many sets of n draws in nearly the same order. Such are those of successive customers under
 * the same joint draws of the parameters.
 *
 * The places beyond an end in the last set bound the end of this set. At most as many draws lie beyond the innermost of
 * them. Nearly always exactly that many do, and then the innermost draw is the end. For 199 draws at 0.9 this is
 * several times as fast as two selections, and it is correct in any order. The draws are not changed.
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
  /** The draw with a given number, counted from its end, when the `found` draws beyond the bound are sorted. */
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

/** Sorts the `count` places of least sign·draw to the front, by insertion: only few places move. */
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

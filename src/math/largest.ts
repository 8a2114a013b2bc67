/**
 * The places of the `count` largest values, largest first, equal ones in their order; NaN is never among them.
 *
 * One pass over the column with a sorted list of `count` places, so for short lists of long columns.
 */
export function largest(values: Float64Array, count: number): number[] {
  const places: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value) || (places.length === count && !(value > values[places[count - 1]]))) continue;
    let at = places.length;
    while (at > 0 && values[places[at - 1]] < value) at--;
    places.splice(at, 0, i);
    if (places.length > count) places.pop();
  }
  return places;
}

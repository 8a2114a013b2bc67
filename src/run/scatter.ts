/** Joins the results of parts of the customers into one result of all. */
export interface Part<T> {
  /** The places of the part's customers among all. */
  readonly places: Uint32Array;
  readonly result: T;
}

/**
 * Joins results by customer. Each column of numbers is joined from those of the parts, with NaN where a part has none.
 * Any other content is that of the first part.
 *
 * @param length the number of all customers
 */
export function scatter<T extends object>(length: number, parts: readonly Part<T>[]): T {
  const joined: Record<string, unknown> = {};
  const results = parts.map(({ result }) => result as Readonly<Record<string, unknown>>);
  for (const key of new Set(results.flatMap((result) => Object.keys(result)))) {
    const first = results.find((result) => result[key] !== undefined)?.[key];
    joined[key] = joinedValue(length, parts, (result) => (result as Record<string, unknown>)[key], first);
  }
  return joined as T;
}

function joinedValue<T extends object>(
  length: number,
  parts: readonly Part<T>[],
  of: (result: T) => unknown,
  first: unknown,
): unknown {
  if (first instanceof Float64Array) {
    const column = new Float64Array(length).fill(Number.NaN);
    for (const { places, result } of parts) {
      const values = of(result) as Float64Array | undefined;
      if (values) for (let k = 0; k < places.length; k++) column[places[k]!] = values[k]!;
    }
    return column;
  }
  const inner = (at: (value: unknown) => unknown): Part<object>[] =>
    parts.flatMap(({ places, result }) => {
      const value = of(result);
      return value === undefined ? [] : [{ places, result: at(value) as object }];
    });
  if (Array.isArray(first)) {
    const isRows = first.every((one) => typeof one === "object" && one !== null);
    return isRows
      ? first.map((_, k) =>
          scatter(
            length,
            inner((value) => (value as unknown[])[k]),
          ),
        )
      : first;
  }
  const isObject = typeof first === "object" && first !== null;
  return isObject
    ? scatter(
        length,
        inner((value) => value),
      )
    : first;
}

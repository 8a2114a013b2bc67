/**
 * The order of ids: by code points. This is also the order of their UTF-8 bytes, so a database sorts ids in the same
 * way.
 *
 * JavaScript sorts by UTF-16 code units. That order differs only for surrogate pairs (such as emoji), which it puts
 * before U+E000 to U+FFFF. It is several times faster, so it is used where no id has a surrogate.
 *
 * @param ids - All ids that will be compared.
 * @returns a function for `sort`
 */
export function idOrder(ids: readonly string[]): (a: string, b: string) => number {
  return ids.some((id) => SURROGATE.test(id)) ? byCodePoint : byCodeUnit;
}

const SURROGATE = /[\ud800-\udfff]/;

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byCodePoint(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let k = 0;
  while (k < shorter && a.charCodeAt(k) === b.charCodeAt(k)) k++;
  return k === shorter ? a.length - b.length : rank(a.charCodeAt(k)) - rank(b.charCodeAt(k));
}

/** Compares the first units that differ, with surrogates after all others. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

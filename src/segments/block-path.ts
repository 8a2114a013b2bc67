/** The prime 2³¹ − 1: a product of two residues fits into 64 bits. */
export const PRIME = 2 ** 31 - 1;
/** Makes the number of any period positive. */
export const AFTER_ALL = 1_000_000;
/** Multipliers of both hashes: primitive roots, which spread small numbers. */
export const [OF_PERIOD, OF_FIRST, OF_SECOND, OF_VALUE] = [48_271, 69_621, 39_373, 16_807];

/**
 * Two hashes of a customer's purchases, 31 bits each. They combine the hashes of each period with purchases (its
 * number, orders and value in millionths). A bit is 1 where an odd number of these has it. The blocks of customers
 * follow from them, so ids have no part in it, nor has the order. `Dialect` computes the same numbers.
 */
export class BlockPath {
  first = 0;
  second = 0;
  add(period: number, orders: number, worth: number): void {
    const when = ((period + AFTER_ALL) * OF_PERIOD + orders) % PRIME;
    const value = ((worth % PRIME) + PRIME) % PRIME;
    this.first ^= squared((when * OF_FIRST + value) % PRIME);
    this.second ^= squared((when * OF_SECOND + value * OF_VALUE) % PRIME);
  }
}

/** x² modulo the prime, by halves, so that no product exceeds 2⁵³. */
function squared(x: number): number {
  const half = (x * Math.floor(x / 65_536)) % PRIME;
  return (half * 65_536 + x * (x % 65_536)) % PRIME;
}

/**
 * Deals customers into blocks by their paths. Customers with equal purchases go to blocks by their number among them,
 * as if at random. Dealt evenly, every block would have equally many, and a resample of blocks could not vary their
 * number. Which of them goes where has no effect on any count, since they move alike.
 */
export function dealer(blocks: number): (path: BlockPath) => number {
  const seen = new Map<string, number>();
  return ({ first, second }) => {
    const key = `${first} ${second}`;
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return squared((first + before * OF_VALUE) % PRIME) % blocks;
  };
}

import { radixOrder } from "../math/radix-sort.ts";

/** The prime 2³¹ − 1: a product of two residues fits into 64 bits. */
export const PRIME = 2 ** 31 - 1;
/** Makes the number of any period positive. */
export const AFTER_ALL = 1_000_000;
/** Multipliers of both hashes: primitive roots, which spread small numbers. */
export const [OF_PERIOD, OF_FIRST, OF_SECOND, OF_VALUE] = [48_271, 69_621, 39_373, 16_807];

/**
 * Two hashes of the purchases of each customer, 31 bits each. They combine the hashes of each period with purchases (its
 * number, orders and value in millionths). A bit is 1 where an odd number of these has it. The blocks of customers
 * follow from them, so ids have no part in it, nor has the order. `Dialect` computes the same numbers.
 */
export class BlockPaths {
  readonly first: Uint32Array;
  readonly second: Uint32Array;

  constructor(customers: number) {
    this.first = new Uint32Array(customers);
    this.second = new Uint32Array(customers);
  }

  add(customer: number, period: number, orders: number, worth: number): void {
    const when = ((period + AFTER_ALL) * OF_PERIOD + orders) % PRIME;
    const value = ((worth % PRIME) + PRIME) % PRIME;
    this.first[customer] ^= squared((when * OF_FIRST + value) % PRIME);
    this.second[customer] ^= squared((when * OF_SECOND + value * OF_VALUE) % PRIME);
  }

  /**
   * Deals the customers into blocks. Customers with equal purchases go to blocks by their number among them, as if at
   * random. Dealt evenly, every block would have equally many, and a resample of blocks could not vary their number.
   * Which of them goes where has no effect on any count, since they move alike.
   */
  deal(blocks: number): Int32Array {
    const { first, second } = this;
    const { order } = radixOrder([first, second], first.length);
    const block = new Int32Array(first.length);
    let before = 0;
    for (let k = 0; k < order.length; k++) {
      const [customer, last] = [order[k], order[k - 1]];
      before = k > 0 && first[customer] === first[last] && second[customer] === second[last] ? before + 1 : 0;
      block[customer] = squared((first[customer] + before * OF_VALUE) % PRIME) % blocks;
    }
    return block;
  }
}

/** x² modulo the prime, by halves, so that no product exceeds 2⁵³. */
function squared(x: number): number {
  const half = (x * Math.floor(x / 65_536)) % PRIME;
  return (half * 65_536 + x * (x % 65_536)) % PRIME;
}

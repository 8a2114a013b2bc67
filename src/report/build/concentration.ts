import type { Concentration } from "../report-data.ts";

const BINS = 24;
const TOP_SHARES = [0.01, 0.05, 0.1, 0.2];
/** The histogram leaves out customers below this share of the largest CLV, and the lowest hundredth of customers. */
const FLOOR = 1e-6;

/** How worth is spread, from the worth of the customers, largest first. */
export function buildConcentration(descending: Float64Array): Concentration {
  const total = descending.reduce((sum, worth) => sum + worth, 0);
  const most = descending[0] ?? 0;
  const low = Math.max(descending[Math.floor(0.99 * (descending.length - 1))] ?? 0, FLOOR * most);
  return {
    ...histogram(descending, low, most),
    median: median(descending),
    mean: total / descending.length,
    top: TOP_SHARES.map((customers) => ({ customers, share: topShare(descending, customers) / total })),
  };
}

/** Counts between `low` and `high` in bins of equal width on a logarithmic scale. */
function histogram(descending: Float64Array, low: number, high: number): Pick<Concentration, "bins" | "below"> {
  if (!(high > low)) return { bins: [{ low: high, high, customers: descending.length }], below: 0 };
  const width = Math.log(high / low) / BINS;
  const counts = new Array<number>(BINS).fill(0);
  let below = 0;
  for (const worth of descending) {
    if (worth < low) below++;
    else counts[Math.min(BINS - 1, Math.floor(Math.log(worth / low) / width))]++;
  }
  const edge = (k: number) => (k === BINS ? high : low * Math.exp(k * width));
  return { bins: counts.map((customers, k) => ({ low: edge(k), high: edge(k + 1), customers })), below };
}

/** Σ worth of the best `share` of customers; a part of a customer counts in part. */
function topShare(descending: Float64Array, share: number): number {
  const count = share * descending.length;
  const whole = Math.floor(count);
  const sum = descending.subarray(0, whole).reduce((total, worth) => total + worth, 0);
  return sum + (count - whole) * (descending[whole] ?? 0);
}

function median(descending: Float64Array): number {
  const middle = (descending.length - 1) / 2;
  return (descending[Math.floor(middle)] + descending[Math.ceil(middle)]) / 2;
}

import type { World } from "./simulated-customers.ts";

const SPEND = { p: 6.25, q: 3.74, v: 15.44 };
/** Too few repeat buyers to determine the dropout, at any value. */
const few = (name: string, a: number, b: number): World => ({
  name,
  purchase: { r: 0.25, alpha: 20, a, b },
  spend: SPEND,
  T: [8, 20],
  horizon: 20,
});

/**
 * The worlds of the study: customers like CDNOW's, too few repeat buyers to determine the dropout, and frequent buyers.
 * Then equally few repeat buyers, where the dropout itself is near a limit of the model or most customers are gone.
 */
export const WORLDS = {
  cdnow: {
    name: "like CDNOW",
    purchase: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
    spend: SPEND,
    T: [27, 39],
    horizon: 39,
  },
  few: few("few repeat buyers", 0.8, 2.5),
  frequent: {
    name: "frequent buyers",
    purchase: { r: 1.2, alpha: 5, a: 0.6, b: 6 },
    spend: SPEND,
    T: [20, 39],
    horizon: 26,
  },
  alike: few("few, alike in dropout", 5, 15),
  split: few("few, gone at once or never", 0.08, 0.25),
  loyal: few("few, hardly any dropout", 0.1, 3),
  fickle: few("few, most gone", 2, 1),
} as const satisfies Record<string, World>;

import type { World } from "./simulated-customers.ts";

const SPEND = { p: 6.25, q: 3.74, v: 15.44 };
/** The worlds of the study: customers as CDNOW's, too few repeat buyers to tell the dropout, and frequent buyers. */
export const WORLDS = {
  cdnow: {
    name: "like CDNOW",
    purchase: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
    spend: SPEND,
    T: [27, 39],
    horizon: 39,
  },
  few: {
    name: "few repeat buyers",
    purchase: { r: 0.25, alpha: 20, a: 0.8, b: 2.5 },
    spend: SPEND,
    T: [8, 20],
    horizon: 20,
  },
  frequent: {
    name: "frequent buyers",
    purchase: { r: 1.2, alpha: 5, a: 0.6, b: 6 },
    spend: SPEND,
    T: [20, 39],
    horizon: 26,
  },
} as const satisfies Record<string, World>;

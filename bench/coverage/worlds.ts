import type { World } from "./simulated-customers.ts";

const SPEND = { p: 6.25, q: 3.74, v: 15.44 };
/**
 * The worlds of the study: customers as CDNOW's, too few repeat buyers to tell the dropout, and frequent buyers; then as few repeat
 * buyers where the dropout itself is near a limit of the model or most are gone.
 */
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
  alike: {
    name: "few, alike in dropout",
    purchase: { r: 0.25, alpha: 20, a: 5, b: 15 },
    spend: SPEND,
    T: [8, 20],
    horizon: 20,
  },
  split: {
    name: "few, gone at once or never",
    purchase: { r: 0.25, alpha: 20, a: 0.08, b: 0.25 },
    spend: SPEND,
    T: [8, 20],
    horizon: 20,
  },
  loyal: {
    name: "few, hardly any dropout",
    purchase: { r: 0.25, alpha: 20, a: 0.1, b: 3 },
    spend: SPEND,
    T: [8, 20],
    horizon: 20,
  },
  fickle: {
    name: "few, most gone",
    purchase: { r: 0.25, alpha: 20, a: 2, b: 1 },
    spend: SPEND,
    T: [8, 20],
    horizon: 20,
  },
} as const satisfies Record<string, World>;

/** fmin ships no types: `fmin.ts` gives it some. */
declare module "fmin";

import type { Parameters, PurchaseModel } from "../model.ts";

/** The future of one customer: what {@link Future} has as columns. */
export interface OneFuture {
  readonly alive: number;
  expected(t: number): number;
  discounted(t: number, delta: number): number;
  some(t: number): number;
  none(t: number): number;
  /** P(n purchases in (T, T+t]) for n = 0 … nMax, P(alive) included. */
  counts(t: number, nMax: number): Float64Array;
}

/**
 * The future of one customer. For many customers use `model.future`, which computes the numbers that they share only
 * once.
 *
 * @param theta parameters of the model, on their natural scale
 * @param history x repeat purchases, t_x the age at the last of them, T the age now, in the time unit of the parameters
 * @returns P(alive at T), and functions of a time t ahead in the same unit
 * @throws ClvError when a parameter, the history or a time is outside its domain
 * @example
 * const theta = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
 * const customer = futureOf(bgNbd, theta, [2, 30.43, 38.86]);
 * customer.alive; // 0.7266...
 * customer.expected(39); // 1.2260...
 * customer.counts(39, 10)[0]; // 0.4453...
 *
 * Fader, Hardie & Lee (2005), eq. 10, for BG/NBD; the source of another model stands in its folder.
 */
export function futureOf(
  model: PurchaseModel,
  theta: Parameters,
  [x, tx, T]: readonly [x: number, tx: number, T: number],
): OneFuture {
  const history = { length: 1, frequency: Float64Array.of(x), recency: Float64Array.of(tx), T: Float64Array.of(T) };
  const future = model.future(history)(theta);
  return {
    alive: future.alive[0],
    expected: (t) => future.expected(t)[0],
    discounted: (t, delta) => future.discounted(t, delta)[0],
    some: (t) => future.some(t)[0],
    none: (t) => future.none(t)[0],
    counts(t, nMax) {
      const law = new Float64Array(nMax + 1);
      future.states.forEach(([weight], state) => {
        const counts = future.counts(0, state, t, nMax);
        for (let n = 1; n <= nMax; n++) law[n] += weight * counts[n];
      });
      law[0] = future.none(t)[0];
      return law;
    },
  };
}

/**
 * The purchases that one customer is expected to make within a time: P(alive) times the purchases of an active customer.
 *
 * @param fit a fitted purchase model: `fitted.purchase`
 * @param history x repeat purchases, t_x the age at the last of them, T the age now, in the time unit of the fit
 * @param t a time ahead in the same unit, 0 or more
 * @throws ClvError when the history or the time is outside its domain
 * @example
 * const fit = { model: bgNbd, parameters: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } };
 * expectedPurchases(fit, [2, 30.43, 38.86], 39); // 1.2260...
 *
 * Fader, Hardie & Lee (2005), eq. 10, for BG/NBD; the source of another model stands in its folder.
 */
export function expectedPurchases(
  { model, parameters }: { readonly model: PurchaseModel; readonly parameters: Parameters },
  history: readonly [x: number, tx: number, T: number],
  t: number,
): number {
  return futureOf(model, parameters, history).expected(t);
}

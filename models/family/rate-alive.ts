import type { Parameters } from "../../src/model.ts";

/** E[λ | x, alive for the time t] = (r + x)/(α + t), of rates λ ~ Gamma(r, α). */
export function rateAlive({ r, alpha }: Parameters, x: number, t: number): number {
  return (r + x) / (alpha + t);
}

import { layDeathNodes, nodes } from "./death-nodes.ts";

/** s ∫₀^Y (A/(A+y))^ρ (B/(B+y))^s dy/(B+y): P(death comes first, and before Y), of the rates Gamma(ρ, A) and Gamma(s, B). */
export function deathFirst(rho: number, A: number, s: number, B: number, Y: number): number {
  const n = layDeathNodes(rho, A, s, B, Y);
  const { y, weight } = nodes;
  const m = Math.min(A, B);
  let sum = 0;
  for (let j = 0; j < n; j++) sum += (weight[j] * (m + y[j])) / (B + y[j]);
  return s * sum;
}

/** ρ ∫₀^Y (A/(A+y))^ρ (B/(B+y))^s dy/(A+y): P(a purchase comes first, and before Y). */
export function purchaseFirst(rho: number, A: number, s: number, B: number, Y: number): number {
  return deathFirst(s, B, rho, A, Y);
}

/** (A/(A+Y))^ρ (B/(B+Y))^s: P(neither comes before Y). */
export function neither(rho: number, A: number, s: number, B: number, Y: number): number {
  return Math.exp(-rho * Math.log1p(Y / A) - s * Math.log1p(Y / B));
}

import { type Aging, layAgingNodes, nodes } from "./aging-nodes.ts";
import { hazardLog, rateAt } from "./lifetimes.ts";

/** Purchase rates Gamma(ρ, A), and death rates Gamma(s, B) that grow as e^(b·age). */
export type Rivals = Omit<Aging, "delta">;

function lay(law: Rivals, Y: number): number {
  return layAgingNodes({ ...law, delta: 0 }, Math.min(law.A, law.B), Y, false);
}

/** s ∫₀^Y (A/(A+y))^ρ (B/(B+H))^s e^(by) dy/(B+H), H = (e^(by) − 1)/b: P(death comes first, and before Y). */
export function deathFirst(law: Rivals, Y: number): number {
  const n = lay(law, Y);
  let sum = 0;
  for (let j = 0; j < n; j++) sum += nodes.weight[j] / rateAt(law.b, law.B, nodes.y[j]);
  return law.s * sum;
}

/** ρ ∫₀^Y (A/(A+y))^ρ (B/(B+H))^s dy/(A+y): P(a purchase comes first, and before Y). */
export function purchaseFirst(law: Rivals, Y: number): number {
  const n = lay(law, Y);
  let sum = 0;
  for (let j = 0; j < n; j++) sum += nodes.weight[j] / (law.A + nodes.y[j]);
  return law.rho * sum;
}

/** (A/(A+Y))^ρ (B/(B+H(Y)))^s: P(neither comes before Y). */
export function neither({ rho, A, b, s, B }: Rivals, Y: number): number {
  return Math.exp(-rho * Math.log1p(Y / A) - s * hazardLog(b, B, Y));
}

/** ∫₀^t e^(−δu) (B/(B+H(u)))^s du: the discounted time that a customer lives of a horizon t, which may be ∞. */
export function discountedLifetime(b: number, s: number, B: number, t: number, delta: number): number {
  const n = layAgingNodes({ rho: 0, A: 1, b, s, B, delta }, 1 / (1 / B + delta), t, true);
  let sum = 0;
  for (let j = 0; j < n; j++) sum += nodes.weight[j];
  return sum;
}

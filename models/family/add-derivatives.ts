import type { Evaluation } from "../../src/model/objective.ts";

/**
 * Adds a gradient, and the upper triangle of a Hessian row by row, of four parameters. A hot loop has summed them in
 * local variables.
 */
export function addDerivatives(
  { gradient: g, hessian: H }: Evaluation,
  g0: number,
  g1: number,
  g2: number,
  g3: number,
  h00: number,
  h01: number,
  h02: number,
  h03: number,
  h11: number,
  h12: number,
  h13: number,
  h22: number,
  h23: number,
  h33: number,
): void {
  g[0] += g0;
  g[1] += g1;
  g[2] += g2;
  g[3] += g3;
  H[0] += h00;
  H[1] += h01;
  H[2] += h02;
  H[3] += h03;
  H[5] += h11;
  H[6] += h12;
  H[7] += h13;
  H[10] += h22;
  H[11] += h23;
  H[15] += h33;
}

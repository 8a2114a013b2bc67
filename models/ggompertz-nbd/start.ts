import type { Histories, Parameters } from "../../src/model.ts";
import { start as paretoStart } from "../pareto-nbd/start.ts";

/** Where Newton starts: as Pareto/NBD does, with death rates that grow by a half over the mean T. */
export function start(histories: Histories): Parameters {
  const { r, alpha, s, beta } = paretoStart(histories) as { r: number; alpha: number; s: number; beta: number };
  return { r, alpha, b: 0.2 / beta, s, beta };
}

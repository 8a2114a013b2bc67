import type { Parameter, Parameters } from "../../src/model.ts";
import type { Random } from "../../src/random/random.ts";

/** Every combination of the values, one of them for each parameter. */
export function parameterGrid(parameters: readonly Parameter[], values: readonly number[]): Parameters[] {
  let grid: Parameters[] = [{}];
  for (const { name } of parameters)
    grid = grid.flatMap((theta) => values.map((value) => ({ ...theta, [name]: value })));
  return grid;
}

/** Parameters drawn log-uniformly between two ends. */
export function drawParameters(
  parameters: readonly Parameter[],
  random: Random,
  low: number,
  high: number,
): Parameters {
  return Object.fromEntries(parameters.map(({ name }) => [name, low * (high / low) ** random.uniform()]));
}

/** The same model in other units: a time unit `time` times as short, a money unit `money` times as small. */
export function rescale(
  parameters: readonly Parameter[],
  theta: Parameters,
  { time = 1, money = 1 }: { time?: number; money?: number },
): Parameters {
  return Object.fromEntries(
    parameters.map(({ name, timePower, moneyPower }) => [name, theta[name] * time ** timePower * money ** moneyPower]),
  );
}

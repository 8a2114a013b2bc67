import { fromLink } from "../../src/fit/link.ts";
import type { Parameter, Parameters } from "../../src/model.ts";
import type { Random } from "../../src/random/random.ts";

/**
 * A grid of the values of e^φ, one for each parameter: of θ itself where the link is the logarithm. Of up to three
 * parameters it has every combination. Of more it has every corner and an
 * orthogonal array, a third or a quarter of the whole. All parameters but any one take every combination of values in it.
 */
export function parameterGrid(parameters: readonly Parameter[], values: readonly number[]): Parameters[] {
  let grid: number[][] = [[]];
  for (const _ of parameters) grid = grid.flatMap((point) => values.map((_, level) => [...point, level]));
  const last = values.length - 1;
  const isCorner = (levels: readonly number[]): boolean => levels.every((level) => level === 0 || level === last);
  const inArray = (levels: readonly number[]): boolean =>
    levels.reduce((total, level) => total + level, 0) % values.length === 0;
  const chosen = parameters.length > 3 ? grid.filter((levels) => isCorner(levels) || inArray(levels)) : grid;
  return chosen.map((levels) =>
    fromLink(
      parameters,
      levels.map((level) => Math.log(values[level])),
    ),
  );
}

/** Beside other parameters, a rate acts in an exponent: so much smaller, it leaves the times of the tests some doublings. */
const RATE = 0.05;

/** Parameters with e^φ drawn log-uniformly between two ends. */
export function drawParameters(
  parameters: readonly Parameter[],
  random: Random,
  low: number,
  high: number,
): Parameters {
  const slow = (timePower: number): number => (timePower < 0 && parameters.length > 1 ? Math.log(RATE) : 0);
  return fromLink(
    parameters,
    parameters.map(({ timePower }) => Math.log(low) + random.uniform() * Math.log(high / low) + slow(timePower)),
  );
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

import { fromLink } from "../../src/fit/link.ts";
import type { Parameter, Parameters } from "../../src/model.ts";
import type { Random } from "../../src/random/random.ts";

/**
 * Levels of n parameters. Of up to three parameters these are all combinations. Of more they are every corner and an
 * orthogonal array, in which all parameters but any one take every combination of levels.
 */
export function levelGrid(n: number, levels: number): number[][] {
  let grid: number[][] = [[]];
  for (let i = 0; i < n; i++)
    grid = grid.flatMap((point) => Array.from({ length: levels }, (_, level) => [...point, level]));
  const isCorner = (point: readonly number[]): boolean => point.every((level) => level === 0 || level === levels - 1);
  const inArray = (point: readonly number[]): boolean =>
    point.reduce((total, level) => total + level, 0) % levels === 0;
  return n > 3 ? grid.filter((point) => isCorner(point) || inArray(point)) : grid;
}

/** A grid of the values of e^φ, one for each parameter: of θ itself where the link is the logarithm; see {@link levelGrid}. */
export function parameterGrid(parameters: readonly Parameter[], values: readonly number[]): Parameters[] {
  return levelGrid(parameters.length, values.length).map((levels) =>
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

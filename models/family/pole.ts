/** A point beside the path of integration, in v = ln(1 + y/m), at which the integrand has a singularity. */
export interface Pole {
  readonly at: number;
  readonly up: number;
}

/** Where a complex age lies in v. */
export function poleAt(re: number, im: number, m: number): Pole {
  const [x, y] = [re / m, im / m];
  return { at: 0.5 * Math.log1p(x * (2 + x) + y * y), up: Math.atan2(y, 1 + x) };
}

/** How far a pole is from a panel. */
export function distanceFrom({ at, up }: Pole, from: number, to: number): number {
  return Math.hypot(Math.max(0, from - at, at - to), up);
}

import type { Link, Parameter, Parameters } from "../model.ts";

/**
 * The scale φ = link(θ) of searches, draws and derivatives. No other file knows how φ is computed.
 *
 *     log: φ = ln θ, dθ/dφ = θ;   identity: φ = θ, 1;   logit: φ = ln(θ/(1 − θ)), θ(1 − θ)
 */
const LINKS: Readonly<
  Record<Link, { of(theta: number): number; from(phi: number): number; slope(theta: number): number }>
> = {
  log: { of: Math.log, from: Math.exp, slope: (theta) => theta },
  identity: { of: (theta) => theta, from: (phi) => phi, slope: () => 1 },
  logit: {
    of: (theta) => Math.log(theta) - Math.log1p(-theta),
    from: (phi) => 1 / (1 + Math.exp(-phi)),
    slope: (theta) => theta * (1 - theta),
  },
};

/** φ of parameters, in the order of the model. */
export function toLink(parameters: readonly Parameter[], theta: Parameters): Float64Array {
  return Float64Array.from(parameters, ({ name, link }) => LINKS[link].of(theta[name]));
}

/** The parameters at φ. */
export function fromLink(parameters: readonly Parameter[], phi: ArrayLike<number>): Parameters {
  return Object.fromEntries(parameters.map(({ name, link }, i) => [name, LINKS[link].from(phi[i])]));
}

/** One parameter moved by `shift` in φ. */
export function shifted({ link }: Parameter, theta: number, shift: number): number {
  return link === "log" ? theta * Math.exp(shift) : LINKS[link].from(LINKS[link].of(theta) + shift);
}

/** dθ/dφ of one parameter: turns a standard error of φ into one of θ. */
export function slopeOf({ link }: Parameter, theta: number): number {
  return LINKS[link].slope(theta);
}

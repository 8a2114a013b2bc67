import { chebyshevNodes, lagrange } from "./chebyshev.ts";

const DEGREE = 16;
/** A polynomial is taken where it is off by less, relatively, at points that it does not know. */
const ACCURACY = 1e-12;
/** Points of a piece for which a polynomial is checked, and fewest points of a piece for which one pays. */
const CHECKED = 3;
const FEWEST = 4 * (DEGREE + 1 + CHECKED);
/** Of more arguments the polynomials would take too much memory: 136 bytes each. */
const MOST = 2 ** 16;

/** Arguments between two ends, and the polynomials of Lagrange at each of them. */
interface Piece {
  readonly nodes: readonly number[];
  /** Places of the arguments. */
  readonly places: Int32Array;
  /** At [argument × nodes]. */
  readonly weights: Float64Array;
  /** Where one polynomial has once been too coarse. */
  halves?: readonly (Piece | Int32Array)[];
}

/**
 * Lays out many arguments, at which one smooth function after another is wanted.
 *
 * A function is evaluated at Chebyshev's nodes and interpolated between them: at many arguments that takes a fraction of the time. Where the
 * polynomial is off by more than 1e-12 at three arguments that are no nodes, the range is halved, down to the function itself. So is a
 * function that is not finite at a node.
 *
 * @param at finite arguments in any order; of more than 65 536 each is evaluated
 * @returns writes f at every argument into `out`, from place `first` on
 * @example
 * const at = Float64Array.from({ length: 1000 }, (_, k) => k / 7);
 * const out = new Float64Array(1000);
 * smoothTable(at)((x) => Math.log1p(x), out, 0);
 * out[14]; // 1.0986...
 */
export function smoothTable(at: Float64Array): (f: (x: number) => number, out: Float64Array, first: number) => void {
  const all = Int32Array.from(at, (_, k) => k);
  const whole = at.length > MOST ? all : pieceOf(at, all);
  const fill = (piece: Piece | Int32Array, f: (x: number) => number, out: Float64Array, first: number): void => {
    if (piece instanceof Int32Array) {
      for (const k of piece) out[first + k] = f(at[k]);
      return;
    }
    if (piece.halves === undefined) {
      if (interpolated(piece, at, f, out, first)) return;
      piece.halves = halvesOf(at, piece);
    }
    for (const half of piece.halves) fill(half, f, out, first);
  };
  return (f, out, first) => fill(whole, f, out, first);
}

/** Few points stay points. */
function pieceOf(at: Float64Array, places: Int32Array): Piece | Int32Array {
  const [low, high] = endsOf(at, places);
  if (places.length < FEWEST || !(high > low)) return places;
  const nodes = chebyshevNodes(low, high, DEGREE);
  const weights = new Float64Array(places.length * nodes.length);
  places.forEach((k, row) => {
    weights.set(lagrange(nodes, at[k]), row * nodes.length);
  });
  return { nodes, places, weights };
}

function halvesOf(at: Float64Array, { nodes, places }: Piece): (Piece | Int32Array)[] {
  const middle = nodes[DEGREE / 2];
  return [places.filter((k) => at[k] < middle), places.filter((k) => at[k] >= middle)].map((half) =>
    half.length < places.length ? pieceOf(at, half) : half,
  );
}

/** Returns whether the polynomial is fine enough. */
function interpolated(
  { nodes, places, weights }: Piece,
  at: Float64Array,
  f: (x: number) => number,
  out: Float64Array,
  first: number,
): boolean {
  const values = nodes.map(f);
  if (!values.every(Number.isFinite)) return false;
  const { length } = places;
  for (let row = 0; row < length; row++) {
    let sum = 0;
    for (let j = 0, w = row * values.length; j < values.length; j++, w++) sum += weights[w] * values[j];
    out[first + places[row]] = sum;
  }
  for (let c = 0; c < CHECKED; c++) {
    const k = places[Math.floor(((2 * c + 1) * length) / (2 * CHECKED))];
    const exact = f(at[k]);
    if (!(Math.abs(out[first + k] - exact) <= ACCURACY * Math.abs(exact))) return false;
  }
  return true;
}

function endsOf(at: Float64Array, places: Int32Array): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const k of places) {
    low = Math.min(low, at[k]);
    high = Math.max(high, at[k]);
  }
  return [low, high];
}

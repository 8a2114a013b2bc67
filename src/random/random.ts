/** A source of uniform doubles. Every draw in the project takes one, so that a seed fixes the whole run. */
export interface Random {
  /** The next double, uniform on the open interval (0, 1), with 53 random bits. */
  uniform(): number;
}

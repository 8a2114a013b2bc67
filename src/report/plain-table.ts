/** A table of plain fields: numbers unrounded, days as ISO. Apart from the charts, so that a program which imports it needs no types of theirs. */
export interface PlainTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number | undefined)[])[];
}

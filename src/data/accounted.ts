/** Throws unless every row has its place: `rows` is the sum of what became of them. It guards our own counting, not the data. */
export function requireAccounted(where: string, rows: number, places: Readonly<Record<string, number>>): void {
  const sum = Object.values(places).reduce((total, count) => total + count, 0);
  if (sum !== rows) throw new Error(`${where}: ${rows} rows, but ${JSON.stringify(places)} add up to ${sum}`);
}

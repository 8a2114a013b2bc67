/** Throws unless the counts in `places` add up to `rows`. It checks our own counting, not the data. */
export function requireAccounted(where: string, rows: number, places: Readonly<Record<string, number>>): void {
  const sum = Object.values(places).reduce((total, count) => total + count, 0);
  if (sum !== rows) throw new Error(`${where}: ${rows} rows, but ${JSON.stringify(places)} add up to ${sum}`);
}

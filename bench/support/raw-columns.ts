import { mkdirSync, writeFileSync } from "node:fs";

/** Writes columns as raw little-endian doubles, `<name>.f64` each: what C reads with fread and Python with numpy.fromfile. */
export function writeRawColumns(folder: string, columns: Readonly<Record<string, Float64Array>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, column] of Object.entries(columns)) {
    writeFileSync(`${folder}/${name}.f64`, new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  }
}

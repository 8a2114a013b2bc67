import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { openInput, readText } from "../../src/io/input.ts";

const folder = mkdtempSync(join(tmpdir(), "clv-input-"));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test("gzip is told by content, not by name", async () => {
  expect(await readText(file("log.csv", gzipSync("id,date\n")))).toBe("id,date\n");
  expect(await readText(file("plain.gz", "id,date\n"))).toBe("id,date\n");
});

test("gzip of several members is read to its end", async () => {
  expect(await readText(file("two.gz", Buffer.concat([gzipSync("a\n"), gzipSync("b\n")])))).toBe("a\nb\n");
});

test("files of no and of one byte are read as they are", async () => {
  expect(await readText(file("empty", ""))).toBe("");
  expect(await readText(file("one", "\x1f"))).toBe("\x1f");
});

test("a letter cut by the border of two chunks stays whole", async () => {
  const text = "é".repeat(100_001);
  expect(await readText(file("long", `x${text}`))).toBe(`x${text}`);
});

test("bytes read are counted before unpacking, up to the size", async () => {
  const path = file("counted.gz", gzipSync("a".repeat(1_000_000)));
  let last = 0;
  const input = await openInput(path, (total) => (last = total));
  let unpacked = 0;
  for await (const chunk of input.bytes) unpacked += chunk.length;
  expect(unpacked).toBe(1_000_000);
  expect(last).toBe(input.size);
});

test("a reader that leaves early does not hang", async () => {
  const input = await openInput(file("early.gz", gzipSync(Buffer.alloc(3_000_000, "abcdefg\n"))));
  let chunks = 0;
  for await (const _ of input.bytes) if (++chunks === 1) break;
  expect(chunks).toBe(1);
});

test("gzip cut off is a data error that names the file", async () => {
  const path = file("cut.csv", gzipSync("a".repeat(10_000)).subarray(0, 30));
  await expect(readText(path)).rejects.toMatchObject({ name: "ClvError", kind: "data", message: /cut\.csv.*gzip/ });
});

test("a missing file and a folder are usage errors", async () => {
  await expect(openInput(join(folder, "missing"))).rejects.toMatchObject({ kind: "usage", message: /no such file/ });
  await expect(openInput(folder)).rejects.toMatchObject({ kind: "usage", message: /a folder/ });
});

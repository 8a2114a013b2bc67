import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { runCommand } from "../../src/cli/run-command.ts";
import { check } from "../../src/node.ts";
import { clvHere, temporaryFolder } from "../support/clv.ts";

const ORDERS = `Bestellnr;Kunde;Datum;Menge;Preis
1;A;31.05.2024;2;1.234,50
2;B;30.06.2024;1;3,99
3;A;12.06.2024;1;4,00
4;C;14.06.2024;1;4,00
5;B;16.06.2024;1;4,00
`;

function fileOf(text: string, name = "orders.csv"): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

/** The words of a command as a shell takes them apart, without the first. */
function words(command: string): string[] {
  const script = `clv() { for word; do printf '%s\\0' "$word"; done; }; ${command}`;
  return execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
}

describe("clv check", () => {
  it("finds the columns by what they hold, and writes nothing", async () => {
    const path = fileOf(ORDERS);
    const { proposal, base, reading, problem } = await check(path);
    expect(proposal).toMatchObject({ customer: "Kunde", date: "Datum", dateFormat: "dmy", value: "Preis" });
    expect(proposal.doubts).toHaveLength(2);
    expect([base!.customers, reading!.read.rows, problem]).toEqual([3, 5, undefined]);
    expect(readdirSync(join(path, ".."))).toEqual(["orders.csv"]);
  });

  it.each([
    ["a comma as decimal mark", ORDERS, "orders.csv"],
    ["a name with quotes, blanks and a dollar", ORDERS, 'it\'s $HOME `id` "x".csv'],
    ["a bad row", `${ORDERS}6;C;17.06.2024;1;four\n`, "orders.csv"],
    ["names that mean something to a shell", ORDERS.replace("Kunde", "$(touch x)&Kunde's"), "orders.csv"],
  ])("ends with a command that runs: %s", async (_, text, name) => {
    const path = fileOf(text, name);
    const { command, reading } = await check(path);
    const out = join(temporaryFolder(), "out");
    const argv = [...words(command!).slice(0, -2), "--no-report", "-o", out];
    const silent = { write: () => true } as unknown as NodeJS.WritableStream;
    const code = await runCommand(argv, { stdin: Readable.from([]), stdout: silent, stderr: silent, env: {} });
    expect(code).toBe(0);
    const { log } = JSON.parse(readFileSync(join(out, "summary.json"), "utf8"));
    expect([log.used, log.rejected.count]).toEqual([reading!.summary.used, reading!.read.rejected.count]);
    expect(existsSync("x")).toBe(false);
  });

  it("says what is missing, and gives no command then", async () => {
    const found = await check(fileOf("when;what\n2024-01-01;1\n2024-01-02;2\n"));
    expect(found).toMatchObject({ problem: expect.stringMatching(/customer: name it by --customer/) });
    expect(found.command).toBeUndefined();
  });

  it("reads standard input, and says every kind of bad row with its money", async () => {
    const more = Array.from({ length: 20 }, (_, k) => `${k};${"ABCDE"[k % 5]};${k + 1}.05.2024;1;2,50\n`).join("");
    const input = `${ORDERS}${more}6;C;17.06.2024;1;four\n7;C;soon;1;5,00\n`;
    const { code, stdout, stderr } = await clvHere(["check", "-"], { input });
    expect(code).toBe(0);
    expect(stdout).toMatch(/rejected +2 +worth +5\.00/);
    expect(stdout.trimEnd()).toMatch(/ {2}clv run - .*--on-bad-row skip -o out$/);
    expect(stderr).toContain("1 row rejected, unreadable-date");
    expect(stderr).not.toContain("rejected.csv");
  });
});

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
    expect(proposal.doubts).toEqual([expect.stringContaining("Preis")]);
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
    expect(found).toMatchObject({ problem: expect.stringMatching(/customer: name it with --customer/) });
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

  it("a failed run tells all problems at once, and its command put right, which runs", async () => {
    const path = fileOf(`Report\n\n${ORDERS.replace("Datum", "Wann")}7;C;soon;1;5,00\n`);
    const asked = ["summarize", "orders.csv", "--unit=week", "-o", "base.csv"];
    const cwd = join(path, "..");
    const { code, stderr } = await clvHere(asked, { cwd });
    expect([code, readdirSync(cwd)]).toEqual([1, ["orders.csv"]]);
    for (const told of ["in line 3", "have the format dmy", "decimal comma", "unreadable-date", '"Preis"']) {
      expect(stderr).toContain(told);
    }
    const again = stderr.trimEnd().split("\n").at(-1)!;
    expect(again).toContain("clv summarize orders.csv --unit=week -o base.csv --skip-lines 2");
    expect(await clvHere(words(again), { cwd })).toMatchObject({ code: 0 });
  });

  it("--dry-run looks, writes nothing, and ends with the command as typed", async () => {
    const path = fileOf("who,when,amount\na,1714557600,3\nb,1714567600,4\na,1715557600,5\n");
    const cwd = join(path, "..");
    const { code, stdout } = await clvHere(["run", "orders.csv", "--dry-run", "--horizon", "90d"], { cwd });
    expect([code, readdirSync(cwd)]).toEqual([0, ["orders.csv"]]);
    expect(stdout.trimEnd().split("\n").at(-1)).toBe(
      "  clv run orders.csv --horizon 90d --customer who --date when --date-format epoch",
    );
  });

  it.each([
    [
      "without a header",
      "a,2024-01-05,3.50,x\nb,2024-01-06,4,y\na,2024-02-05,5,z\n",
      "--no-header --columns customer,date,amount,_",
    ],
    [
      "in Windows-1252",
      Buffer.from("Kunde;Datum;Betrag\nM\xfcller;2024-01-05;3\nMayer;2024-01-06;4\n", "latin1"),
      "--encoding latin1",
    ],
    [
      "with the lines of a shop's orders",
      "Name,Email,Paid at,Total\n#1,a@x,2024-01-05,9\n#1,a@x,,\n#2,b@x,2024-01-06,3\n",
      "--order Name",
    ],
  ])("reads a file %s", async (_, text, flags) => {
    const path = join(temporaryFolder(), "log.csv");
    writeFileSync(path, text);
    const { command, reading } = await check(path);
    expect(command).toContain(flags);
    expect([reading!.read.rejected.count, reading!.summary.used]).toEqual([
      0,
      reading!.read.rows - (reading!.read.orderLines ?? 0),
    ]);
  });

  it("knows a table of frequency, recency and age by likely names", async () => {
    const path = fileOf(
      "cust_ref,freq,recency_weeks,tenure_weeks,avg_spend\na,2,10.5,30,5\nb,0,0,20,NA\nc,5,25,31,3\n",
      "rfm.csv",
    );
    const { kind, command, base } = await check(path);
    expect([kind, base!.customers, base!.unit]).toEqual(["base", 3, "week"]);
    expect(command).toMatch(
      /^clv fit .* --customer cust_ref --frequency freq --recency recency_weeks --age tenure_weeks --monetary avg_spend --unit week/,
    );
  });
});

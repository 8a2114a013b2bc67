import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const filesIn = (folder: string, ending: string): string[] =>
  (readdirSync(join(root, folder), { recursive: true }) as string[])
    .filter((path) => path.endsWith(ending))
    .map((path) => join(folder, path));

const documents = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "OPINIONS.md", ...filesIn("docs", ".md")]
  .concat("models/README.md")
  .filter((path) => existsSync(join(root, path)));

test("every path of the project that a document names is there", () => {
  const named = documents.flatMap((document) =>
    [...read(document).matchAll(/`((?:src|models|test|bench|examples|datasets)\/[\w./-]+)`/g)].map(([, path]) => ({
      document,
      path: path!,
    })),
  );
  expect(named.length).toBeGreaterThan(20);
  // NAME stands for that of a model to be added.
  expect(named.filter(({ path }) => !path.includes("NAME") && !existsSync(join(root, path)))).toEqual([]);
});

describe("the rooms of ARCHITECTURE.md", () => {
  const tree = read("ARCHITECTURE.md").match(/```text\n(src\/[\s\S]*?)```/)![1]!;
  const open: string[] = [];
  const named = tree.split("\n").flatMap((line) => {
    const [, indent, name] = line.match(/^( *)([\w.-]+\/?) {2}/) ?? [];
    if (name === undefined) return [];
    open.length = indent!.length / 2;
    open.push(name);
    return [open.map((part) => part.replace(/\/$/, "")).join("/")];
  });

  test("are there", () => {
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test("are all rooms of the program", () => {
    const rooms = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(rooms.map(({ name }) => `src/${name}`).filter((room) => !named.includes(room))).toEqual([]);
  });
});

/** From first to last: a room sees those before it. */
const ORDER = ["data", "fit", "predict", "validate", "value", "months", "compare", "watch", "segments", "report"];
const NUMBERS = ["math", "random", "optimize"];
const NODE = ["src/io/", "src/sql/duckdb/", "src/sql/trino/", "src/run/", "src/cli/"];

interface Import {
  readonly from: string;
  /** A path of the project, or the name of a package. */
  readonly to: string;
}

const imports: Import[] = [...filesIn("src", ".ts"), ...filesIn("models", ".ts")].flatMap((from) =>
  [...read(from).matchAll(/(?:^(?:import|export) [^;]*?from |^import |import\()"([^"]+)"/gm)].map(([, to]) => ({
    from,
    to: to!.startsWith(".") ? relative(root, join(root, dirname(from), to!)) : to!,
  })),
);
const roomOf = (path: string): string => path.split("/")[1]!;
const wrong = (isWrong: (one: Import) => boolean): Import[] => imports.filter(isWrong);

describe("the walls of ARCHITECTURE.md", () => {
  test("are looked at in every file", () => {
    expect(imports.length).toBeGreaterThan(2000);
  });

  test("stand between the rooms of mathematics, from data to report", () => {
    const later = ({ from, to }: Import): boolean => {
      const at = ORDER.indexOf(roomOf(from));
      if (!from.startsWith("src/") || at < 0 || !/^(src|models)\//.test(to)) return false;
      if (to.startsWith("models/")) return true;
      const room = roomOf(to);
      return ["sql", "io", "run", "cli"].includes(room) || ORDER.indexOf(room) > at;
    };
    expect(wrong(later)).toEqual([]);
  });

  test("keep customers from the numbers, and the program from the models", () => {
    const ofNumbers = ({ from, to }: Import): boolean =>
      from.startsWith("src/") &&
      NUMBERS.includes(roomOf(from)) &&
      (to.startsWith("models/") || /^src\/(model|index)\.ts/.test(to) || /^src\/.*\//.test(to)) &&
      !NUMBERS.includes(roomOf(to));
    const ofModels = ({ from, to }: Import): boolean =>
      from.startsWith("models/") && to.startsWith("src/") && !/^src\/(math\/|random\/|model\/|\w[\w-]*\.ts$)/.test(to);
    expect(wrong(ofNumbers)).toEqual([]);
    expect(wrong(ofModels)).toEqual([]);
  });

  test("let only the rooms at the edge see Node, and only two see a database", () => {
    expect(wrong(({ from, to }) => to.startsWith("node:") && !NODE.some((room) => from.startsWith(room)))).toEqual([]);
    expect(wrong(({ from, to }) => to.startsWith("@duckdb/") && !from.startsWith("src/sql/duckdb/"))).toEqual([]);
  });

  test("keep the command from everything before it, and databases from the command", () => {
    expect(wrong(({ from, to }) => to.startsWith("src/cli/") && !from.startsWith("src/cli/"))).toEqual([]);
    expect(wrong(({ from, to }) => from.startsWith("src/cli/") && to.startsWith("src/sql/"))).toEqual([]);
  });
});

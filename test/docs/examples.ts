import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** A piece of code from the documentation, and where it stands. */
export interface Example {
  readonly file: string;
  readonly line: number;
  readonly code: string;
}

/** Every `@example` in the doc comments of the TypeScript files under a folder. */
export function examplesIn(folder: string): Example[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .flatMap((name) => examplesOf(join(folder, name)));
}

function examplesOf(file: string): Example[] {
  const source = readFileSync(file, "utf8");
  return [...source.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((comment) =>
    [...comment[0].matchAll(/@example([\s\S]*?)(?=\n\s*\*\s*@\w|\*\/)/g)].map((found) => ({
      file,
      line: lineOf(source, comment.index + found.index),
      code: firstParagraph(found[1]!.replace(/^\s*\* ?/gm, "").replace(/^\s*```\w*\s*$/gm, "")),
    })),
  );
}

/** An example ends at the first blank line: the authors follow. */
function firstParagraph(text: string): string {
  return text.trim().split(/\n\s*\n/)[0]!;
}

/** The Markdown files for users and contributors: those at the root of the project, and `docs/`. */
export function documents(root: string): string[] {
  return [root, join(root, "docs")].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".md"))
      .sort()
      .map((name) => join(folder, name)),
  );
}

/** The files that a Markdown file links to, as it names them: without web addresses and without anchors. */
export function linksOf(file: string): string[] {
  return [...readFileSync(file, "utf8").matchAll(/\]\(([^)\s]+)\)/g)]
    .map((found) => found[1]!.replace(/#.*$/, ""))
    .filter((path) => path !== "" && !/^\w+:/.test(path));
}

/** The fenced blocks of one language in a Markdown file. */
export function blocksOf(file: string, language: string): Example[] {
  const source = readFileSync(file, "utf8");
  return [...source.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)]
    .filter((found) => found[1] === language)
    .map((found) => ({ file, line: lineOf(source, found.index), code: found[2]! }));
}

function lineOf(source: string, index: number): number {
  return source.slice(0, index).split("\n").length;
}

/** How a comment begins that states a value rather than says something. */
const STATES_A_VALUE = /^(?:[-+]?(?:\d|\.\d|NaN|Infinity)|["'[{]|true\b|false\b|undefined\b|null\b)/;

/**
 * Runs an example. What it imports from `clv`, and else what `scope` names, is there. Each `expression; // value` is
 * handed to `check` with the value stated. A number may be cut: `0.7266...`.
 *
 * @returns How many values were checked.
 */
export async function runExample(
  example: Example,
  scope: Readonly<Record<string, unknown>>,
  imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  check: (actual: unknown, stated: unknown, line: string) => void,
): Promise<number> {
  const source = ts.createSourceFile("example.ts", example.code, ts.ScriptTarget.ES2023, true);
  const names: Record<string, unknown> = { ...scope };
  let checked = 0;
  const body = source.statements.map((statement) => {
    if (ts.isImportDeclaration(statement)) {
      importInto(names, statement, imports);
      return "";
    }
    const code = statement.getText(source);
    const stated = statedValue(example.code, statement.end);
    if (stated === undefined) return code;
    checked++;
    const value = `(() => (${stated.replace(CUT_NUMBER, 'cut("$1")')}))()`;
    if (ts.isExpressionStatement(statement)) {
      return `held(await (${statement.expression.getText(source)}), ${value}, ${JSON.stringify(`${code} // ${stated}`)});`;
    }
    if (ts.isVariableStatement(statement)) {
      return `${code}\nheld(${statement.declarationList.declarations[0]!.name.getText(source)}, ${value}, ${JSON.stringify(stated)});`;
    }
    throw new Error(`${example.file}:${example.line}: only an expression or a declaration can state a value`);
  });
  const { outputText } = ts.transpileModule(body.join("\n"), {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
  });
  const declared = new Set(source.statements.flatMap((statement) => declaredNames(statement)));
  const given = Object.keys(names).filter((name) => !declared.has(name));
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  const run = new AsyncFunction(...given, "held", "cut", outputText.replace(/^export \{\};$/m, ""));
  await run(...given.map((name) => names[name]), check, cutNumber);
  return checked;
}

function importInto(
  names: Record<string, unknown>,
  statement: ts.ImportDeclaration,
  imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): void {
  const from = (statement.moduleSpecifier as ts.StringLiteral).text;
  const bindings = statement.importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) throw new Error(`import ${from}: only named imports`);
  for (const element of bindings.elements) {
    const name = (element.propertyName ?? element.name).text;
    const module = imports[from];
    if (!module || !(name in module)) throw new Error(`"${from}" has no ${name}`);
    names[element.name.text] = module[name];
  }
}

function declaredNames(statement: ts.Statement): string[] {
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap((declaration) => {
    if (ts.isIdentifier(declaration.name)) return [declaration.name.text];
    return declaration.name.elements.flatMap((element) =>
      ts.isBindingElement(element) && ts.isIdentifier(element.name) ? [element.name.text] : [],
    );
  });
}

function statedValue(code: string, end: number): string | undefined {
  const comment = code
    .slice(end)
    .match(/^[ \t]*\/\/[ \t]*(.*)/)?.[1]
    ?.trim();
  return comment && STATES_A_VALUE.test(comment) ? comment : undefined;
}

const CUT_NUMBER = /([-+]?\d[\d_]*\.?\d*(?:e[-+]?\d+)?)(?:\.\.\.|…)/g;

/** Matches a number that agrees with the digits shown, to less than one unit of the last of them. */
function cutNumber(shown: string): object {
  const decimals = shown.split(/[.e]/)[1]?.length ?? 0;
  const exponent = Number(shown.split("e")[1] ?? 0);
  const place = 10 ** (exponent - decimals);
  return {
    $$typeof: Symbol.for("jest.asymmetricMatcher"),
    asymmetricMatch: (actual: unknown) => typeof actual === "number" && Math.abs(actual - Number(shown)) < place,
    toString: () => `${shown}…`,
    toAsymmetricMatcher: () => `${shown}…`,
  };
}

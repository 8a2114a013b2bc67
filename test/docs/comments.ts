import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

/** An exported function and what its doc comment says. */
export interface Documented {
  readonly name: string;
  /** From the root of the repository, e.g. `src/fit/fit.ts`. */
  readonly file: string;
  readonly hasExample: boolean;
  /** Author and year, such as "Fader, Hardie & Lee 2005" or "Moré (1983)", or a file that derives the formula. */
  readonly hasSource: boolean;
}

const YEAR = /\p{Lu}[\p{L}'-]+[^.]{0,60}?\(?\b(?:18|19|20)\d\d\b/u;

/** The functions that a barrel of the package exports, each with the comments of all its overloads. */
export function exportedFunctions(root: string, barrels: readonly string[]): Documented[] {
  return barrels.flatMap((barrel) =>
    parsed(join(root, barrel)).statements.flatMap((statement) => {
      const { exportClause, isTypeOnly } = ts.isExportDeclaration(statement) ? statement : {};
      if (!exportClause || !ts.isNamedExports(exportClause))
        throw new Error(`${barrel}: expected export { … } from …, got ${statement.getText()}`);
      const exported = exportClause.elements.filter((element) => !isTypeOnly && !element.isTypeOnly);
      return exported.flatMap(({ name: { text } }) => documented(root, text, functionsNamed(text, join(root, barrel))));
    }),
  );
}

function documented(root: string, name: string, functions: readonly ts.FunctionDeclaration[]): Documented[] {
  if (functions.length === 0) return [];
  const comments = functions.flatMap((declared) => ts.getJSDocCommentsAndTags(declared).map((doc) => doc.getText()));
  const text = comments.join("\n");
  return [
    {
      name,
      file: functions[0]!.getSourceFile().fileName.slice(root.length + 1),
      hasExample: text.includes("@example"),
      hasSource: YEAR.test(text.replaceAll(/\s*\n\s*\*\s*/g, " ")) || derivation(root, text),
    },
  ];
}

/** The declarations of a function that a file has or hands on; none for a value of another kind. */
function functionsNamed(name: string, file: string): ts.FunctionDeclaration[] {
  const { statements } = parsed(file);
  const functions = statements.filter(ts.isFunctionDeclaration).filter((declared) => declared.name?.text === name);
  if (functions.length > 0) return functions;
  for (const statement of statements) {
    const declared = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement];
    if (declared.some((one) => "name" in one && (one.name as ts.Node | undefined)?.getText() === name)) return [];
    const list = ts.isImportDeclaration(statement)
      ? statement.importClause?.namedBindings
      : ts.isExportDeclaration(statement) && statement.moduleSpecifier && statement.exportClause;
    if (!list || !("elements" in list)) continue;
    const element = list.elements.find((one) => one.name.text === name);
    const from = (statement as ts.ImportDeclaration).moduleSpecifier as ts.StringLiteral;
    if (element) return functionsNamed((element.propertyName ?? element.name).text, join(dirname(file), from.text));
  }
  throw new Error(`${file}: expected a declaration of ${name}`);
}

function parsed(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2023, true);
}

function derivation(root: string, text: string): boolean {
  return [...text.matchAll(/[\w./-]*\bDERIVATION\.md/g)].some(([path]) => existsSync(join(root, path)));
}

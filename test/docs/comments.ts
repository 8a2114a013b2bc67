import { existsSync } from "node:fs";
import { join } from "node:path";
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
  const program = ts.createProgram(
    barrels.map((barrel) => join(root, barrel)),
    {
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2023,
      allowImportingTsExtensions: true,
      noEmit: true,
      types: [],
    },
  );
  const checker = program.getTypeChecker();
  return barrels.flatMap((barrel) => {
    const file = program.getSourceFile(join(root, barrel));
    if (file === undefined) throw new Error(`${barrel}: no such file`);
    return checker.getExportsOfModule(checker.getSymbolAtLocation(file)!).flatMap((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const functions = (symbol.declarations ?? []).filter(ts.isFunctionDeclaration);
      if (functions.length === 0) return [];
      const comments = functions.flatMap((declared) =>
        ts.getJSDocCommentsAndTags(declared).map((doc) => doc.getText()),
      );
      const text = comments.join("\n");
      return [
        {
          name: exported.name,
          file: functions[0]!.getSourceFile().fileName.slice(root.length + 1),
          hasExample: text.includes("@example"),
          hasSource: YEAR.test(text.replaceAll(/\s*\n\s*\*\s*/g, " ")) || derivation(root, text),
        },
      ];
    });
  });
}

function derivation(root: string, text: string): boolean {
  return [...text.matchAll(/[\w./-]*\bDERIVATION\.md/g)].some(([path]) => existsSync(join(root, path)));
}

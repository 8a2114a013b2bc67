import ts from "typescript";

const SYNTAX = { languageVersion: ts.ScriptTarget.ES2023, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };

const TITLED = new Set(["describe", "it", "test"]);

/**
 * The titles of the tests in a TypeScript file: the first argument of `describe`, `it` and `test`, also with `each`,
 * `skipIf` and the like. A value in a title is one word.
 */
export function titlesOf(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const title = ts.isCallExpression(node) && isTitled(node.expression) ? textOf(node.arguments[0]) : undefined;
    if (title !== undefined) found.push(title.replaceAll(/\$\w+|%[dsijo]/g, "`…`"));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("titles.ts", source, SYNTAX));
  return found;
}

/** Whether a call names a test: `it(…)`, `it.only(…)`, `it.each(…)(…)`. */
function isTitled(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return TITLED.has(callee.text);
  if (ts.isCallExpression(callee) || ts.isPropertyAccessExpression(callee)) return isTitled(callee.expression);
  return false;
}

function textOf(node: ts.Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `\`…\`${literal.text}`).join("");
}

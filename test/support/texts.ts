import ts from "typescript";

const SYNTAX = { languageVersion: ts.ScriptTarget.ES2023, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };

/** What stands for a value in a text: one word. */
const HOLE = "`…`";
/** Keys, names, patterns and units have fewer words than this. */
const FEWEST_WORDS = 3;
/** Statements of a database and styles of a page, which only machines read, begin so. */
const CODE =
  /^[\s(]*(?:SELECT|FROM|INSERT|CREATE|COPY|ATTACH|CASE|WHEN|CAST|FILTER|OVER|JOIN|WITH|AND|:root|read_csv)\b/;

/**
 * The texts in the code of a TypeScript file that a user may read. Pieces joined with + are one text, and a value in it is one
 * word.
 */
export function textsOf(source: string): string[] {
  const found: string[] = [];
  const take = (text: string): void => {
    if (text.split(/\s+/).filter((word) => /[\p{L}…]/u.test(word)).length >= FEWEST_WORDS && !CODE.test(text))
      found.push(text);
  };
  const visit = (node: ts.Node): void => {
    const text = textOf(node);
    if (text !== undefined) take(text);
    // What stands in a hole may be a text too.
    ts.forEachChild(node, (child) => visitWithin(child, node));
  };
  const visitWithin = (child: ts.Node, parent: ts.Node): void => {
    // A piece of a joined text is no text of its own.
    if (isJoined(parent) && textOf(child) !== undefined) ts.forEachChild(child, (next) => visitWithin(next, child));
    else visit(child);
  };
  visit(ts.createSourceFile("text.ts", source, SYNTAX));
  return found;
}

/** The text of a literal, of a template, or of such joined with +; undefined for anything else. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => HOLE + literal.text).join("");
  if (!isJoined(node)) return undefined;
  const [left, right] = [textOf(node.left), textOf(node.right)];
  return left === undefined && right === undefined ? undefined : (left ?? HOLE) + (right ?? HOLE);
}

function isJoined(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

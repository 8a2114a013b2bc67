import domino from "domino";
import { printable } from "../printable.ts";

/**
 * The document that creates every element of the report. Text and attributes are escaped when the tree is written out, so nothing from the
 * data can become markup; control characters are shown escaped.
 */
export const document: Document = domino.createDocument();

/** The possible contents of an element: nodes, text, or nothing. */
export type Child = Node | string | undefined | false | readonly Child[];

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An HTML element with its attributes and children; an attribute that is undefined or false is left out. */
export function h(tag: string, attributes: Attributes = {}, ...children: Child[]): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? "" : printable(String(value), true));
  }
  append(element, children);
  return element;
}

function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === undefined || child === false) continue;
    if (typeof child === "string") parent.appendChild(document.createTextNode(printable(child, true)));
    else if (isList(child)) append(parent, child);
    else parent.appendChild(child);
  }
}

function isList(child: Node | readonly Child[]): child is readonly Child[] {
  return Array.isArray(child);
}

/** What the source says: which messages it asks for, and which words it writes itself. */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync } from "@swc/core";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** One message a file asks for. `key` ends in `*` when its end is chosen while running. */
export interface Asked {
  file: string;
  namespace: string;
  key: string;
  /** Names of what it is given; null when that is not written beside it. */
  given: string[] | null;
}

type Node = { type: string; [field: string]: unknown };

/** Lists source files below these folders, tests left out. */
export function sourceFiles(pattern: string): string[] {
  return globSync(pattern, { cwd: ROOT })
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .toSorted();
}

/** Lists the messages a file of pages or parts asks for by `t(…)`, and by `sentence(…)` in the domain. */
export function askedIn(file: string): Asked[] {
  const tree = parse(file);
  const rooms = translatorsIn(tree);
  return nodesOf(tree).flatMap((node) => {
    if (node.type !== "CallExpression") return [];
    const name = calledName(node["callee"] as Node);
    const namespace = name === "sentence" ? "sentences" : rooms.get(name ?? "");
    const [key, values] = (node["arguments"] as { expression: Node }[]).map((each) => each.expression);
    if (!namespace || !key) return [];
    const given = values ? keysOf(values) : [];
    return keysSaid(key).map((said) => ({ file, namespace, key: said, given }));
  });
}

const TEXT_PROPS = ["label", "title", "hint", "busy", "placeholder", "aria-label", "alt", "button"];

/** Lists the words a file shows to people without asking for a message. */
export function rawWordsIn(file: string): string[] {
  return nodesOf(parse(file)).flatMap((node) => {
    if (node.type === "JSXText") return wordsIn(node["value"] as string);
    if (node.type === "JSXElement" || node.type === "JSXFragment")
      return (node["children"] as Node[]).flatMap((child) =>
        child.type === "JSXExpressionContainer" ? shownBy(child["expression"] as Node) : [],
      );
    if (node.type === "JSXAttribute" && isTextProp(node)) return shownBy(node["value"] as Node);
    return [];
  });
}

function isTextProp(node: Node): boolean {
  const { value } = node["name"] as { value?: string };
  return TEXT_PROPS.includes(value ?? "");
}

/** The literals an expression can end in; what stands in a call is somebody else's. */
function shownBy(node: Node | null): string[] {
  switch (node?.type) {
    case "StringLiteral":
      return wordsIn(node["value"] as string);
    case "TemplateLiteral":
      return (node["quasis"] as { cooked: string }[]).flatMap(({ cooked }) => wordsIn(cooked));
    case "JSXExpressionContainer":
    case "ParenthesisExpression":
      return shownBy(node["expression"] as Node);
    case "ConditionalExpression":
      return [...shownBy(node["consequent"] as Node), ...shownBy(node["alternate"] as Node)];
    case "BinaryExpression":
      return [...shownBy(node["left"] as Node), ...shownBy(node["right"] as Node)];
    default:
      return [];
  }
}

/** Two letters in a row are a word; units, signs and separators are none. */
function wordsIn(text: string): string[] {
  return /\p{L}{2}/u.test(text) ? [text.trim()] : [];
}

function parse(file: string): Node {
  const source = readFileSync(path.join(ROOT, file), "utf8");
  return parseSync(source, {
    syntax: "typescript",
    tsx: file.endsWith(".tsx"),
    target: "es2024",
  }) as unknown as Node;
}

function nodesOf(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== "object" || value === null) return [];
  const below = Object.values(value).flatMap(nodesOf);
  return "type" in value && typeof value.type === "string" ? [value as Node, ...below] : below;
}

/** `const t = useTranslations("room")` and `const t = await getTranslations("room")`. */
function translatorsIn(tree: Node): Map<string, string> {
  const rooms = new Map<string, string>();
  for (const node of nodesOf(tree)) {
    if (node.type !== "VariableDeclarator" || !node["init"]) continue;
    const init = node["init"] as Node;
    const call = (init.type === "AwaitExpression" ? init["argument"] : init) as Node;
    if (call.type !== "CallExpression") continue;
    if (!/^(use|get)Translations$/.test(calledName(call["callee"] as Node) ?? "")) continue;
    const name = (node["id"] as { value?: string }).value ?? "";
    const room = roomIn((call["arguments"] as { expression: Node }[])[0]?.expression);
    const before = rooms.get(name);
    if (before && before !== room) throw new Error(`${name} means two rooms in one file: ${before}, ${room}`);
    rooms.set(name, room);
  }
  return rooms;
}

/** The room alone, or with a language: `{ locale, namespace: "room" }`. */
function roomIn(argument: Node | undefined): string {
  if (argument?.type !== "ObjectExpression") return (argument?.["value"] as string | undefined) ?? "";
  const named = (argument["properties"] as { key?: Node; value?: Node }[]).find(
    ({ key }) => key?.["value"] === "namespace",
  );
  return (named?.value?.["value"] as string | undefined) ?? "";
}

/** `t` of `t(…)` and of `t.rich(…)`. */
function calledName(callee: Node): string | undefined {
  if (callee.type === "Identifier") return callee["value"] as string;
  if (callee.type !== "MemberExpression") return undefined;
  const object = callee["object"] as Node;
  return object.type === "Identifier" ? (object["value"] as string) : undefined;
}

function keysSaid(node: Node): string[] {
  if (node.type === "StringLiteral") return [node["value"] as string];
  if (node.type === "ConditionalExpression")
    return [...keysSaid(node["consequent"] as Node), ...keysSaid(node["alternate"] as Node)];
  if (node.type === "TemplateLiteral")
    return [`${(node["quasis"] as { cooked: string }[])[0]?.cooked ?? ""}*`];
  return [];
}

function keysOf(node: Node): string[] | null {
  if (node.type !== "ObjectExpression") return null;
  return (node["properties"] as Node[]).map((property) => {
    if (property.type === "Identifier") return property["value"] as string;
    return ((property["key"] as { value?: string } | undefined)?.value ?? "") as string;
  });
}

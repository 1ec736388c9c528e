/**
 * From what went wrong in a config text to what a person reads: field, value, line, remedy. Owns wording and
 * positions; reads no file and knows no field by name.
 *
 * @module
 */
import { findNodeAtLocation, type Node, type ParseError, printParseErrorCode } from "jsonc-parser";
import type { z } from "zod";
import { describeNode, nodeAt, type SchemaNode } from "./json_schema.ts";
import { nearest } from "./nearest.ts";

/** One thing to correct. */
export interface Problem {
  /** Line, counted from 1. */
  readonly line: number;
  /** Field, such as `listen[0].port`; `""` for the file as a whole. */
  readonly field: string;
  /** What is wrong with it. */
  readonly message: string;
  /** What to write instead. */
  readonly remedy: string;
}

/** Keys and indices from the top of the file to a value. */
export type Path = readonly PropertyKey[];

/** Problems shown at most; a broken file has hundreds of the same. */
const MAX_PROBLEMS = 10;
/** Most that are looked at to find them: each takes a walk through the file. */
const MAX_LOOKED_AT = 100;

/** `["listen", 0, "port"]` → `listen[0].port`. */
function fieldOf(path: Path): string {
  return path.map((step) => typeof step === "number" ? `[${step}]` : `.${String(step)}`).join("").replace(
    /^\./,
    "",
  );
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;

/** The node at a path, or the closest one above it that exists. */
function closest(root: Node, path: Path): { node: Node; whole: boolean } {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length) as (string | number)[]);
    if (node) return { node, whole: length === path.length };
  }
  return { node: root, whole: path.length === 0 };
}

function shown(text: string): string {
  const flat = text.replace(/\s+/g, " ");
  return flat.length > 40 ? `${flat.slice(0, 40)}…` : flat;
}

/**
 * Where the text stops being JSON.
 *
 * @internal
 */
export function syntaxProblems(text: string, errors: readonly ParseError[]): Problem[] {
  return errors.slice(0, MAX_PROBLEMS).map(({ error, offset, length }) => {
    const found = text.slice(offset, offset + Math.max(1, length));
    const name = printParseErrorCode(error).replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
    return {
      line: lineAt(text, offset),
      field: "",
      message: found.trim() === "" ? `${name} at the end` : `${name} at "${shown(found)}"`,
      remedy: "Check commas, quotes and brackets around it",
    };
  });
}

/**
 * What the schema refused.
 *
 * @internal
 */
export function schemaProblems(
  text: string,
  root: Node,
  issues: readonly z.core.$ZodIssue[],
  schema: SchemaNode,
): Problem[] {
  return issues.slice(0, MAX_LOOKED_AT).flatMap((issue) => problemsOf(issue, text, root, schema))
    .sort((a, b) => a.line - b.line).slice(0, MAX_PROBLEMS);
}

function problemsOf(issue: z.core.$ZodIssue, text: string, root: Node, schema: SchemaNode): Problem[] {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.slice(0, MAX_LOOKED_AT).map((key) => unknownKey(path, key, text, root, schema));
  }
  const { node, whole } = closest(root, path);
  const line = lineAt(text, node.offset);
  const field = fieldOf(path);
  if (!whole) {
    return [{ line, field, message: "is missing", remedy: `Write ${describeNode(nodeAt(schema, path))}` }];
  }
  const message = `cannot be ${shown(text.slice(node.offset, node.offset + node.length))}`;
  // Texts of our own (refine, regex) start with "Write": they say more than the schema can.
  const own = [
    issue.message,
    ...(issue.code === "invalid_key" ? issue.issues.map((inner) => inner.message) : []),
  ]
    .find((candidate) => candidate.startsWith("Write "));
  return [{ line, field, message, remedy: own ?? `Write ${describeNode(nodeAt(schema, path))}` }];
}

function unknownKey(path: Path, key: string, text: string, root: Node, schema: SchemaNode): Problem {
  const known = Object.keys(nodeAt(schema, path)?.properties ?? {}).filter((name) => !name.startsWith("$"));
  const meant = nearest(key, known);
  return {
    line: lineAt(text, closest(root, [...path, key]).node.offset),
    field: fieldOf([...path, key]),
    message: "is not known",
    remedy: meant ? `Did you mean "${meant}"?` : `Known here: ${known.join(", ")}`,
  };
}

/** The problems as a block of lines, one each. */
export function problemText(problems: readonly Problem[]): string {
  return problems.map(({ line, field, message, remedy }) =>
    `  line ${line}: ${field ? `${field} ` : ""}${message}. ${remedy}${/[?]$/.test(remedy) ? "" : "."}`
  ).join("\n");
}

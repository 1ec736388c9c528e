/**
 * The JSON schema of the boot configuration, and walking it by path. Error texts, the default file and the reference
 * read it, so that they cannot disagree with the validation.
 *
 * @module
 */
import { z } from "zod";
import { CONFIG_SCHEMA } from "./schema.ts";

/** The parts of JSON schema that ours uses. */
export interface SchemaNode {
  /** JSON type. */
  readonly type?: string;
  /** What it is for. */
  readonly description?: string;
  /** Value when the key is missing. */
  readonly default?: unknown;
  /** Keys of an object. */
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  /** Keys that may not be missing. */
  readonly required?: readonly string[];
  /** Values of further keys, or `false`. */
  readonly additionalProperties?: SchemaNode | false;
  /** Items of a list. */
  readonly items?: SchemaNode;
  /** Alternatives. */
  readonly anyOf?: readonly SchemaNode[];
  /** The only values. */
  readonly enum?: readonly unknown[];
  /** The only value. */
  readonly const?: unknown;
  /** Bounds of a number. */
  readonly minimum?: number;
  /** Bounds of a number. */
  readonly maximum?: number;
  /** Fewest characters of a text. */
  readonly minLength?: number;
  /** Bounds of a list. */
  readonly minItems?: number;
  /** Bounds of a list. */
  readonly maxItems?: number;
}

/** The JSON schema (draft 2020-12) of what people write into `hubcap.jsonc`. */
export function configJsonSchema(): SchemaNode {
  return z.toJSONSchema(CONFIG_SCHEMA, { io: "input" }) as SchemaNode;
}

/** The schema of the value at a path, or `undefined` where the schema has nothing to say. */
export function nodeAt(root: SchemaNode, path: readonly PropertyKey[]): SchemaNode | undefined {
  let node: SchemaNode | undefined = root;
  for (const step of path) {
    if (typeof step === "number") node = node?.items;
    else node = node?.properties?.[String(step)] ?? (node?.additionalProperties || undefined);
  }
  return node;
}

/** What a value has to be, in words that fit behind "write". */
export function describeNode(node: SchemaNode | undefined): string {
  if (!node) return "something else";
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.enum) {
    return node.enum.map((value) => JSON.stringify(value)).join(", ").replace(/, ([^,]*)$/, " or $1");
  }
  if (node.anyOf) return node.anyOf.map(describeNode).join(" or ");
  const { type, minimum = -Infinity, maximum = Infinity, minItems = 0, maxItems = Infinity } = node;
  if (type === "integer") return `a whole number from ${minimum} to ${maximum}`;
  if (type === "boolean") return "true or false";
  if (type === "array") {
    const many = minItems > 0 ? `${minItems} to ${maxItems}` : `at most ${maxItems}`;
    return `a list of ${node.items?.type === "string" ? "texts" : "entries"} in [ ] (${many})`;
  }
  if (type === "object") return "an object in { }";
  if (type !== "string") return "something else";
  return node.minLength ? "a text in quotes that is not empty" : "a text in quotes";
}

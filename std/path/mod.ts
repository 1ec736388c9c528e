/**
 * Local stand-in for `jsr:@std/path`: the functions this project uses, on top of `node:path` and `node:url`.
 * Owns names and types only. Remove it by deleting the `links` line of deno.json where JSR can be reached.
 *
 * @module
 */
import * as node from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Joins path segments and normalises the result. */
export function join(path?: URL | string, ...paths: string[]): string {
  if (path === undefined) return ".";
  return node.join(path instanceof URL ? fromFileUrl(path) : path, ...paths);
}

/** The path without its last segment. */
export function dirname(path: string | URL): string {
  return node.dirname(path instanceof URL ? fromFileUrl(path) : path);
}

/** The last segment of a path, without `suffix` if it ends so. */
export function basename(path: string | URL, suffix = ""): string {
  return node.basename(path instanceof URL ? fromFileUrl(path) : path, suffix);
}

/** The extension with its dot, or `""`. */
export function extname(path: string | URL): string {
  return node.extname(path instanceof URL ? fromFileUrl(path) : path);
}

/** Resolves segments, right to left, to an absolute path; the working directory is the last resort. */
export function resolve(...pathSegments: string[]): string {
  return node.resolve(...pathSegments);
}

/** The path from `from` to `to`; `""` when they are the same place. */
export function relative(from: string, to: string): string {
  return node.relative(from, to);
}

/** True when the path starts at a root. */
export function isAbsolute(path: string): boolean {
  return node.isAbsolute(path);
}

/** Resolves `.`, `..` and repeated separators. */
export function normalize(path: string | URL): string {
  return node.normalize(path instanceof URL ? fromFileUrl(path) : path);
}

/**
 * The path of a `file:` URL.
 *
 * @throws {TypeError} for any other scheme.
 */
export function fromFileUrl(url: string | URL): string {
  const parsed = new URL(url);
  if (parsed.protocol !== "file:") {
    throw new TypeError(`URL must be a file URL: received "${parsed.protocol}"`);
  }
  return fileURLToPath(parsed);
}

/**
 * The `file:` URL of an absolute path.
 *
 * @throws {TypeError} for a relative path.
 */
export function toFileUrl(path: string): URL {
  if (!node.isAbsolute(path)) throw new TypeError(`Path must be absolute: received "${path}"`);
  return pathToFileURL(path);
}

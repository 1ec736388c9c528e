/**
 * The path functions give what the original's documentation gives (POSIX forms).
 *
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import {
  basename,
  dirname,
  extname,
  fromFileUrl,
  isAbsolute,
  join,
  normalize,
  relative,
  resolve,
  toFileUrl,
} from "@std/path";

const posix = { ignore: Deno.build.os === "windows" };

Deno.test("path: segments are joined, resolved and normalised", posix, () => {
  assertEquals(join("/foo", "bar", "baz/asdf", "quux", ".."), "/foo/bar/baz/asdf");
  assertEquals([join(), join(""), join("a", "")], [".", ".", "a"]);
  assertEquals(join(new URL("file:///foo"), "bar"), "/foo/bar");
  assertEquals(resolve("/foo", "bar", "../baz"), "/foo/baz");
  assertEquals(resolve("x"), `${Deno.cwd()}/x`);
  assertEquals(normalize("/foo/bar//baz/asdf/quux/.."), "/foo/bar/baz/asdf");
  assertEquals([relative("/data/a/b", "/data/c/d"), relative("/a", "/a")], ["../../c/d", ""]);
});

Deno.test("path: parts of a path, given as text or as URL", posix, () => {
  assertEquals([dirname("/srv/user/Documents/image.png"), dirname("a")], ["/srv/user/Documents", "."]);
  assertEquals([basename("/a/image.png"), basename("/a/image.png", ".png"), basename("/a/b/")], [
    "image.png",
    "image",
    "b",
  ]);
  assertEquals([extname("file.ts"), extname("file"), extname(".rc"), extname("a.b.c")], [
    ".ts",
    "",
    "",
    ".c",
  ]);
  const url = new URL("file:///a/b%20c.ts");
  assertEquals([dirname(url), basename(url), extname(url), normalize(url)], [
    "/a",
    "b c.ts",
    ".ts",
    "/a/b c.ts",
  ]);
  assertEquals([isAbsolute("/a"), isAbsolute("a"), isAbsolute("")], [true, false, false]);
});

Deno.test(
  "path: file URLs and paths are each other's inverse, other URLs and relative paths are refused",
  posix,
  () => {
    for (const path of ["/a/b", "/a b/ü", "/100%/#x?"]) assertEquals(fromFileUrl(toFileUrl(path)), path);
    assertEquals(toFileUrl("/a b").href, "file:///a%20b");
    assertThrows(() => fromFileUrl("https://a/b"), TypeError, "must be a file URL");
    assertThrows(() => toFileUrl("a/b"), TypeError, "must be absolute");
  },
);

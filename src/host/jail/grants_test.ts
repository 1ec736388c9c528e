/**
 * What an operator may write, what is refused, and how symlinks are judged.
 *
 * @module
 */
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { HubError } from "../../core/errors.ts";
import { isInside } from "./granted_paths.ts";
import { checkGrants, MAX_ENTRIES, noGrants } from "./grants.ts";

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const check = (written: Record<string, unknown> | undefined, folder = "/") =>
  checkGrants(written, { folder, field: "scripts.a.permissions" });

Deno.test("grants: nothing written is nothing granted", async () => {
  assertEquals(await check(undefined), noGrants());
  assertEquals(await check({ net: false, read: [] }), {
    ...noGrants(),
    deno: { ...noGrants().deno, read: [] },
  });
});

Deno.test("grants: lists pass through and are summed up for people", async () => {
  const { deno, grants, summary } = await check({
    net: ["api.example.org:443", "*.example.com", "10.0.0.0/8", "[::1]:80"],
    env: ["BOT_*"],
    sys: ["hostname"],
  });
  assertEquals(deno.net, ["api.example.org:443", "*.example.com", "10.0.0.0/8", "[::1]:80"]);
  assertEquals(grants, { net: true, run: false, ffi: false, sys: true });
  assertEquals(summary[0], "net: api.example.org:443, *.example.com, 10.0.0.0/8, [::1]:80");
  assertEquals(summary[1], "read: none");
});

const BAD: [written: Record<string, unknown>, message: RegExp][] = [
  [{ network: true }, /permissions\.network: true is not a kind/],
  [{ deny: ["x"] }, /deny list/],
  [{ "deny-net": ["x"] }, /deny list/],
  [{ denyNet: true }, /deny list/],
  [{ net: "x" }, /neither true, false nor a list/],
  [{ net: ["a", 1] }, /neither/],
  [{ net: null }, /neither/],
  [{ net: [":80"] }, /":80" names no host/],
  [{ net: ["http://x"] }, /address with a path/],
  [{ net: ["x.org/path"] }, /address with a path/],
  [{ net: ["a b"] }, /not a host/],
  [{ net: ["x.org:70000"] }, /not a host/],
  [{ net: [""] }, /is empty/],
  [{ env: ["A B"] }, /not a variable name/],
  [{ sys: ["cpus"] }, /not known/],
  [{ run: ["ls -l"] }, /has arguments/],
  [{ import: true }, /is not supported/],
  [{ import: ["jsr.io"] }, /is not supported/],
  [{ read: ["~/x"] }, /starts with ~/],
  [{ read: ["file:///x"] }, /is a URL/],
  [{ read: ["/no/such/folder/x"] }, /no existing folder/],
  [{ write: ["\0"] }, /not a path/],
  [{ net: Array(MAX_ENTRIES + 1).fill("a") }, /too many/],
];

for (const [written, message] of BAD) {
  Deno.test(`grants: refuses ${JSON.stringify(written).slice(0, 60)}`, async () => {
    const error = await assertRejects(() => check(written), HubError) as HubError;
    assertEquals(error.code, "config.invalid");
    assertMatch(error.message, message);
    assertMatch(error.message, /^Cannot use scripts\.a\.permissions\./);
    assertEquals(typeof error.remedy, "string");
  });
}

Deno.test("grants: relative paths start at the config folder and are made real", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "data"));
    await Deno.symlink(join(folder, "data"), join(folder, "link"));
    const { deno } = await check({ read: ["data", "link"], write: ["data/new.txt"] }, folder);
    assertEquals(deno.read, [join(folder, "data"), join(folder, "data")]);
    assertEquals(deno.write, [join(folder, "data/new.txt")]);
  });
});

Deno.test("grants: a symlink out of a granted folder is refused, at any depth and also when it dangles", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "data/deep"), { recursive: true });
    await Deno.mkdir(join(folder, "data/ok"));
    await Deno.symlink(join(folder, "data/ok"), join(folder, "data/deep/inside"));
    assertEquals((await check({ read: ["data"] }, folder)).warnings, []);
    const link = join(folder, "data/deep/outside");
    for (const target of ["/etc", join(folder, "not-yet")]) {
      await Deno.symlink(target, link);
      await assertRejects(() => check({ read: ["data"] }, folder), HubError, "data/deep/outside");
      await Deno.remove(link);
    }
  });
});

Deno.test("grants: what weakens the jail is warned about", async () => {
  const { warnings } = await check({ run: ["git"], ffi: true, write: true, env: true });
  assertEquals(warnings.length, 4);
});

Deno.test("grants: inside means below or equal", () => {
  assertEquals(isInside("/a", "/a"), true);
  assertEquals(isInside("/a", "/a/..b"), true);
  assertEquals(isInside("/a", "/ab"), false);
  assertEquals(isInside("/a/b", "/a"), false);
});

/**
 * Uses each kind of access that nobody granted.
 *
 * @module
 */
import { attempt, expectAbsent } from "./attempt.ts";

await attempt("read", () => Deno.readTextFile("/etc/passwd"));
await attempt("readSync", () => Deno.readTextFileSync("/etc/passwd"));
await attempt("readDir", () => Deno.readDirSync("/").next());
await attempt("stat", () => Deno.stat("/etc/passwd"));
await attempt("write", () => Deno.writeTextFile("/tmp/hubcap-escape", "x"));
await attempt("remove", () => Deno.remove("/tmp"));
await attempt("rename", () => Deno.rename("/tmp", "/tmp2"));
await attempt("env", () => Deno.env.get("HOME"));
await attempt("all of env", () => Deno.env.toObject());
await attempt("connect", () => Deno.connect({ hostname: "127.0.0.1", port: 1 }));
await attempt("listen", () => Deno.listen({ port: 0 }));
await attempt("serve", () => Deno.serve({ port: 0 }, () => new Response()));
await attempt("dns", () => Deno.resolveDns("example.org", "A"));
await attempt("run", () => new Deno.Command("true").output());
await attempt("ffi", () => Deno.dlopen("libc.so.6", {}));
await attempt("sys", () => Deno.hostname());
expectAbsent("env.set", () => (Deno.env as unknown as Record<string, unknown>).set);
for (const name of ["fetch", "WebSocket", "EventSource", "WebSocketStream", "WebTransport"]) {
  expectAbsent(name, () => (globalThis as unknown as Record<string, unknown>)[name]);
}

export function OnParsedMsgChat(): number {
  return 1;
}

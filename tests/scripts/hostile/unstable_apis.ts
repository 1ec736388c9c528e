/**
 * APIs that end the whole process when their unstable flag is missing.
 *
 * @module
 */
import { attempt, expectAbsent } from "./attempt.ts";

const deno = Deno as unknown as Record<string, (options: unknown, more?: unknown) => unknown>;
expectAbsent("openKv", () => deno.openKv);
expectAbsent("listenDatagram", () => deno.listenDatagram);
expectAbsent("createHttpClient", () => deno.createHttpClient);
expectAbsent("bundle", () => deno.bundle);
await attempt("listen reusePort", () => deno.listen!({ port: 0, reusePort: true }));
await attempt("listen vsock", () => deno.listen!({ transport: "vsock", cid: 1, port: 1 }));
await attempt("connect vsock", () => deno.connect!({ transport: "vsock", cid: 1, port: 1 }));
await attempt("connect unix", () => deno.connect!({ transport: "unix", path: "/run/x" }));
await attempt("serve vsock", () => deno.serve!({ transport: "vsock", cid: 1, port: 1 }, () => new Response()));
await attempt("serve reusePort", () => deno.serve!({ port: 0, reusePort: true }, () => new Response()));

export function OnParsedMsgChat(): number {
  return 1;
}

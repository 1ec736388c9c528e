/**
 * Logins per address, and users sent on to the encrypted address.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { hubKit } from "../testing/hub_kit.ts";

const kitWith = (most: number) => hubKit({ settings: { max_logins_from_ip: most } });

Deno.test("logins: one address has only so many at once; others still get in", () => {
  const kit = kitWith(2);
  const first = [kit.connect("192.0.2.1"), kit.connect("192.0.2.1")];
  assertEquals(first.map(({ accepted }) => accepted), [true, true]);
  assertEquals(kit.connect("192.0.2.1").accepted, false);
  assertEquals(kit.metrics.read("hub_connections_refused_total"), 1);
  assertEquals(kit.connect("192.0.2.2").accepted, true);
  first[0]!.drop();
  assertEquals(kit.connect("192.0.2.1").accepted, true);
  assertEquals(kit.hub.context.logins.size, 3);
});

Deno.test("logins: who is in does not count, whoever is refused counts until the connection is gone", async () => {
  const kit = kitWith(1);
  const anna = await kit.login("anna", { ip: "192.0.2.1" });
  assertEquals(kit.hub.context.logins.size, 0);
  const refused = kit.connect("192.0.2.1");
  refused.send("$Key wrong|");
  assertEquals(refused.ended, "end");
  assertEquals(kit.connect("192.0.2.1").accepted, false);
  refused.drop("local");
  anna.drop();
  assertEquals([kit.connect("192.0.2.1").accepted, kit.hub.context.logins.size], [true, 1]);
});

Deno.test("logins: an IPv6 network counts as one address, this machine and 0 as no limit", () => {
  const kit = kitWith(1);
  assertEquals(kit.connect("2001:db8::1").accepted, true);
  assertEquals(kit.connect("2001:db8::2").accepted, false);
  assertEquals(kit.connect("2001:db8:0:1::1").accepted, true);
  for (const ip of ["127.0.0.1", "127.0.0.1", "::1", "::1"]) assertEquals(kit.connect(ip).accepted, true);
  kit.store.settings.set("max_logins_from_ip", 0);
  assertEquals(kit.connect("2001:db8::3").accepted, true);
});

Deno.test("logins: a script that refuses a connection leaves no count behind", () => {
  const kit = kitWith(1);
  kit.scripts.on("OnNewConn", { allow: false });
  for (let i = 0; i < 3; i++) assertEquals(kit.connect("192.0.2.1").accepted, false);
  assertEquals(kit.hub.context.logins.size, 0);
});

Deno.test("tls only: a plain client is told where to go and closed, an encrypted one is not", () => {
  const kit = hubKit({ settings: { tls_only_mode: true } });
  const plain = kit.connect();
  const [lock, text, move] = plain.take();
  assertStringIncludes(lock!, "$Lock ");
  assertStringIncludes(text!, "encrypted connections only: nmdcs://hub.example:4111");
  assertEquals([move, plain.ended], ["$ForceMove nmdcs://hub.example:4111", "end"]);
  const secure = kit.connect("10.1.1.1", "1.3");
  assertEquals([secure.take().length, secure.ended], [1, null]);
  kit.store.settings.set("not_tls_redirect", "nmdcs://x.example");
  assertEquals(kit.connect().take().at(-1), "$ForceMove nmdcs://x.example");
});

Deno.test("supports: ZPipe0 is offered to plain links only, and not where it is switched off", () => {
  const kit = hubKit();
  const answer = (tls: string): string => {
    const client = kit.connect("10.1.1.1", tls);
    client.take();
    client.send("$Supports ZPipe0 TTHS|");
    return client.take()[0]!;
  };
  assertEquals([answer(""), answer("1.3")], ["$Supports ZPipe0 TTHS", "$Supports TTHS"]);
  kit.store.settings.set("disable_zlib", true);
  assertEquals(answer(""), "$Supports TTHS");
});

Deno.test("logins: while too many log in there are places left for where operators came from last", async () => {
  const account = (nick: string, userClass: number) => ({ nick, class: userClass, passwordHash: "hash:x" });
  const kit = hubKit({
    maxLogins: 2,
    settings: { reserved_op_logins: 1, int_login: 0 },
    accounts: [account("Op", 3), account("Vip", 2), account("Late", 5)],
  });
  for (const [nick, ip] of [["Op", "192.0.2.1"], ["Vip", "192.0.2.2"]] as const) {
    (await kit.login(nick, { password: "x", ip })).drop();
  }
  for (let i = 3; i < 5; i++) assertEquals(kit.connect(`198.51.100.${i}`).accepted, true);
  assertEquals(kit.connect("192.0.2.2").accepted, false);
  const op = await kit.login("Op", { password: "x", ip: "192.0.2.1" });
  assertEquals([op.accepted, op.ended], [true, null]);
  const second = kit.connect("192.0.2.1");
  assertEquals([second.accepted, kit.connect("192.0.2.1").accepted], [true, false]);
  second.drop();
  // Who became known as an operator's address meanwhile is known within a minute.
  kit.store.accounts.update("Late", { loginIp: "192.0.2.9" });
  assertEquals(kit.connect("192.0.2.9").accepted, false);
  kit.clock.tick(60_000);
  const late = kit.connect("192.0.2.9");
  assertEquals(late.accepted, true);
  late.drop();
  kit.store.settings.set("reserved_op_logins", 0);
  assertEquals(kit.connect("192.0.2.1").accepted, false);
});

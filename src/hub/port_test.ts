/**
 * The port: every call that sends, closes or changes something, and the snapshot for a fresh replica.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { fakeScripts } from "./testing/fake_scripts.ts";
import { hubKit, MODERN, myInfo } from "./testing/hub_kit.ts";

const ACCOUNTS = [{ nick: "Op", class: 3, passwordHash: "hash:secret" }];
const ALL = { min: 0, max: 10 };

async function scene() {
  const kit = hubKit({ accounts: ACCOUNTS });
  const anna = await kit.login("anna");
  const op = await kit.login("Op", { password: "secret", mode: "P" });
  anna.take();
  return { kit, port: kit.hub.port, anna, op };
}

Deno.test("port: main chat goes to a range of classes, one final pipe is forgiven, others are text", async () => {
  const { port, anna, op } = await scene();
  port.mainChat("Bot", "hello|", ALL);
  port.mainChat("Bot", "a|b", { min: 3, max: 10 });
  assertEquals(anna.take(), ["<Bot> hello"]);
  assertEquals(op.take(), ["<Bot> hello", "<Bot> a&#124;b"]);
});

Deno.test("port: text to one user reports who is not there, bots included", async () => {
  const { port, anna } = await scene();
  assertEquals([
    port.chatTo("ANNA", "Bot", "x"),
    port.chatTo("nobody", "Bot", "x"),
    port.chatTo("Hubcap", "Bot", "x"),
  ], [
    true,
    false,
    false,
  ]);
  assertEquals(port.privateMessage("anna", "Bot", "Shown", "psst"), true);
  assertEquals(anna.take(), ["<Bot> x", "$To: anna From: Bot $<Shown> psst"]);
});

Deno.test("port: a private message to all is addressed to each", async () => {
  const { port, anna, op } = await scene();
  port.privateToAll("Bot", "news", ALL);
  assertEquals([anna.take(), op.take()], [
    ["$To: anna From: Bot $<Bot> news"],
    ["$To: Op From: Bot $<Bot> news"],
  ]);
});

Deno.test("port: operator chat is signed by a user who is online, else by the room", async () => {
  const { kit, port, op } = await scene();
  assertEquals([
    port.operatorChat("a", "anna"),
    port.operatorChat("b", "nobody"),
    port.operatorChat("c", null),
  ], [
    true,
    true,
    true,
  ]);
  assertEquals(op.take(), [
    "$To: Op From: OpChat $<anna> a",
    "$To: Op From: OpChat $<OpChat> b",
    "$To: Op From: OpChat $<OpChat> c",
  ]);
  kit.store.settings.set("opchat_name", "");
  assertEquals(port.operatorChat("d", null), false);
});

Deno.test("port: raw data gets its pipe, may wait, and reaches active or passive users alone", async () => {
  const { port, anna, op } = await scene();
  const before = anna.later;
  assertEquals([port.rawTo("anna", "$X 1", true), port.rawTo("nobody", "$X", false)], [true, false]);
  assertEquals(anna.later, before + 1);
  port.rawToAll("$A|", ALL, "active", false);
  port.rawToAll("$P", ALL, "passive", false);
  port.rawToAll("$C", { min: 3, max: 3 }, "all", false);
  assertEquals([anna.take(), op.take()], [["$X 1", "$A"], ["$P", "$C"]]);
});

Deno.test("port: a close may wait; who leaves before takes the wait along", async () => {
  const { kit, port, anna, op } = await scene();
  assertEquals([port.closeUser("anna", 2, 500), port.closeUser("nobody", 2, 0)], [true, false]);
  kit.clock.tick(499);
  assertEquals(anna.ended, null);
  kit.clock.tick(1);
  assertEquals(anna.ended, "end");
  port.closeUser("Op", 999, 500);
  op.drop();
  kit.clock.tick(1000);
  assertEquals(op.ended, null);
});

Deno.test("port: a rewritten MyINFO is shown to everybody and to newcomers, until the client sends its own", async () => {
  const { kit, port, anna, op } = await scene();
  kit.scripts.take();
  const change = { desc: "new", tag: "", speed: null, email: "a@b", share: "5" };
  assertEquals([port.setMyInfo("anna", change), port.setMyInfo("nobody", change)], [true, false]);
  const line = "$MyINFO $ALL anna new$ $50\x01$a@b$5$";
  assertEquals([anna.take(), op.take()], [[line], [line]]);
  assertEquals(kit.scripts.take(), [`anna.myInfo=${line}`]);
  assertEquals(kit.hub.users.get("anna")?.share, 1000);
  kit.clock.tick(60_000);
  op.take();
  anna.send(`${myInfo("anna", { desc: "mine" })}|`);
  assertEquals(op.take(), [myInfo("anna", { desc: "mine" })]);
});

Deno.test("port: a snapshot is what a fresh replica needs", async () => {
  const { kit, port } = await scene();
  kit.store.settings.set("hub_topic", "now");
  const fresh = fakeScripts();
  port.snapshot(fresh.sink.state);
  const heard = fresh.take();
  assertEquals(heard[0], "names Hubcap OpChat");
  assertEquals(heard.includes("set hub_topic=now") && heard.includes("topic now"), true);
  assertEquals(heard.slice(-5), ["+Hubcap", "+OpChat", "+anna", "+Op", "counts 2 2000"]);
});

Deno.test("port: the state of a user has what the client announced", async () => {
  const kit = hubKit();
  const states: unknown[] = [];
  kit.scripts.sink.state.userIn = (user) => void states.push(user);
  await kit.login("anna", { ip: "1.1.1.1", supports: `${MODERN} MCTo` });
  assertEquals(states, [{
    nick: "anna",
    class: 0,
    ip: "1.1.1.1",
    connected: true,
    op: false,
    myInfo: myInfo("anna"),
    realMyInfo: myInfo("anna"),
    share: 1000,
    hubUrl: "",
    extJson: "",
    version: "1,0091",
    supports: `${MODERN} MCTo`,
    chat: true,
    tls: "",
  }]);
});

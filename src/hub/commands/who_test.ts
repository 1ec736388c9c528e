/**
 * Questions about users: by nick, by address, by place, by client.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { answers, commandKit } from "../testing/command_kit.ts";
import { MODERN } from "../testing/hub_kit.ts";
import { MAX_NICKS } from "./user_info.ts";
import { MAX_SHOWN } from "./who.ts";

async function scene() {
  const kit = commandKit({}, {
    countries: { "10.4.4.4": "DE", "2001:db8::7": "FR" },
    hostOf: (ip, done) => done(ip === "10.4.4.4" ? "anna.example" : null),
  });
  const oper = await kit.enter("oper", { ip: "10.9.9.9" });
  await kit.enter("anna", { ip: "10.4.4.4", desc: "likes fish", tls: "1.3" });
  await kit.enter("bob", { ip: "10.4.5.5", supports: `${MODERN} ChatOnly` });
  await kit.enter("six", { ip: "2001:db8::7", tls: "1.2" });
  /** The nicks of an answer, or the answer itself when it is none. */
  const who = async (line: string): Promise<string> => {
    const [answer = ""] = await kit.type(oper, "oper", line);
    const [head, ...lines] = answer.split("\r\n");
    return head!.startsWith("Users (") ? lines.map((one) => one.split(" ")[0]).join(" ") : answer;
  };
  return { kit, oper, who };
}

Deno.test("!whoip: users of an address, in any of its forms", async () => {
  const { who } = await scene();
  assertEquals(await who("!whoip 10.4.4.4"), "anna");
  assertEquals(await who("!wip ::ffff:10.4.4.4"), "anna");
  assertEquals(await who("!whoaddr 2001:DB8:0::7"), "six");
  assertEquals(await who("!whoip 10.4.4.9"), "Nobody online fits: 10.4.4.9");
  assertMatch(await who("!whoip nonsense"), /^Write an address/);
});

Deno.test("!whorange: prefixes and ranges of both families", async () => {
  const { who } = await scene();
  assertEquals(await who("!whorange 10.4.0.0/16"), "anna bob");
  assertEquals(await who("!wsub 10.4.5.0-10.4.5.255"), "bob");
  assertEquals(await who("!whosubnet 10.4.5.0..10.9.9.9"), "oper bob");
  assertEquals(await who("!wrange 2001:db8::/32"), "six");
  assertEquals(await who("!whorange 0.0.0.0/0"), "oper anna bob");
  for (const wrong of ["", "10.0.0.0/33", "10.0.0.9-10.0.0.1", "x"]) {
    assertMatch(await who(`!whorange ${wrong}`), /^Write a range/, wrong);
  }
});

Deno.test("!who…: country, city, client, TLS, port", async () => {
  const { who } = await scene();
  assertEquals(await who("!whocc de"), "anna");
  assertEquals(await who("!wcity of FR"), "six");
  assertEquals(await who("!whocc XX"), "Nobody online fits: XX");
  assertMatch(await who("!whocc Germany"), /^Write the two letters/);
  assertEquals(await who("!whoinfo LIKES"), "anna");
  assertEquals(await who("!whomyinfo $ALL"), "Nobody online fits: $ALL");
  assertEquals(await who("!whosups chatonly"), "bob");
  assertEquals(await who("!whover 1,0091"), "oper anna bob six");
  assertEquals(await who("!whotls 1.3"), "anna");
  assertEquals(await who("!whotls none"), "oper bob");
  assertEquals(await who("!whoport 4111"), "oper anna bob six");
  assertEquals(await who("!whoport 4112"), "Nobody online fits: 4112");
  assertMatch(await who("!whoport x"), /^Write a port/);
  for (const word of ["city", "url", "tls", "sups", "ver", "info"]) {
    assertMatch(await who(`!who${word}`), /^Write a /, word);
  }
});

Deno.test("!whourl: the address of the hub that clients dialled", async () => {
  const { kit, who } = await scene();
  const dan = await kit.enter("dan", { supports: `${MODERN} HubURL`, keep: true });
  dan.send("$MyHubURL dchub://Hub.Example:411/|");
  assertEquals(await who("!whourl hub.ex"), "dan");
});

Deno.test("!whoip: the answer is bounded", async () => {
  const { kit, oper } = await scene();
  for (let i = 0; i < MAX_SHOWN + 5; i++) await kit.login(`clone${i}`, { ip: "10.8.8.8" });
  const [answer] = await kit.type(oper, "oper", "!whoip 10.8.8.8");
  assertEquals(answer!.split("\r\n").length, MAX_SHOWN + 2);
  assertMatch(answer!, /… and 5 more$|and 5 more$/);
});

Deno.test("!getip, !gethost, !getinfo: one user is answered in chat, several in a private message", async () => {
  const { kit, oper } = await scene();
  const ask = (line: string) => kit.type(oper, "oper", line);
  assertEquals(await ask("!gi ANNA"), ["anna: 10.4.4.4"]);
  assertEquals(await ask("!getip anna nobody Hubcap"), [
    "anna: 10.4.4.4\r\nnobody is not online.\r\nHubcap is a bot.",
  ]);
  assertEquals(await ask("!gh anna bob"), ["anna: anna.example (10.4.4.4)\r\nbob: no name (10.4.5.5)"]);
  const [info] = await ask("!gn anna");
  for (
    const part of ["class 0 (guest), not registered", "DE Land of DE, City of DE", "anna.example", "TLS 1.3"]
  ) {
    assertStringIncludes(info!, part);
  }
  assertMatch((await ask("!getip"))[0]!, /^Write whom/);
  assertMatch((await ask(`!getip ${"x ".repeat(MAX_NICKS + 1)}`))[0]!, /^At most/);
});

Deno.test("!gethost: a slow name server keeps nothing else waiting", async () => {
  const waiting: ((host: string | null) => void)[] = [];
  const kit = commandKit({}, { hostOf: (_ip, done) => void waiting.push(done) });
  const oper = await kit.enter("oper");
  await kit.enter("anna", { ip: "10.4.4.4" });
  assertEquals(await kit.type(oper, "oper", "!gethost anna oper"), []);
  assertEquals(await kit.type(oper, "oper", "!getip anna"), ["anna: 10.4.4.4"]);
  waiting.forEach((done) => done("slow.example"));
  assertMatch(answers(oper)[0]!, /^anna: slow.example \(10.4.4.4\)\r\noper: slow.example/);
});

Deno.test("!getip, !whoip: of a higher class an operator sees what everybody sees", async () => {
  const { kit, oper, who } = await scene();
  await kit.enter("root", { ip: "10.1.1.1" });
  kit.hub.port.setUserIp("root", "192.0.2.1");
  kit.hub.port.setUserIp("bob", "192.0.2.2");
  assertEquals(await kit.type(oper, "oper", "!getip root"), ["root: 192.0.2.1"]);
  assertEquals(await kit.type(oper, "oper", "!getip bob"), ["bob: 10.4.5.5"]);
  assertEquals(await who("!whoip 10.1.1.1"), "Nobody online fits: 10.1.1.1");
});

Deno.test("!whoinfo: what a client says of itself stays one line of the list", async () => {
  const { kit, oper } = await scene();
  await kit.enter("eve", { desc: "x\r\nroot 10.6.6.6: y\x1b[2J" });
  const [answer] = await kit.type(oper, "oper", "!whoinfo 10.6.6.6");
  assertMatch(answer!, /^Users \(1\): 10\.6\.6\.6\r\neve \S+ x root 10\.6\.6\.6: y \[2J<Test [^\r\n]*$/);
});

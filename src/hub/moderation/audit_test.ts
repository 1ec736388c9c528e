/**
 * Tests of the audit trail: what is written for commands, messages, scripts and refusals, and what never is.
 *
 * @module
 */
import { assert, assertEquals, assertFalse, assertMatch, assertStringIncludes } from "@std/assert";
import type { SettingValues } from "../../config/settings.ts";
import { createLog } from "../../core/log.ts";
import type { AuditEntry } from "../../store/audit.ts";
import type { KickRequest } from "../../port/hub_port.ts";
import type { NewAccount } from "../../store/types.ts";
import { recordFor } from "./audit.ts";
import { HUB_COMMANDS } from "../commands/mod.ts";
import { type HubKit, hubKit, settle, type TestClient } from "../testing/hub_kit.ts";

const SECRET = "hash:secret";
const ACCOUNTS: NewAccount[] = [
  { nick: "root", class: 10, passwordHash: SECRET },
  { nick: "admin", class: 5, passwordHash: SECRET },
  { nick: "oper", class: 3, passwordHash: SECRET },
];

function kitOf(settings: Partial<SettingValues> = {}): HubKit {
  const quiet = { int_chat_ms: 0, max_class_proto_flood: -1, send_user_info: false, int_login: 0 };
  return hubKit({ settings: { ...quiet, ...settings }, accounts: ACCOUNTS, commands: [...HUB_COMMANDS] });
}

const enter = (kit: HubKit, nick: string, ip: string): Promise<TestClient> =>
  kit.login(nick, { ip, ...ACCOUNTS.some((account) => account.nick === nick) ? { password: "secret" } : {} });

async function type(client: TestClient, nick: string, line: string): Promise<string> {
  client.take();
  client.send(`<${nick}> ${line}|`);
  await settle();
  return client.take().join("\n");
}

/** Rows, newest first. */
const rows = (kit: HubKit): AuditEntry[] => kit.store.audit.find({ words: [], limit: 1000, skip: 0 });

/** The newest row without number and time. */
function newest(kit: HubKit): Partial<AuditEntry> {
  const { id: _, time, ...row } = rows(kit)[0]!;
  assertEquals(time, Math.floor(kit.clock.now() / 1000));
  return row;
}

Deno.test("audit: a command is written with who, what, whom and what the operator was told", async () => {
  const kit = kitOf();
  const oper = await enter(kit, "oper", "10.9.9.9");
  await enter(kit, "bert", "10.1.1.1");
  await type(oper, "oper", "!ban_5m bert too loud");
  assertEquals(newest(kit), {
    op: "oper",
    opClass: 3,
    opIp: "10.9.9.9",
    action: "ban_5m",
    target: "bert",
    detail: "(10.1.1.1) too loud",
    outcome: newest(kit).outcome!,
  });
  assertMatch(newest(kit).outcome!, /^Banned /);
  await type(oper, "oper", "!unban bert");
  assertEquals([newest(kit).action, newest(kit).target, rows(kit).length], ["unban", "bert", 2]);
});

Deno.test("audit: commands that only show something leave no row", async () => {
  const kit = kitOf();
  const root = await enter(kit, "root", "10.9.9.9");
  for (const line of ["!help", "!get max_users", "!lstban", "!infoban x", "!audit", "!hublist x", "+info"]) {
    await type(root, "root", line);
  }
  assertEquals(rows(kit).map(({ action }) => action), ["hublist"]);
});

Deno.test("audit: what an operator was refused is written, for want of class and for every other reason", async () => {
  const kit = kitOf();
  const oper = await enter(kit, "oper", "10.9.9.9");
  await enter(kit, "admin", "10.1.1.1");
  await type(oper, "oper", "!set max_users 5");
  assertEquals([newest(kit).action, newest(kit).outcome], ["set", "You have no right to use !set."]);
  await type(oper, "oper", "!ban admin");
  assertMatch(newest(kit).outcome!, /^Not banned: admin has too high a class/);
  await type(oper, "oper", "!kick admin out");
  assertEquals([newest(kit).action, newest(kit).target], ["kick", "admin"]);
  assertMatch(newest(kit).outcome!, /too high a class/);
});

Deno.test("audit: people below operator cannot fill the trail", async () => {
  const kit = kitOf();
  const guest = await enter(kit, "guest", "10.9.9.9");
  for (const line of ["!set max_users 1", "!ban root", "!quit", "!kick root"]) {
    await type(guest, "guest", line);
  }
  guest.send("$Kick root|");
  assertEquals(rows(kit), []);
});

Deno.test("audit: kicks are written once, whichever way they come", async () => {
  const kit = kitOf({ tban_kick: 0 });
  const oper = await enter(kit, "oper", "10.9.9.9");
  const away: [string, string, Partial<AuditEntry>][] = [
    ["<oper> !kick v1 bad|", "v1", { action: "kick", detail: "(10.1.1.1) bad" }],
    ["<oper> !drop v2 bad|", "v2", { action: "drop", detail: "(10.1.1.1) bad", outcome: "done" }],
    ["<oper> oper is kicking v3 because: bad|", "v3", { action: "kick", detail: "(10.1.1.1) bad" }],
    ["$Kick v4|", "v4", { action: "$Kick", detail: "(10.1.1.1)", outcome: "done" }],
  ];
  let count = 0;
  for (const [line, victim, expected] of away) {
    await enter(kit, victim, "10.1.1.1");
    oper.send(line);
    assertEquals(rows(kit).length, ++count);
    const row = newest(kit);
    assertEquals({ ...expected, target: victim }, {
      action: row.action!,
      detail: row.detail!,
      target: row.target!,
      ...expected.outcome === undefined ? {} : { outcome: row.outcome! },
    });
    assertMatch(row.outcome!, /^done/);
  }
});

Deno.test("audit: $OpForceMove is written with its address and reason, and so is the refusal", async () => {
  const kit = kitOf();
  const root = await enter(kit, "root", "10.9.9.9");
  await enter(kit, "vera", "10.1.1.1");
  root.send("$OpForceMove $Who:vera$Where:else.example:411$Msg:try there|");
  assertEquals([newest(kit).action, newest(kit).detail], [
    "$OpForceMove",
    "(10.1.1.1) else.example:411 try there",
  ]);
  const oper = await enter(kit, "oper", "10.8.8.8");
  oper.send("$OpForceMove $Who:root$Where:else.example:411$Msg:go|");
  assertEquals([newest(kit).op, newest(kit).outcome], ["oper", "You have no right to redirect users."]);
});

Deno.test("audit: passwords stand nowhere in a row, neither in what was typed nor in the answer", async () => {
  const kit = kitOf();
  const root = await enter(kit, "root", "10.9.9.9");
  for (
    const line of [
      "!regnew nora 1 Geheim99",
      "!reg new nils 1 Geheim99",
      "!regpass nora Geheim99",
      "!reg pass nora Geheim99",
      "!regnewuser nelly 1 Geheim99",
      "!regpass nobody Geheim99",
      "!regnew nora 77 Geheim99",
    ]
  ) await type(root, "root", line);
  const all = rows(kit);
  assert(all.length >= 7);
  assertFalse(JSON.stringify(all).includes("Geheim99"));
  assert(all.some(({ action, target }) => action === "reg" && target === "nils"));
  assert(all.some(({ action, target }) => action === "regnew" && target === "nora"));
});

Deno.test("audit: a secret that a script keeps in its own set is not in the trail, its name is", async () => {
  const kit = kitOf();
  const root = await enter(kit, "root", "10.9.9.9");
  await type(root, "root", "!set shop.api_token Geheim99");
  await type(root, "root", "!set shop.api_token Geheim98");
  assertFalse(JSON.stringify(rows(kit)).includes("Geheim"));
  assertEquals([newest(kit).target, newest(kit).detail, newest(kit).outcome], [
    "shop.api_token",
    "***",
    "***",
  ]);
  await type(root, "root", "!set shop.price 7");
  assertEquals([newest(kit).target, newest(kit).detail], ["shop.price", "7"]);
});

Deno.test("audit: an answer that comes late is written when it comes, the attempt at once", async () => {
  const kit = kitOf();
  const oper = await enter(kit, "oper", "10.9.9.9");
  kit.scripts.on("OnNewBan", "wait");
  await type(oper, "oper", "!banip 10.2.2.2 why");
  assertEquals(newest(kit).outcome, "");
  kit.scripts.answer({ allow: false });
  assertEquals(newest(kit).outcome, "Not banned: a script refused.");
  assertEquals(rows(kit).length, 1);
});

Deno.test("audit: a command that fails is written, and the failure goes on", async () => {
  const kit = hubKit({
    accounts: ACCOUNTS,
    commands: [{
      name: "boom",
      operator: true,
      audited: true,
      minClass: () => 3,
      usage: "",
      help: "",
      run: () => {
        throw new Error("broken");
      },
    }],
  });
  const oper = await enter(kit, "oper", "10.9.9.9");
  await type(oper, "oper", "!boom now");
  assertEquals([newest(kit).action, newest(kit).outcome], ["boom", "failed: broken"]);
  assert(oper.ended !== null);
});

Deno.test("audit: a trail that cannot be written stops no operator, and the log says so", async () => {
  const kit = kitOf();
  const oper = await enter(kit, "oper", "10.9.9.9");
  const vera = await enter(kit, "vera", "10.1.1.1");
  kit.store.audit.add = () => {
    throw new Error("disk full");
  };
  const file = await Deno.makeTempFile();
  const log = createLog({ level: "info", console: false, file });
  Object.assign(kit.hub.context, { log });
  await type(oper, "oper", "!drop vera out");
  log.close();
  assertEquals(vera.ended, "end");
  assertStringIncludes(await Deno.readTextFile(file), "disk full");
  await Deno.remove(file);
});

Deno.test("audit: scripts act under the operator's name and their own, so many times a minute", async () => {
  const kit = kitOf();
  await enter(kit, "oper", "10.9.9.9");
  await enter(kit, "vera", "10.1.1.1");
  const { port } = kit.hub;
  const request: KickRequest = {
    op: "oper",
    nick: "vera",
    reason: "spam",
    note: "",
    opNote: "",
    banSeconds: 60,
    redirect: "",
    script: "guard",
  };
  port.kick(request, () => {});
  assertEquals(newest(kit).detail, "(10.1.1.1) script guard: spam");
  const deed = { script: "guard", op: "oper", action: "Ban", target: "x", detail: "d", ok: false };
  for (let i = 0; i < 500; i++) port.auditScript(deed);
  assertEquals(rows(kit).length, 100);
  assertEquals(newest(kit).outcome, "not done");
  kit.clock.tick(61_000);
  port.auditScript({ ...deed, op: "nobody", ok: true });
  assertEquals([newest(kit).op, newest(kit).opClass, newest(kit).outcome], ["nobody", 0, "done"]);
});

Deno.test("audit: a command that a script takes is written as taken, with its secrets hidden", async () => {
  for (const hook of ["OnHubCommand", "OnOperatorCommand"] as const) {
    const kit = kitOf();
    const admin = await enter(kit, "admin", "10.9.9.9");
    const anna = await enter(kit, "anna", "10.1.1.1");
    kit.scripts.on(hook, { allow: false });
    await type(admin, "admin", "!ban_5m anna too loud");
    const { action, target, detail, outcome } = newest(kit);
    assertEquals([action, target, detail, outcome], [
      "ban_5m",
      "anna",
      "(10.1.1.1) too loud",
      "taken by a script",
    ]);
    await type(admin, "admin", "!regnew bert 1 t0psecret");
    assertEquals(newest(kit).action, "regnew");
    assertFalse(JSON.stringify(rows(kit)).includes("t0psecret"));
    const count = rows(kit).length;
    await type(admin, "admin", "!getip anna");
    await type(admin, "admin", "!quit");
    await type(anna, "anna", "+regme t0psecret");
    assertEquals(rows(kit).length, count, "shows something, may not, is no operator");
  }
});

Deno.test("audit: no text makes a row of two lines or of any length", async () => {
  const kit = kitOf();
  const evil = `a\r\nb\x1b[2J\u202e${"x".repeat(100_000)}`;
  recordFor(kit.hub.context, evil, { action: evil, target: evil, detail: evil, outcome: evil });
  const row = newest(kit);
  for (const text of [row.op!, row.action!, row.target!, row.detail!, row.outcome!]) {
    // deno-lint-ignore no-control-regex
    assert(!/[\0-\x1f\u202e]/.test(text) && text.length <= 1000);
  }
  const root = await enter(kit, "root", "10.9.9.9");
  assertEquals((await type(root, "root", "!audit")).split("\r\n").length, 2);
});

Deno.test("!audit: pages and filters, for the class the setting says", async () => {
  const kit = kitOf({ audit_class: 4 });
  const root = await enter(kit, "root", "10.9.9.9");
  const oper = await enter(kit, "oper", "10.8.8.8");
  await enter(kit, "vera", "10.1.1.1");
  await type(oper, "oper", "!ban vera x");
  for (let i = 0; i < 120; i++) await type(root, "root", `!set hub_desc text ${i}`);
  assertMatch(await type(oper, "oper", "!audit"), /You have no right to use !audit/);
  const first = await type(root, "root", "!audit");
  assertStringIncludes(first, ": 121 (page 1 of 2)");
  assertMatch(first, /#121 .* root \(class 10, 10\.9\.9\.9\): set hub_desc text 119 -> /);
  assertStringIncludes(first, "More: !audit 2");
  assertStringIncludes(await type(root, "root", "!audit op:root"), "More: !audit op:root 2");
  assertStringIncludes(await type(root, "root", "!audit 2"), "ban vera");
  assertStringIncludes(await type(root, "root", "!audit 3"), "there are 2");
  for (const words of ["vera", "oper", "ban", "!ban", "10.1.1.1", "op:oper target:VERA", "ip:10.8.8.8"]) {
    assertStringIncludes(await type(root, "root", `!audit ${words}`), "in UTC: 1\r\n", words);
  }
  for (const words of ["op:vera", "nobody", "vera root"]) {
    assertStringIncludes(await type(root, "root", `!audit ${words}`), "holds nothing of that", words);
  }
});

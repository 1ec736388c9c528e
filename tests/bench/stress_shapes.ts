/**
 * The three loads under which a script host has to stand: a flood of messages into one connection, rapid commands,
 * and chat beside asynchronous work. Each runs against a hub process, checks that nothing was lost, and says how fast
 * it was and what memory it left behind.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";
import type { TestHubOptions } from "../support/hub.ts";
import { infoOf, type StressClient, stressClient } from "./stress_client.ts";

/** How much of each load. */
export interface StressSize {
  /** Protocol messages into one connection; a quarter of them are chat lines and reach the script. */
  readonly messages: number;
  /** Commands sent at once. */
  readonly commands: number;
  /** Chat lines of five users. */
  readonly lines: number;
  /** Asynchronous answers of the script meanwhile. */
  readonly served: number;
}

/** What one load showed. */
export interface StressRow {
  /** Its name. */
  readonly name: string;
  /** Things done: messages or commands. */
  readonly count: number;
  /** Milliseconds it took. */
  readonly ms: number;
  /** Hooks the script ran for it, by its own count. */
  readonly hooks: number;
}

/** How the hub for the loads is started. */
export const STRESS_HUB: TestHubOptions = {
  accounts: [{ nick: "boss", class: 10, password: "secret" }],
  settings: {
    max_class_proto_flood: -1,
    int_flood_all_chat_limit: 0,
    int_flood_chat_limit: 0,
    int_myinfo: 0,
    min_search_chars: 0,
  },
  scripts: [{
    source: fromFileUrl(new URL("../scripts/compat/counter.ts", import.meta.url)),
    limits: { hookMs: 20_000 },
  }],
};

/** Chat lines of one client that may be on their way. */
const WINDOW = 2000;

/** What the script has counted. */
async function counted(boss: StressClient): Promise<{ chat: number; commands: number }> {
  const from = boss.answers.length;
  await boss.send("<boss> +count|");
  await boss.when(() => boss.answers.length > from);
  const [, chat, commands] = /^chat (\d+) commands (\d+)$/.exec(boss.answers.at(-1)!) ?? [];
  return { chat: Number(chat), commands: Number(commands) };
}

/** 39 characters of base32 that begin with a number. */
const tth = (n: number): string =>
  n.toString(32).replace(/[01890]/g, "A").toUpperCase().padEnd(39, "A").slice(0, 39);

/** Passwords, MyINFO, chat and searches in turn into one connection. */
export async function flood(port: number, messages: number): Promise<StressRow> {
  const boss = await stressClient(port, "boss", "secret");
  const before = await counted(boss);
  const start = performance.now();
  const rounds = messages / 4, batch = 250;
  for (let sent = 0; sent < rounds; sent += batch) {
    let text = "";
    for (let i = sent; i < Math.min(sent + batch, rounds); i++) {
      text += `$MyPass nobody asked ${i}|${infoOf("boss", i + 1)}<boss> a line of some usual length ${i}|` +
        `$Search 127.0.0.1:412 F?T?0?9?TTH:${tth(i)}|`;
    }
    await boss.send(text);
    await boss.when(() => sent - boss.own < WINDOW);
  }
  await boss.when(() => boss.own === rounds);
  const ms = performance.now() - start;
  const { chat } = await counted(boss);
  boss.close();
  return { name: "messages into one connection", count: messages, ms, hooks: chat - before.chat };
}

/** All commands at once; every one is answered, in order. */
export async function commands(port: number, count: number): Promise<StressRow> {
  const boss = await stressClient(port, "boss", "secret");
  const before = await counted(boss);
  const from = boss.answers.length;
  const start = performance.now();
  await boss.send(Array.from({ length: count }, (_, i) => `<boss> +count #${i}|`).join(""));
  await boss.when(() => boss.answers.length === from + count);
  const ms = performance.now() - start;
  const wrong = boss.answers.slice(from).findIndex((answer, i) => !answer.endsWith(`##${i}`));
  if (wrong >= 0) throw new Error(`Answer ${wrong} is ${boss.answers[from + wrong]}`);
  const after = await counted(boss);
  boss.close();
  return { name: "rapid commands", count, ms, hooks: after.commands - before.commands - 1 };
}

/** Five users chat while the script serves asynchronous answers to a sixth. */
export async function beside(port: number, lines: number, served: number): Promise<StressRow> {
  const boss = await stressClient(port, "boss", "secret");
  const nicks = ["u1", "u2", "u3", "u4", "u5"];
  const users = await Promise.all(nicks.map((nick) => stressClient(port, nick)));
  const before = await counted(boss);
  const from = boss.answers.length;
  const each = lines / nicks.length;
  const start = performance.now();
  const serving = (async () => {
    for (let i = 0; i < served; i++) {
      await boss.send(`<boss> +serve ${i}|`);
      await boss.when(() => boss.answers.length > from + i - 10);
    }
    await boss.when(() => boss.answers.length === from + served);
  })();
  await Promise.all(users.map(async (user, at) => {
    for (let i = 0; i < each; i++) {
      await user.send(`<${nicks[at]}> line ${i} of ${nicks[at]}|`);
      await user.when(() => i - user.own < 100);
    }
  }));
  await Promise.all(users.map((user) => user.when(() => user.own === each && user.others === lines - each)));
  await boss.when(() => boss.others === lines);
  await serving;
  const ms = performance.now() - start;
  const { chat, commands } = await counted(boss);
  for (const client of [boss, ...users]) client.close();
  const hooks = chat - before.chat + commands - before.commands - 1;
  return { name: "chat beside asynchronous work", count: lines + served, ms, hooks };
}

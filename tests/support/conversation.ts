/**
 * Reads and plays conversation files: who connects, who sends what, who receives what. Owns their format, which
 * tests/chat/README.md describes. Text is compared byte by byte.
 *
 * @module
 */
import { latin1Text } from "../../src/core/bytes.ts";
import { isSettingName, parseSetting, type SettingValues } from "../../src/config/settings.ts";
import { type HubClient, keyFor, type LoginOptions } from "./client.ts";
import { startTestHub, type TestAccount, type TestHub } from "./hub.ts";
import { PATIENCE_MS } from "./until.ts";

/** One line that does something. */
export interface Step {
  /** Line number in the file, from 1. */
  readonly line: number;
  /** Who. */
  readonly who: string;
  /** What: `connects`, `opens`, `closed`, `leaves`, `>`, `>>`, `<`, `<!`. */
  readonly what: string;
  /** The rest of the line. */
  readonly text: string;
}

/** A conversation file. */
export interface Conversation {
  /** First comment line. */
  readonly title: string;
  /** Runtime variables. */
  readonly settings: Partial<SettingValues>;
  /** Accounts. */
  readonly accounts: readonly TestAccount[];
  /** Encoding of the hub. */
  readonly encoding: string;
  /** What happens, in order. */
  readonly steps: readonly Step[];
}

const STEP = /^(\S+?)(?:(>>|>|<!|<)(?: (.*))?| (connects|opens|closed|leaves)(?: (.*))?)$/;

/** Reads a file. Throws an error naming the line that makes no sense. */
export function parseConversation(source: string): Conversation {
  let title = "";
  let encoding = "utf-8";
  const settings: Record<string, unknown> = {};
  const accounts: TestAccount[] = [];
  const steps: Step[] = [];
  for (const [index, raw] of source.split("\n").entries()) {
    const line = index + 1;
    const wrong = (why: string) => new Error(`Line ${line}: ${why}: ${raw}`);
    if (raw.startsWith("#")) title ||= raw.slice(1).trim();
    if (raw.startsWith("#") || raw.trim() === "") continue;
    const [word, name = "", ...rest] = raw.split(" ");
    if (word === "set") {
      if (!isSettingName(name)) throw wrong("there is no such setting");
      const parsed = parseSetting(name, rest.join(" "));
      if (!parsed.ok) throw wrong(parsed.reason);
      settings[name] = parsed.value;
    } else if (word === "account") {
      accounts.push({ nick: name, class: Number(rest[0]), password: rest[1] ?? "" });
    } else if (word === "encoding") encoding = name;
    else {
      const found = STEP.exec(raw);
      if (!found) throw wrong("no step looks like this");
      const [, who, sign, said, verb, more] = found;
      steps.push({ line, who: who!, what: sign ?? verb!, text: (sign ? said : more) ?? "" });
    }
  }
  return { title, settings: settings as Partial<SettingValues>, accounts, encoding, steps };
}

/** The bytes of a text of a file, one character per byte: UTF-8 but for `\\xNN \\r \\n \\\\`. */
function unescape(text: string): string {
  return latin1Text(new TextEncoder().encode(text)).replace(
    /\\(?:x([0-9a-fA-F]{2})|([rn\\]))/g,
    (_, hex, letter) =>
      hex ? String.fromCharCode(parseInt(hex, 16)) : { r: "\r", n: "\n" }[letter as "r"] ?? "\\",
  );
}

/** A pattern for the text of an expectation, in which `...` stands for anything. */
function patternOf(text: string): RegExp {
  const parts = unescape(text).split("...").map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^]*")}$`);
}

/**
 * Plays a conversation against a hub of its own, giving each expectation `within` milliseconds. Throws an error
 * naming the line that went otherwise.
 */
export async function play(conversation: Conversation, within = PATIENCE_MS): Promise<void> {
  const { settings, accounts, encoding, steps } = conversation;
  await using hub = await startTestHub({ settings, accounts, encoding });
  const stage: Stage = { hub, clients: new Map(), skipping: new Set(), within };
  for (const step of steps) {
    try {
      await playStep(stage, step);
    } catch (error) {
      throw new Error(
        `Line ${step.line}: ${step.who} ${step.what} ${step.text}\n${(error as Error).message}`,
      );
    }
  }
}

/** What the steps of one play share. */
interface Stage {
  readonly hub: TestHub;
  readonly clients: Map<string, HubClient>;
  /** Clients whose next expectation may be preceded by anything. */
  readonly skipping: Set<HubClient>;
  /** Milliseconds an expectation may take. */
  readonly within: number;
}

async function playStep(stage: Stage, { who, what, text }: Step): Promise<void> {
  const { hub, clients, skipping, within } = stage;
  if (what === "connects" || what === "opens") {
    const { from, ...login } = readOptions(text);
    if (what === "opens") return void clients.set(who, await hub.connect(from));
    clients.set(who, await hub.login(unescape(who), { ...login, ...(from === undefined ? {} : { from }) }));
    for (const client of clients.values()) client.take();
    return;
  }
  const client = clients.get(who);
  if (!client) throw new Error(`${who} is not connected`);
  switch (what) {
    case ">":
      return client.send(`${fill(text, client)}|`);
    case ">>":
      return client.send(fill(text, client));
    case "leaves":
      client.close();
      return await client.closed;
    case "closed":
      return await closed(client, within);
    case "<!": {
      await hub.settled();
      const pattern = patternOf(text === "" ? "..." : text);
      const found = client.take().find((frame) => pattern.test(frame));
      if (found !== undefined) throw new Error(`But it got ${JSON.stringify(found)}`);
      return;
    }
    default:
      if (text === "...") return void skipping.add(client);
      return await expect(client, patternOf(text), skipping.delete(client), within);
  }
}

async function expect(client: HubClient, wanted: RegExp, skip: boolean, within: number): Promise<void> {
  if (skip) return void await client.expect(wanted, { within });
  const got = await client.next({ within });
  if (!wanted.test(got)) throw new Error(`But the next frame was ${JSON.stringify(got)}`);
}

async function closed(client: HubClient, within: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((done) => timer = setTimeout(() => done(false), within));
  const gone = await Promise.race([client.closed.then(() => true), late]);
  clearTimeout(timer);
  if (!gone) throw new Error(`But the connection is still open after ${within} ms`);
  const untaken = client.take();
  if (untaken.length > 0) throw new Error(`But before that it got ${JSON.stringify(untaken)}`);
}

/** What `>` sends: escapes read, `{key}` replaced by the answer to the lock this client got. */
function fill(text: string, client: HubClient): string {
  return unescape(text).replaceAll("{key}", keyFor(client.frames[0] ?? ""));
}

/** `from 127.0.0.2, supports NoHello MCTo, password x` as options. */
function readOptions(text: string): Partial<LoginOptions> & { from?: string } {
  const options: Record<string, unknown> = {};
  for (const part of text.split(/,\s*/).filter((part) => part !== "")) {
    const [name, ...value] = part.split(" ");
    if (name === "without" && value[0] === "list") options.list = false;
    else if (/^(from|supports|password|mode|share|myinfo)$/.test(name!)) {
      options[name!] = unescape(value.join(" "));
    } else throw new Error(`There is no option ${name}`);
  }
  return options;
}

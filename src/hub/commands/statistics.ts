/**
 * `!hubinfo`, `!protinfo` and their kin: figures of the running hub in private messages. Owns which figures stand
 * where; they are counted elsewhere.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import { Kind, kindName } from "../../nmdc/message.ts";
import { describeBytes, describeTime } from "../amount.ts";
import type { HubCommand } from "../command_line/command.ts";
import type { HubContext } from "../context.ts";
import { Progress, UserClass } from "../model.ts";
import { describeWait } from "../../core/period.ts";
import { zoneLines } from "../login/zones.ts";
import { className } from "../class_names.ts";

/** Most lines of one list. */
const MAX_LINES = 100;

interface Page {
  readonly words: readonly [name: string, ...aliases: string[]];
  readonly help: string;
  readonly title: string;
  /** Its lines, without the heading. */
  lines(hub: HubContext): string[];
}

const PAGES: readonly Page[] = [
  {
    words: ["hubinfo"],
    title: "Hub",
    help: "Show users, share and peaks of the hub",
    lines: hubLines,
  },
  {
    words: ["sysinfo", "serv", "server", "system", "os"],
    title: "Machine",
    help: "Show facts about the machine and the process",
    lines: ({ machine }) =>
      machine?.().map(([name, value]) => `${name}: ${value}`) ?? ["Nothing is known of the machine."],
  },
  {
    words: ["protinfo", "proto", "protocol"],
    title: "Messages and bytes",
    help: "Show how many messages of which kind came, and bytes in and out",
    lines: protocolLines,
  },
  {
    words: ["bufinfo", "buffer"],
    title: "Write queues",
    help: "Show what waits to be sent, and to whom most of it",
    lines: bufferLines,
  },
  {
    words: ["portinfo"],
    title: "Ports",
    help: "Show users by port of the hub",
    lines: (hub) => tally(hub, (user) => String(user.session?.link.ports?.own ?? "unknown")),
  },
  {
    words: ["urlinfo", "huburl"],
    title: "Addresses of the hub",
    help: "Show users by address of the hub they dialled",
    lines: (hub) => tally(hub, (user) => user.session?.hubUrl || "not told"),
  },
  {
    words: ["mmdbinfo", "geoip"],
    title: "Databases of places",
    help: "Show the databases that tell where addresses are",
    lines: ({ places }) =>
      places?.databases?.().map(([use, { state, path, type, built }]) =>
        `${use}: ${state === "new" ? "not read yet" : state}${type && `, ${type} of ${describeTime(built)}`}${
          path && `, ${fileName(path)}`
        }`
      ) ?? ["There are none."],
  },
];

/** All pages of figures. */
export const STATISTICS_COMMANDS: readonly HubCommand[] = PAGES.map(({ words, help, title, lines }) => ({
  name: words[0],
  aliases: words.slice(1),
  operator: true,
  minClass: () => UserClass.Admin,
  usage: "",
  help,
  menu: [{ title: `Figures\\${title}`, on: "hub", args: "" }],
  run: ({ hub, replyPm }) => replyPm(`${title}:\r\n${lines(hub).join("\r\n")}`),
}));

/** Where files lie on the machine is nothing for a hub's users. */
const fileName = (path: string): string => path.split(/[/\\]/).at(-1)!;

function hubLines(hub: HubContext): string[] {
  const { users, peaks, vars, version, counters, sessions } = hub;
  const now = unixSeconds(hub.clock);
  let active = 0, passive = 0, encrypted = 0;
  for (const user of users.slots) {
    if (!user?.session) continue;
    if (user.active) active++;
    else passive++;
    if (user.session.link.tls !== "") encrypted++;
  }
  const byClass = tally(hub, (user) => className(user.class));
  return [
    `Software: ${version.name} ${version.version}`,
    `Started: ${describeTime(hub.startedAt)}, ${describeWait(now - hub.startedAt)} ago`,
    `Users: ${users.people} of ${vars.max_users}, most so far ${peaks.users}`,
    `Of them: ${active} active, ${passive} passive, ${encrypted} with TLS`,
    ...byClass.map((line) => `Class ${line}`),
    ...zoneLines(hub),
    `Bots: ${users.bots}, pingers: ${users.size - users.bots - users.people}`,
    `Logging in: ${sessions.size - (users.size - users.bots)}`,
    `Share: ${describeBytes(users.share)}, most so far ${describeBytes(peaks.share)}`,
    `Accounts: ${hub.store.accounts.count()}`,
    `Logins: ${counters.logins.value}, connections refused: ${counters.refused.value}`,
    `Logins refused after wrong passwords: ${counters.guessesRefused.value}`,
    `Kicks: ${counters.kicks.value}, messages over a flood limit: ${counters.floods.value}`,
    `Late by: ${Math.round(hub.load.delay)} ms, connections refused for it: ${counters.loadRefused.value}`,
    `Temporary bans: ${hub.nickBans.size} nicks, ${hub.ipBans.size} addresses`,
  ];
}

/** Reads figures of the transport, which a hub without sockets lacks. */
const readerOf = (metrics: HubContext["metrics"]) => (name: string): number => metrics.read(name) ?? 0;

function protocolLines({ messages, metrics, counters, clock, startedAt }: HubContext): string[] {
  const seconds = Math.max(1, unixSeconds(clock) - startedAt);
  const read = readerOf(metrics);
  const [taken, sent] = [read("net_bytes_in_total"), read("net_bytes_out_total")];
  const [before, after] = [read("net_zpipe_bytes_in_total"), read("net_zpipe_bytes_out_total")];
  const kinds = [...messages.entries()].filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a);
  return [
    `Received: ${describeBytes(taken)}, ${describeBytes(Math.round(taken / seconds))} a second`,
    `Sent: ${describeBytes(sent)}, ${describeBytes(Math.round(sent / seconds))} a second`,
    `Saved by ZPipe: ${describeBytes(Math.max(0, before - after))}`,
    `Connections: ${read("net_accepted_total")} accepted, ${read("net_refused_total")} refused`,
    `Failed: ${read("net_tls_failures_total")} TLS handshakes, ${
      read("net_proxy_failures_total")
    } PROXY headers`,
    `Shown: ${counters.chat.value} chat lines, ${counters.privateMessages.value} private messages, ` +
    `${counters.searches.value} searches`,
    `Messages received: ${kinds.reduce((sum, [, count]) => sum + count, 0)}`,
    ...kinds.map(([kind, count]) => `  ${kindName(kind as Kind)}: ${count}`),
  ];
}

function bufferLines({ sessions, metrics }: HubContext): string[] {
  const read = readerOf(metrics);
  const waiting = [...sessions].map((session) => ({ session, bytes: session.link.queued() }));
  const total = waiting.reduce((sum, { bytes }) => sum + bytes, 0);
  const busy = waiting.filter(({ bytes }) => bytes > 0).sort((a, b) => b.bytes - a.bytes);
  return [
    `Waiting: ${describeBytes(total)} for ${busy.length} of ${waiting.length} connections`,
    `Connections kept back until a script answers: ${waiting.filter(({ session }) => session.paused).length}`,
    `Too slow since the start: ${read("net_overflow_drops_total")} dropped, ` +
    `${read("net_read_stops_total")} times not read from`,
    ...busy.slice(0, 10).map(({ session, bytes }) => {
      const listed = (session.progress & Progress.Listed) !== 0;
      return `  ${describeBytes(bytes)}: ${session.user?.nick ?? "no nick"} ${session.ip}${
        listed ? "" : ", logging in"
      }`;
    }),
  ];
}

/** How many users have which value, the most frequent first. */
function tally({ users }: HubContext, valueOf: (user: NonNullable<HubContext["room"]>) => string): string[] {
  const counts = new Map<string, number>();
  for (const user of users.slots) {
    if (!user?.session) continue;
    const value = valueOf(user);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const rest = sorted.length > MAX_LINES ? [`… and ${sorted.length - MAX_LINES} more`] : [];
  return [...sorted.slice(0, MAX_LINES).map(([value, count]) => `${value}: ${count}`), ...rest];
}

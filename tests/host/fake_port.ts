/**
 * A hub that is only a list of users and a record of what was asked of it, for tests of the script side.
 *
 * @module
 */
import type { CommandCaller, HubPort, PortCommand } from "../../src/port/hub_port.ts";
import { noScripts, type ScriptSink, type UserState } from "../../src/port/script_sink.ts";

/** A hub port that records. */
export interface FakePort extends HubPort {
  /** What scripts did, one line each. */
  readonly done: string[];
  /** The connected script side. */
  sink: ScriptSink;
  /** How long a kick takes in the hub. */
  kickDelayMs: number;
  /** Lets a user in. */
  enter(nick: string, more?: Partial<UserState>): void;
  /** Lets a user out: OnUserLogout first, then the list changes, as in a real hub. */
  leave(nick: string): void;
  /** Commands served from outside the hub. */
  readonly commands: PortCommand[];
  /** Types an operator command such as `!tslist`. @throws {Error} When nobody serves it. */
  type(caller: CommandCaller, line: string): void;
}

/** The hub's own variables stand under their bare names. */
const keyOf = (conf: string, name: string): string => conf === "config" ? name : `${conf}.${name}`;

/** Creates a fake hub. */
export function fakePort(): FakePort {
  const done: string[] = [];
  const users = new Map<string, UserState>();
  const commands: PortCommand[] = [];
  const config = new Map([["hub_security", "Hubcap"], ["plugin_mod_class", "5"], ["hub_topic", ""]]);
  const port: FakePort = {
    mode: "embedded",
    version: { name: "Hubcap", version: "test" },
    startedAt: 1,
    done,
    commands,
    kickDelayMs: 0,
    sink: noScripts(),
    enter(nick, more = {}) {
      const user: UserState = {
        nick,
        class: 0,
        ip: "10.0.0.1",
        connected: true,
        op: false,
        myInfo: `$MyINFO $ALL ${nick} d<t V:1,M:A,H:1/0/0,S:1>$ $1\x01$e$7$`,
        realMyInfo: "",
        share: 7,
        hubUrl: "",
        extJson: "",
        version: "1,0091",
        supports: "NoHello NoGetINFO",
        chat: true,
        tls: "",
        ...more,
      };
      users.set(nick, user);
      port.sink.state.userIn(user);
      port.sink.state.counts(users.size, 7 * users.size);
    },
    leave(nick) {
      port.sink.tell("OnUserLogout", [nick]);
      users.delete(nick);
      port.sink.state.userOut(nick);
      port.sink.state.counts(users.size, 7 * users.size);
    },
    type(caller, line) {
      const [, word = "", args = ""] = /^!(\S+)\s*(.*)$/.exec(line) ?? [];
      const command = commands.find(({ name, aliases }) => name === word || aliases.includes(word));
      if (!command) throw new Error(`Nobody serves ${line}`);
      command.run(caller, args);
    },
    auditScript: ({ script, op, action, target, ok }) =>
      void done.push(`audit ${script} ${op} ${action} ${target} ${ok}`),
    connect(sink) {
      port.sink = sink;
    },
    snapshot(sink) {
      for (const user of users.values()) sink.userIn(user);
      for (const [name, value] of config) if (!name.includes(".")) sink.setting(name, value);
      sink.topic("");
      sink.names("Hubcap", "OpChat");
      sink.counts(users.size, 7 * users.size);
    },
    mainChat: (bot, text, { min, max }) => void done.push(`mc <${bot}> ${text} ${min}-${max}`),
    chatTo: (nick, bot, text) => done.push(`chatTo ${nick} <${bot}> ${text}`) > 0,
    privateMessage: (nick, from, displayed, text) => done.push(`pm ${nick} ${from} ${displayed} ${text}`) > 0,
    privateToAll: (from, text) => void done.push(`pmAll ${from} ${text}`),
    operatorChat: (text, author) => done.push(`op ${author} ${text}`) > 0,
    rawTo: (nick, data) => done.push(`raw ${nick} ${data}`) > 0,
    rawToAll: (data, _range, mode) => void done.push(`rawAll ${mode} ${data}`),
    kick({ op, nick, reason }, kicked) {
      port.sink.ask("OnOperatorKicks", [op, nick, reason], ({ allow }) => {
        done.push(`kick ${op} ${nick} ${reason} ${allow}`);
        if (port.kickDelayMs === 0) kicked(true);
        else setTimeout(kicked, port.kickDelayMs, true);
      });
    },
    userIp: (nick) => {
      const user = [...users.values()].find((user) => user.nick.toLowerCase() === nick.toLowerCase());
      return user?.connected ? user.ip : null;
    },
    closeUser: (nick, reason, delay) => done.push(`close ${nick} ${reason} ${delay}`) > 0,
    setMyInfo: (nick, change) => done.push(`myinfo ${nick} ${JSON.stringify(change)}`) > 0,
    whyNotBot: () => null,
    addBot: (owner, bot) => done.push(`bot ${owner} ${bot.nick}`) > 0,
    removeBot: (nick) => done.push(`unbot ${nick}`) > 0,
    removeBotsOf: (owner) => done.push(`unbots ${owner}`),
    getConfig: (conf, name) => config.get(keyOf(conf, name)) ?? null,
    setConfig(conf, name, value, by, set) {
      const key = keyOf(conf, name);
      const old = config.get(key) ?? "";
      port.sink.ask("OnSetConfig", [by, conf, name, value, old, 12], ({ allow }) => {
        if (allow) config.set(key, value);
        if (allow && conf === "config") port.sink.state.setting(name, value);
        set(allow);
      });
    },
    setTopic: (topic) => void done.push(`topic ${topic}`),
    address: "127.0.0.1:411",
    register: ({ nick, class: userClass }, registered) => {
      done.push(`register ${nick} ${userClass}`);
      registered(true);
    },
    unregister: (nick) => done.push(`unregister ${nick}`) > 0,
    setRegisteredClass: (nick, userClass) => done.push(`regclass ${nick} ${userClass}`) > 0,
    ban: ({ op, what, type, seconds }, banned) => {
      done.push(`ban ${op} ${what} ${type} ${seconds}`);
      banned(true);
    },
    banAfterPassword: (ip, multiplier) => done.push(`passban ${ip} ${multiplier}`) > 0,
    liftNickBan: (nick) => done.push(`liftnick ${nick}`) > 0,
    liftIpBan: (ip) => done.push(`liftip ${ip}`) > 0,
    restrict(nick, change) {
      done.push(`restrict ${nick} ${JSON.stringify(change)}`);
      if (!users.has(nick)) return null;
      const taken = (right: keyof typeof change) => (change[right] ?? 0) > 0;
      return { chat: taken("chat"), pm: taken("pm"), search: taken("search"), ctm: taken("ctm") };
    },
    takenRights: () => ({ chat: 0, pm: Infinity, search: 7, ctm: 0 }),
    takeRights: (nick, change) => void done.push(`take ${nick} ${JSON.stringify(change)}`),
    setUserIp: (nick, ip) => done.push(`ip ${nick} ${ip}`) > 0,
    setStatus: (nick, bits, on) => done.push(`status ${nick} ${bits} ${on}`) > 0,
    setChat: (nick, on) => done.push(`chat ${nick} ${on}`) > 0,
    reportUser: (nick, text) => done.push(`reportUser ${nick} ${text}`) > 0,
    editBot: ({ nick, class: userClass }) => done.push(`editbot ${nick} ${userClass}`) > 0,
    scriptBots: () => [],
    typeCommand: (nick, line, inPm, typed) => {
      done.push(`type ${nick} ${line} ${inPm}`);
      typed(true);
    },
    stop: (code, delayMs) => void done.push(`stop ${code} ${delayMs}`),
    registerCommands(more) {
      commands.push(...more);
      return () => void commands.splice(0);
    },
    reportToOperators: (text) => void done.push(`report ${text}`),
  };
  return port;
}

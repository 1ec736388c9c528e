/**
 * `$Supports`: the table of protocol features, what a client announces as a bit set, what a hub answers.
 * What a feature switches on is the hub's business.
 *
 * @module
 */
import { latin1Text } from "../core/bytes.ts";
import { frameOf, SPACE } from "./wire.ts";

/** One row of the feature table. */
export interface FeatureRow {
  /** Position in the bit set. */
  bit: number;
  /** The name a hub answers with; empty where it stays silent. */
  echo: string;
}

/**
 * Every feature by its name in `$Supports`. The bits are part of the script API (scripts see the set), so they
 * are never renumbered. `ZPipe` and `ZPipe0` share one.
 */
export const FEATURES = {
  OpPlus: { bit: 0, echo: "OpPlus" },
  NoHello: { bit: 1, echo: "NoHello" },
  NoGetINFO: { bit: 2, echo: "NoGetINFO" },
  DHT0: { bit: 3, echo: "" },
  QuickList: { bit: 4, echo: "" },
  BotINFO: { bit: 5, echo: "HubINFO" },
  ZPipe0: { bit: 6, echo: "ZPipe0" },
  ZPipe: { bit: 6, echo: "" },
  ChatOnly: { bit: 7, echo: "ChatOnly" },
  MCTo: { bit: 8, echo: "MCTo" },
  UserCommand: { bit: 9, echo: "UserCommand" },
  BotList: { bit: 10, echo: "BotList" },
  HubTopic: { bit: 11, echo: "HubTopic" },
  UserIP2: { bit: 12, echo: "UserIP2" },
  TTHSearch: { bit: 13, echo: "TTHSearch" },
  Feed: { bit: 14, echo: "" },
  TTHS: { bit: 15, echo: "TTHS" },
  IN: { bit: 16, echo: "" },
  BanMsg: { bit: 17, echo: "" },
  TLS: { bit: 18, echo: "TLS" },
  HubURL: { bit: 19, echo: "HubURL" },
  ExtJSON2: { bit: 20, echo: "ExtJSON2" },
  FailOver: { bit: 21, echo: "FailOver" },
  NickChange: { bit: 22, echo: "" },
  ClientNick: { bit: 23, echo: "" },
  SearchRule: { bit: 24, echo: "SearchRule" },
  ZLine: { bit: 25, echo: "" },
  GetZBlock: { bit: 26, echo: "" },
  ACTM: { bit: 27, echo: "" },
  SaltPass: { bit: 28, echo: "" },
  NickRule: { bit: 29, echo: "NickRule" },
} as const satisfies Record<string, FeatureRow>;

/** The name of a protocol feature as it stands in `$Supports`. */
export type FeatureName = keyof typeof FEATURES;

const ROWS = Object.entries(FEATURES) as [FeatureName, FeatureRow][];
const BITS: ReadonlyMap<string, number> = new Map(ROWS.map(([name, { bit }]) => [name, 1 << bit]));

/** The bit of every feature, for example `Feature.NoHello`. */
export const Feature: Readonly<Record<FeatureName, number>> = Object.freeze(
  Object.fromEntries(BITS) as Record<FeatureName, number>,
);

/**
 * Reads the names behind `$Supports ` into a bit set. Names are case-sensitive, order is free, unknown names
 * and extra spaces are ignored.
 *
 * @param names the bytes behind the command word
 */
export function parseSupports(names: Uint8Array): number {
  let features = 0;
  let start = 0;
  while (start < names.length) {
    const space = names.indexOf(SPACE, start);
    const end = space < 0 ? names.length : space;
    if (end > start && end - start <= 32) features |= BITS.get(latin1Text(names, start, end)) ?? 0;
    start = end + 1;
  }
  return features;
}

/**
 * The hub's answer: the names that belong to `features`, space-separated, in the order of the table.
 * The caller masks out what is switched off. An empty set gives `$Supports `, which is valid.
 */
export function formatSupports(features: number): Uint8Array {
  const names = ROWS.filter(([, { bit, echo }]) => echo !== "" && (features & 1 << bit) !== 0);
  return frameOf("$Supports ", names.map(([, { echo }]) => echo).join(" "));
}

/** What a client (attach mode, tests) announces: the names themselves. */
export function formatClientSupports(names: readonly FeatureName[]): Uint8Array {
  return frameOf("$Supports ", names.join(" "));
}

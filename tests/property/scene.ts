/**
 * Who and what a round is played with: nicks, accounts, addresses, and the marks that show who may see a frame.
 * Owns these names; knows no message and no hub.
 *
 * @module
 */
import type { Random } from "./random.ts";

/** Begins every right password. It may stand in `$MyPass` and nowhere else. */
export const SECRET = "S3CRET";

/** Accounts before a round: nick and class. Text is one character per byte. */
export const ACCOUNTS: readonly (readonly [nick: string, userClass: number])[] = [
  ["Master", 10],
  ["Admin", 5],
  ["Chief", 4],
  ["Op1", 3],
  ["Op2", 3],
  ["Vip", 2],
  ["Reg1", 1],
  ["Reg2", 1],
  ["Pinger", -1],
];

/** Nicks of guests; two of them differ in case only, one is UTF-8, one is Latin. */
export const GUESTS = [
  "anna",
  "ANNA",
  "bert",
  "Carl",
  "d\xc3\xb6rte",
  "b\xe4r",
  "x".repeat(60),
  "[RO]eve",
  "z",
];

/** Nicks of users, more than there are clients. */
export const NICKS: readonly string[] = [
  ...ACCOUNTS.map(([nick]) => nick),
  ...GUESTS,
  ...Array.from({ length: 12 }, (_, i) => `guest${i}`),
];

/** What scripts call their bots. */
export const BOTS = ["Quiz", "News", "Statbot", "anna", "Op1"];

/** Nicks the hub's own bot may get. */
export const HUB_BOTS = ["Hubcap", "Security"];

/** Nicks the operator chat may get; `""` closes it. */
export const ROOMS = ["OpChat", "OpRoom", ""];

/** Addresses that belong to nobody here; no request may go out with one. */
export const FORGED = "192.0.2.";

/** The right password of a nick that had an account in the beginning. */
export const passwordOf = (nick: string): string => `${SECRET}-${nick.toLowerCase()}`;

/** Put into a frame, these say who may see it; the watch reads them on the way out. */
export const mark = {
  /** Users in this range of classes. */
  range: (min: number, max: number): string => `~c${min},${max}~`,
  /** Users in this range who see main chat. */
  chat: "~m~",
  /** Those of operator chat. */
  room: "~o~",
  /** This user alone. */
  only: (nick: string): string => `~p${nick}~`,
  /** Nobody. */
  nobody: "~s~",
};

/** Who writes. */
export interface Speaker {
  /** Nick as it goes over the wire. */
  readonly nick: string;
  /** Address. */
  readonly ip: string;
}

/** What a message is made from. */
export interface Scene {
  /** Choices. */
  readonly random: Random;
  /** Nick of the hub's bot now. */
  bot(): string;
  /** Nick of the operator chat now, `""` for none. */
  room(): string;
}

/**
 * The parts of an account `!regset` changes, one row each. Owns their names (Verlihub's columns), which values they
 * take and what they mean; changes nothing.
 *
 * @module
 */
import { usualAddress } from "../../core/ip.ts";
import { nearest } from "../../config/nearest.ts";
import type { Account } from "../../store/types.ts";
import { UserClass } from "../model.ts";
import { wholeNumber } from "./args.ts";

/** Longest text in bytes. */
const MAX_NOTE = 255;
/** Highest class somebody can be protected from, or hide kicks from. */
const MAX_PROTECT = UserClass.Admin;

type Value = Account[keyof Account];

/** What a part holds: on or off, a class, an address, a text. */
export type ColumnKind = "switch" | "class" | "address" | "text";

interface Kind {
  readonly takes: string;
  readonly nothing: Value;
  /** The value of a text, or `null`. `own` is the class of whoever writes it. */
  read(text: string, own: number): Value | null;
}

const SWITCHES: Readonly<Record<string, boolean>> = { "1": true, on: true, "0": false, off: false };

const KINDS: Readonly<Record<ColumnKind, Kind>> = {
  switch: {
    takes: "0 or 1",
    nothing: false,
    read: (text) => SWITCHES[text.toLowerCase()] ?? null,
  },
  class: {
    takes: `a class from 0 to ${MAX_PROTECT}, below your own`,
    nothing: 0,
    read: (text, own) => wholeNumber(text, 0, Math.min(MAX_PROTECT, own - 1)),
  },
  address: { takes: "an IPv4 or IPv6 address", nothing: "", read: (text) => usualAddress(text) },
  text: {
    takes: `one line of at most ${MAX_NOTE} bytes`,
    nothing: "",
    read: (text) => new TextEncoder().encode(text).length <= MAX_NOTE && !/[\r\n\0]/.test(text) ? text : null,
  },
};

/** One part of an account. */
export interface AccountColumn {
  /** Name, as typed. */
  readonly name: string;
  /** Field of the account. */
  readonly field: Exclude<keyof Account, "nick">;
  /** Which values it takes. */
  readonly kind: ColumnKind;
  /** What it does. */
  readonly meaning: string;
}

const column = (
  name: string,
  field: AccountColumn["field"],
  kind: AccountColumn["kind"],
  meaning: string,
): AccountColumn => ({ name, field, kind, meaning });

/** All of them. */
export const ACCOUNT_COLUMNS: readonly AccountColumn[] = [
  column("enabled", "enabled", "switch", "the account counts"),
  column("class_protect", "classProtect", "class", "kicks from this class down fail; 0 for none"),
  column(
    "class_hidekick",
    "classHideKick",
    "class",
    "this class and lower ones do not see the kicks; 0 for none",
  ),
  column("hide_kick", "hideKick", "switch", "nobody sees the kicks"),
  column("hide_keys", "hideKeys", "switch", "not shown as operator"),
  column("show_keys", "showKeys", "switch", "shown as operator, whatever the class"),
  column("hide_share", "hideShare", "switch", "the share is shown and counted as 0"),
  column("hide_chat", "hideChat", "switch", "enters without main chat"),
  column("hide_ctmmsg", "hideCtmMsg", "switch", "not told about connect requests that fail"),
  column("auth_ip", "authIp", "address", "the only address to log in from, from the next login on"),
  column("alternate_ip", "alternateIp", "address", "also taken in searches and connect requests"),
  column("fake_ip", "fakeIp", "address", "shown to others instead of the real one"),
  column("reg_op", "registeredBy", "text", "who registered the nick"),
  column("note_op", "noteOp", "text", "note for operators"),
  column("note_usr", "noteUsr", "text", "note for the user"),
];

/** The part of this name, or the name somebody probably meant, or `null`. */
export function findColumn(name: string): AccountColumn | string | null {
  const wanted = name.toLowerCase();
  return ACCOUNT_COLUMNS.find((column) => column.name === wanted) ??
    nearest(wanted, ACCOUNT_COLUMNS.map((column) => column.name));
}

/** The value a text means for a part, `""` being its resting value; otherwise what it takes, as a text. */
export function readColumn(
  { kind, field }: AccountColumn,
  text: string,
  own: number,
): { readonly value: Account[keyof Account] } | { readonly takes: string } {
  const { nothing, takes, read } = KINDS[kind];
  if (text === "") return { value: field === "enabled" ? true : nothing };
  const value = read(text, own);
  return value === null ? { takes } : { value };
}

/** The value of a part as it is typed. */
export function columnText(account: Account, { field }: AccountColumn): string {
  const value = account[field];
  return typeof value === "boolean" ? String(Number(value)) : String(value);
}

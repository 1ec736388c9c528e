/**
 * The user list: users whose login is over, and bots. Owns look-up by nick, places that never move while a user is
 * in, totals, and the joined list pieces that newcomers get. Knows no connection state and sends nothing.
 *
 * Places are kept in chunks of 64; a chunk's joined MyINFOs are built when first needed and thrown away when one of
 * its users changes, so a newcomer to a large hub costs a few shared buffers and never sees an old MyINFO.
 *
 * @module
 */
import { concatBytes } from "../core/bytes.ts";
import { limitKey } from "../core/ip.ts";
import { withoutTls } from "../nmdc/myinfo.ts";
import { ascii } from "../nmdc/wire.ts";
import { type Session, type User, UserClass } from "./model.ts";
import { nickKey } from "./nick_key.ts";

const CHUNK = 64;
const SEPARATOR = ascii("$$");
const SPACE = ascii(" ");
const END = ascii("|");

/** True for a user nobody is shown: pingers count what is there and are no company. Bots are always shown. */
export function isHidden(user: User): boolean {
  return user.session !== null && user.class < UserClass.Guest;
}

/** Somebody who is connected: no bot. */
export type OnlineUser = User & { readonly session: Session };

/** The user of a nick who is online, `null` for bots and where nobody has it. */
export function onlineUser(users: Pick<UserList, "get">, nick: string): OnlineUser | null {
  const user = users.get(nickKey(nick));
  return user?.session ? user as OnlineUser : null;
}

/** The user list. */
export interface UserList {
  /**
   * Users and bots by place; free places are `null`. Safe to walk while users come and go: nobody moves.
   */
  readonly slots: readonly (User | null)[];
  /** The user or bot of this key (see `nickKey`), or `undefined`. */
  get(key: string): User | undefined;
  /** Adds a user. `false`: the nick is taken. */
  add(user: User): boolean;
  /** Removes a user. `false`: it was not in. */
  remove(user: User): boolean;
  /** Publishes another MyINFO (with its `|`). */
  setMyInfo(user: User, myInfo: Uint8Array): void;
  /** Changes the counted share. */
  setShare(user: User, share: number): void;
  /** Changes the address that is shown. */
  setIp(user: User, ip: string): void;
  /** Gives a user another class. Nobody is told. */
  setClass(user: User, userClass: number): void;
  /** Shows or hides a user in the operator list. */
  setOp(user: User, op: boolean): void;
  /** MyINFO of everybody who is shown, joined, in a few shared buffers; `plain` without the word that somebody can do TLS. */
  myInfos(plain?: boolean): Uint8Array[];
  /** `$NickList …|` of everybody who is shown. */
  nickList(): Uint8Array;
  /** `$OpList …|`. */
  opList(): Uint8Array;
  /** `$BotList …|`. */
  botList(): Uint8Array;
  /** `$UserIP …|` of everybody who is shown. */
  userIps(): Uint8Array;
  /** Users and bots in the list. */
  readonly size: number;
  /** Bots in the list. */
  readonly bots: number;
  /** Users in the list who are shown, without bots: what people are told as number of users. */
  readonly people: number;
  /** Counted share of all, bytes. */
  readonly share: number;
  /** Users of this address (of IPv6: of its /64), in the order they came. */
  ofIp(ip: string): User[];
  /** How many of them have a class not above `maxClass`. */
  countIp(ip: string, maxClass: number): number;
}

/** Creates an empty list. */
export function createUserList(): UserList {
  const byKey = new Map<string, User>();
  const slots: (User | null)[] = [];
  const free: number[] = [];
  const chunks: (Uint8Array | null)[] = [];
  const plainChunks: (Uint8Array | null)[] = [];
  const byIp = new Map<string, Set<User>>();
  let nickList: Uint8Array | null = null;
  let opList: Uint8Array | null = null;
  let botList: Uint8Array | null = null;
  let userIps: Uint8Array | null = null;
  const share = createExactSum();
  let bots = 0;
  let hidden = 0;

  const touched = (user: User) => {
    const index = user.slot / CHUNK | 0;
    chunks[index] = plainChunks[index] = null;
  };
  const listed = (name: string, wanted: (user: User) => boolean): Uint8Array => {
    const parts = [ascii(name)];
    for (const user of slots) {
      if (user && wanted(user) && !isHidden(user)) parts.push(user.nickBytes, SEPARATOR);
    }
    parts.push(END);
    return concatBytes(parts);
  };
  const chunkOf = (index: number, plain: boolean): Uint8Array => {
    const parts: Uint8Array[] = [];
    const end = Math.min(slots.length, (index + 1) * CHUNK);
    for (let slot = index * CHUNK; slot < end; slot++) {
      const user = slots[slot];
      if (user && !isHidden(user)) parts.push(plain ? withoutTls(user.myInfo) : user.myInfo);
    }
    return concatBytes(parts);
  };
  const changed = (user: User) => {
    nickList = userIps = null;
    if (user.op) opList = null;
    if (user.session === null) botList = null;
  };

  return {
    slots,
    get: (key) => byKey.get(key),
    add(user) {
      if (byKey.has(user.key)) return false;
      byKey.set(user.key, user);
      user.slot = free.pop() ?? slots.length;
      slots[user.slot] = user;
      share.add(user.share, 1);
      if (isHidden(user)) hidden++;
      if (user.session === null) bots++;
      else {
        const ip = limitKey(user.session.ip);
        if (!byIp.get(ip)?.add(user)) byIp.set(ip, new Set([user]));
      }
      touched(user);
      changed(user);
      return true;
    },
    remove(user) {
      if (user.slot < 0 || slots[user.slot] !== user) return false;
      byKey.delete(user.key);
      slots[user.slot] = null;
      free.push(user.slot);
      touched(user);
      changed(user);
      user.slot = -1;
      share.add(user.share, -1);
      if (isHidden(user)) hidden--;
      if (user.session === null) bots--;
      const ip = limitKey(user.session?.ip ?? "");
      const same = byIp.get(ip);
      if (same?.delete(user) && same.size === 0) byIp.delete(ip);
      return true;
    },
    setMyInfo(user, myInfo) {
      user.myInfo = myInfo;
      if (user.slot >= 0) touched(user);
    },
    setShare(user, value) {
      if (user.slot >= 0) {
        share.add(user.share, -1);
        share.add(value, 1);
      }
      user.share = value;
    },
    setIp(user, ip) {
      user.ip = ip;
      userIps = null;
    },
    setClass(user, userClass) {
      const was = isHidden(user);
      user.class = userClass;
      const is = isHidden(user);
      if (was === is || user.slot < 0) return;
      hidden += is ? 1 : -1;
      touched(user);
      changed(user);
    },
    setOp(user, op) {
      user.op = op;
      opList = null;
    },
    myInfos(plain = false) {
      const out: Uint8Array[] = [];
      const cached = plain ? plainChunks : chunks;
      for (let i = 0; i * CHUNK < slots.length; i++) {
        const chunk = cached[i] ??= chunkOf(i, plain);
        if (chunk.length > 0) out.push(chunk);
      }
      return out;
    },
    nickList: () => nickList ??= listed("$NickList ", () => true),
    opList: () => opList ??= listed("$OpList ", (user) => user.op),
    botList: () => botList ??= listed("$BotList ", (user) => user.session === null),
    userIps() {
      if (userIps) return userIps;
      const parts = [ascii("$UserIP ")];
      for (const user of slots) {
        if (user && !isHidden(user)) parts.push(user.nickBytes, SPACE, ascii(user.ip), SEPARATOR);
      }
      parts.push(END);
      return userIps = concatBytes(parts);
    },
    get size() {
      return byKey.size;
    },
    get bots() {
      return bots;
    },
    get people() {
      return byKey.size - bots - hidden;
    },
    get share() {
      return share.total;
    },
    ofIp: (ip) => [...byIp.get(limitKey(ip)) ?? []],
    countIp(ip, maxClass) {
      let count = 0;
      for (const user of byIp.get(limitKey(ip)) ?? []) if (user.class <= maxClass) count++;
      return count;
    },
  };
}

/**
 * A sum of whole numbers up to 1e18 that forgets nothing: shares are what clients claim, and a double that once held
 * a huge one has lost the last digits of all others for good. Both halves stay far below the limit of exactness.
 */
function createExactSum(): { add(value: number, times: 1 | -1): void; readonly total: number } {
  const half = 2 ** 32;
  let high = 0;
  let low = 0;
  return {
    add(value, times) {
      const top = Math.floor(value / half);
      high += times * top;
      low += times * (value - top * half);
    },
    get total() {
      return high * half + low;
    },
  };
}

/**
 * Every number that scripts know by name, as data. Values are those of the Verlihub core.
 * Knows nothing of what uses them.
 *
 * @module
 */

/** One family of constants. */
export interface ConstantGroup {
  /** What the numbers stand for. */
  readonly doc: string;
  /** Name without its family prefix → value. */
  readonly values: Readonly<Record<string, number>>;
}

/** The families by prefix; scripts see `eCR_KICKED` as `vh.eCR_KICKED` and `vh.eCR.KICKED`. */
export const CONSTANTS = {
  eCR: {
    doc: "Why a connection was closed",
    values: {
      DEFAULT: 0,
      INVALID_USER: 1,
      KICKED: 2,
      FORCEMOVE: 3,
      QUIT: 4,
      HUB_LOAD: 5,
      TIMEOUT: 6,
      TO_ANYACTION: 7,
      USERLIMIT: 8,
      SHARE_LIMIT: 9,
      TAG_NONE: 10,
      TAG_INVALID: 11,
      PASSWORD: 12,
      LOGIN_ERR: 13,
      SYNTAX: 14,
      INVALID_KEY: 15,
      RECONNECT: 16,
      CLONE: 17,
      SELF: 18,
      BADNICK: 19,
      NOREDIR: 20,
      PLUGIN: 21,
    },
  },
  eBOT: {
    doc: "Results of IsRobotNickBad",
    values: {
      OK: 0,
      EXISTS: 1,
      WITHOUT_NICK: 2,
      BAD_CHARS: 3,
      RESERVED_NICK: 4,
      API_ERROR: 5,
    },
  },
  eBF: {
    doc: "Ban types (bit flags)",
    values: {
      NICKIP: 1,
      IP: 2,
      NICK: 4,
      RANGE: 8,
      HOST1: 16,
      HOST2: 32,
      HOST3: 64,
      SHARE: 128,
      PREFIX: 256,
      HOSTR1: 512,
      REVERSE: 512,
    },
  },
  eIT: {
    doc: "Value types in OnSetConfig",
    values: {
      VOID: 0,
      BOOL: 1,
      CHAR: 2,
      INT: 3,
      UINT: 4,
      LONG: 5,
      ULONG: 6,
      PCHAR: 7,
      TIMET: 8,
      LLONG: 9,
      ULLONG: 10,
      AR_BYTE: 11,
      STRING: 12,
      DOUBLE: 13,
    },
  },
  eUC: {
    doc: "User classes",
    values: {
      OFFLINE: -2,
      PINGER: -1,
      NORMUSER: 0,
      REGUSER: 1,
      VIPUSER: 2,
      OPERATOR: 3,
      CHEEF: 4,
      ADMIN: 5,
      MASTER: 10,
    },
  },
  eMF: {
    doc: "Status bits of the MyINFO speed field",
    values: {
      NORM: 1,
      AWAY: 2,
      SERV: 4,
      FIRE: 8,
      TLS: 16,
      NAT: 32,
    },
  },
} as const satisfies Record<string, ConstantGroup>;

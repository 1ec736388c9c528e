/**
 * Runtime variables about what goes through the hub: chat, search, message sizes, sending and waiting. Data only.
 *
 * @module
 */
import { bool, double, int, seconds, type Setting, text, uint, ulong } from "./setting.ts";

const bytes = (value: number, what: string, priority: 1 | 2 | 3 = 1, type: "uint" | "ulong" = "uint") =>
  uint(value, `Longest ${what}.`, { min: 16, max: 65_536, unit: "bytes", priority, type });

const wait = (value: number, meaning: string): Setting<number> =>
  double(value, meaning, { min: 1, max: 86_400, unit: "seconds" });

/** Chat, private messages, search. */
export const TALK = {
  max_chat_msg: uint(256, "Longest chat line below VIP; 0 blocks chat.", { max: 65_536, unit: "bytes" }),
  max_chat_lines: uint(5, "Most lines of a chat message below VIP; 0 blocks chat.", {
    max: 1000,
    unit: "lines",
  }),
  max_pm_msg: uint(1024, "Longest private message below VIP; 0 for no limit.", {
    max: 65_536,
    unit: "bytes",
  }),
  max_mcto_msg: uint(1024, "Longest $MCTo text below VIP; 0 for no limit.", {
    max: 65_536,
    unit: "bytes",
    priority: 2,
  }),
  int_chat_ms: ulong(1000, "Wait between two chat lines below VIP; an early line starts it anew.", {
    max: 86_400_000,
    unit: "milliseconds",
  }),
  chat_default_on: bool(true, "New users below operator see main chat.", { priority: 2 }),
  max_flood_counter_pm: uint(5, "Repeats of one PM before a kick below operator.", {
    max: 1000,
    priority: 2,
  }),
  max_flood_counter_mcto: uint(5, "Repeats of one $MCTo before a kick below operator.", {
    max: 1000,
    priority: 2,
  }),
  same_flood_ban_time: seconds(900, "Ban of the address after such repeats; 0 only kicks.", { priority: 2 }),
  use_search_filter: bool(true, "Send a search only where an answer can come from."),
  search_number: uint(1, "Searches within one interval.", { min: 1, max: 1000 }),
  int_search: seconds(32, "Interval of a guest's active searches."),
  int_search_pas: seconds(48, "Interval of a guest's passive searches."),
  int_search_reg: seconds(16, "Interval of a registered user's active searches."),
  int_search_reg_pas: seconds(48, "Interval of a registered user's passive searches."),
  int_search_vip: seconds(8, "Interval of a VIP's searches."),
  int_search_op: seconds(1, "Interval of an operator's searches; masters never wait.", { priority: 2 }),
  min_search_chars: uint(4, "Shortest search text below operator.", { max: 256, unit: "characters" }),
  max_passive_sr: uint(25, "Results passed on for one passive search; 0 for no limit."),
  wrongip_message: bool(false, "Tell users whose address in a request was corrected.", { priority: 2 }),
  hide_msg_badctm: bool(false, "Say nothing about connect requests that fail.", { priority: 2 }),
  hide_msg_badtlsctm: bool(false, "Say nothing about connect requests that fail for their TLS.", {
    priority: 3,
  }),
  detect_ctmtohub: bool(true, "Answer clients that were sent to the hub as to a peer.", { priority: 2 }),
  filter_lan_requests: bool(false, "Keep users of private and public addresses apart.", { priority: 3 }),
  send_user_ip: bool(false, "Send $UserIP to clients with UserIP2: the own to all, all to user_ip_class."),
  int_myinfo: seconds(60, "Wait between two MyINFO changes of one user that are passed on."),
  int_nicklist: seconds(60, "Wait between two $GetNickList answers below operator."),
  disable_extjson: bool(true, "Keep $ExtJSON to the hub.", { priority: 2 }),
};

/** Longest messages, by command. */
export const SIZES = {
  max_len_supports: bytes(512, "$Supports"),
  max_len_version: bytes(64, "$Version"),
  max_len_myinfo: bytes(512, "$MyINFO"),
  max_len_extjson: bytes(1024, "$ExtJSON", 2),
  max_len_myhuburl: bytes(128, "$MyHubURL", 2),
  max_len_in: bytes(512, "$IN", 3),
  max_len_search: bytes(256, "search; told to clients in $SearchRule"),
  max_len_mynick: bytes(128, "stray $MyNick between clients", 2),
  max_len_lock: bytes(256, "stray $Lock between clients", 2),
  adv_max_message_size: bytes(10_240, "unfinished message before the connection is closed", 1, "ulong"),
};

/** How the hub sends and how long it waits. */
export const SENDING = {
  delayed_myinfo: bool(true, "Gather MyINFO, Quit and list changes for a moment."),
  delayed_search: bool(true, "Gather searches and results for a moment."),
  delayed_chat: bool(false, "Gather main chat for a moment.", { priority: 2 }),
  delayed_ping: seconds(60, "Interval of the keepalive to each user; 0 for none."),
  adv_max_outbuf_size: ulong(1_048_576, "Unsent bytes at which a user is disconnected.", {
    min: 65_536,
    max: 2 ** 30,
    unit: "bytes",
  }),
  adv_max_outfill_size: ulong(786_432, "Unsent bytes from which on nothing more is read from a user.", {
    min: 16_384,
    max: 2 ** 30,
    unit: "bytes",
    priority: 2,
  }),
  adv_max_unblock_size: ulong(
    524_288,
    "Unsent bytes below which reading goes on; at most adv_max_outfill_size counts.",
    { min: 1024, max: 2 ** 30, unit: "bytes", priority: 2 },
  ),
  disable_zlib: bool(false, "Compress nothing, not even for clients with ZPipe."),
  zlib_min_len: uint(
    1024,
    "Smallest write that is compressed; below about 1000 bytes it costs more than it saves.",
    {
      min: 16,
      max: 2 ** 30,
      unit: "bytes",
    },
  ),
  zlib_compress_level: int(
    1,
    "Level of zlib, 1 fast to 9 small; 0 does not compress, −1 is its own choice.",
    {
      min: -1,
      max: 9,
      priority: 2,
    },
  ),
  load_search_delay: uint(
    500,
    "Lateness of the hub at which searches below operator are refused; 0 for never.",
    {
      max: 3_600_000,
      unit: "milliseconds",
      priority: 3,
    },
  ),
  load_login_delay: uint(1500, "Lateness of the hub at which new connections are refused; 0 for never.", {
    max: 3_600_000,
    unit: "milliseconds",
    priority: 3,
  }),
  tls_only_mode: bool(false, "Send users without TLS to not_tls_redirect.", { priority: 2 }),
  not_tls_redirect: text(
    "",
    "Where tls_only_mode sends them; empty for nmdcs:// and the hub's own address.",
    {
      max: 256,
      priority: 2,
    },
  ),
  drop_invalid_key: bool(true, "Disconnect clients whose $Key is wrong.", { priority: 2 }),
  timeout_key: wait(60, "Time for $Key after $Lock."),
  timeout_nick: wait(30, "Time for $ValidateNick after $Key."),
  timeout_myinfo: wait(40, "Time for $MyINFO after $ValidateNick, typing the password included."),
  timeout_login: wait(600, "Time for the whole login."),
  timeout_setpass: wait(300, "Time to choose a password after login."),
};

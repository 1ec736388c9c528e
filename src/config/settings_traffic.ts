/**
 * Runtime variables about what goes through the hub: limits of users, share, tags, chat, search, message sizes,
 * sending and waiting. Data only.
 *
 * @module
 */
import { bool, double, int, mebibytes, seconds, type Setting, text, uint, ulong } from "./setting.ts";

const bytes = (value: number, what: string, priority: 1 | 2 | 3 = 1): Setting<number> =>
  uint(value, `Longest ${what}.`, { min: 16, max: 65_536, unit: "bytes", priority });

const wait = (value: number, meaning: string): Setting<number> =>
  double(value, meaning, { min: 1, max: 86_400, unit: "seconds" });

/** How many may enter, under which nicks. */
export const USERS = {
  max_users: uint(6000, "Most users below operator; 0 lets only registered users in.", { unit: "users" }),
  max_users_passive: int(-1, "Most passive users below operator; −1 for no limit.", {
    min: -1,
    unit: "users",
    priority: 2,
  }),
  max_users_from_ip: uint(0, "Most users below VIP from one address; 0 for no limit.", { unit: "users" }),
  max_logins_from_ip: uint(
    100,
    "Most connections from one address that are not logged in yet; 0 for no limit.",
    {
      max: 10_000,
      unit: "connections",
      priority: 2,
    },
  ),
  max_extra_regs: uint(25, "Extra places for registered users.", { unit: "users", priority: 2 }),
  max_extra_vips: uint(50, "Extra places for VIPs.", { unit: "users", priority: 2 }),
  max_extra_pings: uint(10, "Extra places for pingers.", { unit: "users", priority: 3 }),
  max_nick: uint(64, "Longest nick of a guest.", { min: 1, max: 250, unit: "bytes" }),
  min_nick: uint(1, "Shortest nick of a guest.", { min: 1, max: 250, unit: "bytes" }),
  nick_chars: text("", "The only characters a guest's nick may have; empty for any.", { priority: 2 }),
  nick_prefix: text("", "Prefixes, spaces between, one of which a guest needs.", { priority: 2 }),
  nick_prefix_nocase: bool(false, "Compare nick_prefix without case.", { priority: 3 }),
  allow_same_user: bool(true, "A returning user replaces the own ghost."),
  int_login: seconds(60, "Wait before the same nick may log in again; 0 for none."),
};

/** How much must and may be shared. */
export const SHARE = {
  min_share: mebibytes(0, "Least share of a guest."),
  min_share_reg: mebibytes(0, "Least share of a registered user."),
  min_share_vip: mebibytes(0, "Least share of a VIP."),
  min_share_ops: mebibytes(0, "Least share of an operator.", { priority: 2 }),
  min_share_factor_passive: double(1, "Factor on the least share for passive users.", {
    max: 1000,
    priority: 2,
  }),
  min_share_use_hub: mebibytes(0, "Share a guest needs to search and download; 0 for none.", { priority: 2 }),
  min_share_use_hub_reg: mebibytes(0, "Share a registered user needs to search and download.", {
    priority: 2,
  }),
  min_share_use_hub_vip: mebibytes(0, "Share a VIP needs to search and download.", { priority: 2 }),
  max_share: mebibytes(157_286_400, "Most share of a guest; 0 for no limit.", { priority: 2 }),
  max_share_reg: mebibytes(157_286_400, "Most share of a registered user.", { priority: 2 }),
  max_share_vip: mebibytes(157_286_400, "Most share of a VIP.", { priority: 2 }),
  max_share_ops: mebibytes(157_286_400, "Most share of an operator.", { priority: 3 }),
  use_hub_msg_time: seconds(0, "Pause between two notices that share is missing; 0 each time.", {
    priority: 2,
  }),
};

/** What a client's tag must say, and what of MyINFO is passed on. */
export const TAGS = {
  tag_allow_none: bool(true, "Accept users without a tag."),
  tag_allow_passive: bool(true, "Accept passive users."),
  tag_allow_sock5: bool(true, "Accept SOCKS5 users.", { priority: 2 }),
  tag_sum_hubs: uint(3, "How many of the three H: numbers count as hubs.", { min: 1, max: 3, priority: 2 }),
  tag_min_class_ignore: int(3, "Class from which tags are not checked.", { min: 0, max: 11, unit: "class" }),
  tag_max_hubs: uint(0, "Most hubs; 0 for no limit.", { max: 10_000, unit: "hubs" }),
  tag_min_hubs: uint(0, "Fewest hubs; 0 for no limit.", { max: 10_000, unit: "hubs", priority: 3 }),
  tag_min_hubs_usr: uint(0, "Fewest hubs as guest.", { max: 10_000, unit: "hubs", priority: 3 }),
  tag_min_hubs_reg: uint(0, "Fewest hubs as registered user.", { max: 10_000, unit: "hubs", priority: 3 }),
  tag_min_hubs_op: uint(0, "Fewest hubs as operator.", { max: 10_000, unit: "hubs", priority: 3 }),
  tag_min_hs_ratio: double(0, "Fewest slots per hub; 0 for no limit.", { max: 10_000, priority: 2 }),
  tag_max_hs_ratio: double(0, "Most slots per hub; 0 for no limit.", { max: 10_000, priority: 3 }),
  show_tags: bool(true, "Pass tags on.", { priority: 2 }),
  show_email: bool(true, "Pass e-mail addresses on.", { priority: 2 }),
  show_speed: bool(true, "Pass connection texts on; the status byte always goes.", { priority: 2 }),
  show_desc_len: int(-1, "Bytes of a description that are passed on; −1 for all.", {
    min: -1,
    max: 65_536,
    unit: "bytes",
    priority: 3,
  }),
};

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
  adv_max_message_size: bytes(10_240, "unfinished message before the connection is closed"),
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

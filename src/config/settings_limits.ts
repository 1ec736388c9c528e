/**
 * Runtime variables that bound who may be here: users, nicks, share, tags. Data only.
 *
 * @module
 */
import { bool, double, int, mebibytes, seconds, text, uint } from "./setting.ts";

/** How many may enter, under which nicks. */
export const USERS = {
  max_users: uint(
    6000,
    "Users, operators included, from which on only operators get in; 0 closes the hub to guests.",
    { unit: "users" },
  ),
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
  reserved_op_logins: uint(
    20,
    "Connections taken from where operators logged in last while too many others are logging in.",
    { max: 1000, unit: "connections", priority: 2 },
  ),
  max_extra_regs: uint(25, "Extra places for registered users.", { unit: "users", priority: 2 }),
  max_extra_vips: uint(50, "Extra places for VIPs.", { unit: "users", priority: 2 }),
  max_extra_pings: uint(10, "Extra places for pingers.", { unit: "users", priority: 3 }),
  max_nick: uint(64, "Longest nick of a guest.", { min: 1, max: 250, unit: "bytes" }),
  min_nick: uint(1, "Shortest nick of a guest.", { min: 1, max: 250, unit: "bytes" }),
  nick_chars: text("", "The only characters a guest's nick may have; empty for any.", { priority: 2 }),
  nick_prefix: text("", "Prefixes, spaces between, one of which a guest needs.", { priority: 2 }),
  nick_prefix_nocase: bool(false, "Compare nick_prefix without case.", { priority: 3 }),
  nick_prefix_cc: bool(
    false,
    "A guest's nick begins with the country code, as in [DE]Hans; takes the place of nick_prefix.",
    { priority: 3 },
  ),
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
    type: "ulong",
  }),
};

/** What a client's tag must say, and what of MyINFO is passed on. */
export const TAGS = {
  tag_allow_none: bool(true, "Accept users without a tag."),
  tag_allow_unknown: bool(true, "Accept clients without a rule of their own (!addclient).", { priority: 2 }),
  tag_min_version: double(-1, "Lowest version of clients without a rule; −1 for any. 2.4.2 counts as 2.42.", {
    min: -1,
    priority: 3,
  }),
  tag_max_version: double(-1, "Highest version of clients without a rule; −1 for any.", {
    min: -1,
    priority: 3,
  }),
  tag_allow_passive: bool(true, "Accept passive users."),
  tag_allow_sock5: bool(true, "Accept SOCKS5 users.", { priority: 2 }),
  tag_sum_hubs: uint(3, "How many of the three H: numbers count as hubs.", { min: 1, max: 3, priority: 2 }),
  tag_min_class_ignore: int(3, "Class from which tags are not checked.", { min: 0, max: 11, unit: "class" }),
  tag_max_hubs: int(0, "Most hubs; 0 for no limit.", { min: 0, max: 10_000, unit: "hubs" }),
  tag_min_hubs: int(0, "Fewest hubs; 0 for no limit.", { min: 0, max: 10_000, unit: "hubs", priority: 3 }),
  tag_min_hubs_usr: int(0, "Fewest hubs as guest.", { min: 0, max: 10_000, unit: "hubs", priority: 3 }),
  tag_min_hubs_reg: int(0, "Fewest hubs as registered user.", {
    min: 0,
    max: 10_000,
    unit: "hubs",
    priority: 3,
  }),
  tag_min_hubs_op: int(0, "Fewest hubs as operator.", { min: 0, max: 10_000, unit: "hubs", priority: 3 }),
  tag_min_hs_ratio: double(0, "Fewest slots per hub; 0 for no limit.", { max: 10_000, priority: 2 }),
  tag_max_hs_ratio: double(0, "Most slots per hub; 0 for no limit.", { max: 10_000, priority: 3 }),
  show_tags: bool(true, "Pass tags on.", { priority: 2 }),
  show_email: bool(true, "Pass e-mail addresses on.", { priority: 2 }),
  show_speed: bool(true, "Pass connection texts on; the status byte always goes.", { priority: 2 }),
  desc_insert_mode: bool(false, "Put the mode, as in [A], or desc_insert_vars in front of descriptions.", {
    priority: 3,
  }),
  desc_insert_vars: text(
    "",
    "What desc_insert_mode puts there, with %[CLASS] %[CLASSNAME] %[MODE] %[CC] %[CN] %[CITY]; empty for the mode.",
    { max: 128, priority: 3 },
  ),
  myinfo_tls_filter: bool(false, "Hide that others can do TLS from users who cannot.", { priority: 3 }),
  show_desc_len: int(-1, "Bytes of a description that are passed on; −1 for all.", {
    min: -1,
    max: 65_536,
    unit: "bytes",
    priority: 3,
  }),
};

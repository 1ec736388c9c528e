/**
 * Names that an operator of a Verlihub looks for among the runtime variables and that are none here: fields of the
 * configuration file, other names, and what this hub does without, each with its reason. One table for `!set`,
 * `!get`, `hubcap config`, the import report and the reference. Data and the text made from it.
 *
 * @module
 */
import { isSettingName, nearestSetting, type SettingName } from "./settings.ts";

/** Where what a name stood for is decided. */
export type Elsewhere =
  /** A field of the configuration file, such as `listen[].port`. */
  | { readonly kind: "file"; readonly field: string; readonly note: string }
  /** Another runtime variable. */
  | { readonly kind: "variable"; readonly name: SettingName; readonly note: string }
  /** Nothing to set: what the hub does instead. */
  | { readonly kind: "none"; readonly because: string };

const file = (field: string, note = ""): Elsewhere => ({ kind: "file", field, note });
const variable = (name: SettingName, note: string): Elsewhere => ({ kind: "variable", name, note });
const none = (because: string): Elsewhere => ({ kind: "none", because });

const LOOP = "the hub's event loop waits for sockets and needs no pauses or retries";
const CACHE = "the database is read directly and keeps its pages in memory";
const NO_CALLS_HOME = "the hub contacts nobody for updates or crash reports";
const OPERATORS = "operators and above are never refused for want of places";
const DATABASE = "the database is a file of the hub; hubcap import verlihub reads the old one";
const MMDB = "databases of places are read in UTF-8 and kept in memory";

/** Verlihub's variables that are decided elsewhere, and those that have no counterpart. */
export const ELSEWHERE: Readonly<Record<string, Elsewhere>> = {
  hub_encoding: file("hub.encoding"),
  hub_version: none("it is the version of the program, shown by hubcap --version"),
  listen_ip: file("listen[].host"),
  listen_port: file("listen[].port"),
  extra_listen_ports: file("listen", "One entry per address and port."),
  tls_listen_ip: file(
    "listen[].host",
    'TLS is part of the hub: an entry with "tls": "on" or "detect" speaks it.',
  ),
  tls_listen_port: file(
    "listen[].port",
    'TLS is part of the hub: an entry with "tls": "on" or "detect" speaks it.',
  ),
  tls_detect_wait: file("tls.detectMs", 'It counts for entries of listen with "tls": "detect".'),
  tls_cert_file: file("tls.cert"),
  tls_key_file: file("tls.key"),
  tls_min_ver: file("tls.minVersion", "Versions before 1.2 are not spoken."),
  tls_force_myip: file("myIp", "Networks of fronts that begin a connection with $MyIP."),
  tls_cert_org: none("the hub's own certificate carries a host name only"),
  tls_cert_mail: none("the hub's own certificate carries a host name only"),
  tls_cert_host: variable("hub_host", "The hub's own certificate is made for its host."),
  tls_buf_size: none("TLS ends inside the hub; there is no proxy with buffers of its own"),
  tls_err_log: none("TLS failures are counted, in the metric net_tls_failures_total"),
  default_password_encryption: none("new passwords are always stored as salted scrypt hashes"),
  timeout_flush: variable(
    "timeout_setpass",
    "Verlihub read timeout_flush by mistake where it meant that one.",
  ),
  adv_timer_conn_period: none("due times are checked once a second"),
  adv_timer_serv_period: none("timers run once a second"),
  adv_min_frequency: variable("load_login_delay", "Load is told by how late the hub is, in milliseconds."),
  adv_step_delay: none(LOOP),
  adv_no_conn_delay: none(LOOP),
  adv_no_read_try: none(LOOP),
  adv_no_read_delay: none(LOOP),
  adv_conn_choose_timeout: none(LOOP),
  adv_conn_accept_num: none(LOOP),
  adv_conn_accept_try: none(LOOP),
  adv_max_upload_kbps: none(
    "the hub does not slow down by upload; every user's queue is bounded by adv_max_outbuf_size",
  ),
  timer_reloadcfg_period: none("changes in the database are seen within a second"),
  use_reglist_cache: none(CACHE),
  use_penlist_cache: none(CACHE),
  update_check_git: none(NO_CALLS_HOME),
  update_check_period: none(NO_CALLS_HOME),
  send_crash_report: none(NO_CALLS_HOME),
  max_extra_ops: none(OPERATORS),
  max_extra_cheefs: none(OPERATORS),
  max_extra_admins: none(OPERATORS),
  dns_lookup: none(
    "names of addresses are looked up when a ban or a command needs them, without making anybody wait",
  ),
  report_dns_lookup: none("reports to operators do not wait for name servers; !gethost shows a name"),
  extended_welcome_message: none("the software header is always one message; host_header turns it off"),
  mmdb_names_lang: none("names of places are English"),
  mmdb_conv_depth: none(MMDB),
  mmdb_cache: none(MMDB),
  mmdb_cache_mins: none(MMDB),
  mmdb_path: file("geo.country", "Cities and networks have fields beside it."),
  db_host: none(DATABASE),
  db_user: none(DATABASE),
  db_pass: none(DATABASE),
  db_data: file("data", "The database is the file hubcap.db in that folder."),
  db_charset: none(DATABASE),
  config_name: none("every hub has a data folder and a database of its own"),
  locale: none("the hub writes English"),
  max_conn_per_ip: variable("max_logins_from_ip", "It counts connections that are not logged in yet."),
  max_users_per_ip: variable("max_users_from_ip", "It counts users below VIP."),
  bantime_on_flood: variable("proto_flood_tban_time", "It is the ban that follows a flood."),
};

/** What became of a name that is no runtime variable, or `null`. A name that has become one counts as one. */
export function elsewhere(name: string): Elsewhere | null {
  const key = name.toLowerCase();
  return !isSettingName(key) && Object.hasOwn(ELSEWHERE, key) ? ELSEWHERE[key]! : null;
}

/** Where to look instead, one or two sentences. */
export function elsewhereText(row: Elsewhere): string {
  if (row.kind === "none") return `There is nothing to set: ${row.because}.`;
  const place = row.kind === "file"
    ? `It is ${row.field} in the configuration file; a change needs a restart.`
    : `Use ${row.name} instead.`;
  return row.note === "" ? place : `${place} ${row.note}`;
}

/** Why there is no runtime variable of this name and what to do, for whoever asked for it. */
export function unknownSetting(name: string): { readonly message: string; readonly remedy: string } {
  const shown = name.slice(0, 60);
  const row = elsewhere(name);
  if (row !== null) {
    return { message: `${shown} is no runtime variable of this hub`, remedy: elsewhereText(row) };
  }
  const meant = nearestSetting(name);
  return {
    message: `There is no runtime variable "${shown}"`,
    remedy: meant === null ? "" : `Did you mean ${meant}?`,
  };
}

/**
 * Runtime variables about the hub itself: its name, its bots, who may do what, how it greets. Data only.
 *
 * @module
 */
import { bool, int, seconds, text, uint, userClass } from "./setting.ts";

/** Names and texts the hub shows. */
export const IDENTITY = {
  hub_name: text("Hubcap", "Name of the hub in $HubName, hub lists and $HubINFO.", { min: 1, max: 256 }),
  hub_desc: text("", "Description for hub lists and $HubINFO."),
  hub_topic: text("", "Current topic: $HubTopic at login and behind the hub name.", { max: 1023 }),
  hub_category: text("", "Category word of the $HubINFO answer.", { priority: 2 }),
  hub_icon_url: text("", "Icon address given to pingers in $SetIcon; empty sends none.", { priority: 3 }),
  hub_logo_url: text("", "Logo address given to pingers in $SetLogo; empty sends none.", { priority: 3 }),
  hub_owner: text("", "Owner or contact shown by +info and in $HubINFO.", { priority: 2 }),
  hub_host: text("", "Public host[:port] of the hub, without a scheme.", { max: 256 }),
  hub_version_special: text("", "Line added to the software header.", { priority: 3 }),
  hub_failover_hosts: text("", "Backup addresses for $FailOver, comma between them.", { priority: 3 }),
  hub_security: text("Hubcap", "Nick of the hub's own bot.", { min: 1, max: 64, form: "nick" }),
  hub_security_desc: text("Hub security", "Description in the MyINFO of the hub's own bot.", { priority: 2 }),
  opchat_name: text("OpChat", "Nick of the operator chat; empty closes the room.", { max: 64, form: "nick" }),
  opchat_desc: text("Operator chat", "Description in the MyINFO of the operator chat.", { priority: 2 }),
  host_header: uint(1, "Software header: 0 none, 1 at login, 2 right after $Lock.", { max: 2, priority: 2 }),
  encoding_hint: bool(true, "Tell users of a UTF-8 hub at login that their client writes a code page.", {
    priority: 3,
  }),
  send_user_info: bool(true, "Show users their own connection details at login.", { priority: 3 }),
  hubfull_message: text("", "Added to the refusal while max_users is 0 or registered_only is on.", {
    priority: 2,
    form: "text",
  }),
  ban_extra_message: text("", "Added to every ban message.", { priority: 2, form: "text" }),
};

/** Lines announced in main chat when somebody enters, with `%[nick]`, `%[CC]`, `%[CN]` (country) and `%[CITY]`. */
export const WELCOME = {
  msg_welcome_guest: text(
    "",
    "Chat line when a guest enters, with %[nick] %[CC] %[CN] %[CITY]; empty for none.",
    {
      priority: 2,
      form: "text",
    },
  ),
  msg_welcome_reg: text("", "Chat line when a registered user enters.", { priority: 2, form: "text" }),
  msg_welcome_vip: text("", "Chat line when a VIP enters.", { priority: 2, form: "text" }),
  msg_welcome_op: text("", "Chat line when an operator enters.", { priority: 2, form: "text" }),
  msg_welcome_cheef: text("", "Chat line when a chief operator enters.", { priority: 2, form: "text" }),
  msg_welcome_admin: text("", "Chat line when an administrator enters.", { priority: 2, form: "text" }),
  msg_welcome_master: text("", "Chat line when a master enters.", { priority: 2, form: "text" }),
};

/** Which class may do what. */
export const RIGHTS = {
  opchat_class: userClass(3, "Lowest class that belongs to the operator chat."),
  oplist_class: userClass(3, "Lowest class shown in $OpList."),
  user_ip_class: userClass(3, "Lowest class that sees everybody's address."),
  mainchat_class: userClass(0, "Lowest class that may write in main chat."),
  private_class: userClass(0, "Lowest class that may write private messages."),
  min_class_use_hub: userClass(0, "Lowest class whose active searches and connect requests pass."),
  min_class_use_hub_passive: userClass(0, "Lowest class whose passive searches and connect requests pass."),
  min_class_register: userClass(4, "Lowest class that may register users."),
  min_class_redir: userClass(4, "Lowest class for $OpForceMove and for changing redirects.", { priority: 2 }),
  min_class_lstredir: userClass(4, "Lowest class that may list redirects.", { priority: 3 }),
  plugin_mod_class: userClass(5, "Lowest class that may load and unload scripts."),
  topic_mod_class: userClass(4, "Lowest class that may set the topic."),
  classdif_reg: uint(2, "Classes above the target needed to edit a registration.", {
    max: 10,
    unit: "classes",
  }),
  classdif_kick: uint(0, "Classes above the target needed to kick or drop.", { max: 10, unit: "classes" }),
  classdif_pm: uint(10, "How many classes upward one may write a PM.", {
    max: 10,
    unit: "classes",
    priority: 2,
  }),
  classdif_mcto: uint(10, "How many classes upward one may write an $MCTo.", {
    max: 10,
    unit: "classes",
    priority: 3,
  }),
  classdif_download: uint(10, "How many classes upward one may download from.", {
    max: 10,
    unit: "classes",
    priority: 2,
  }),
  ban_bypass_class: userClass(10, "Class from which bans are not checked at login.", { priority: 2 }),
  chatonly_bypass_class: userClass(3, "Class that may ask ChatOnly users for files.", { priority: 3 }),
  max_class_proto_flood: userClass(2, "Highest class under the protocol flood limits."),
  max_class_int_login: userClass(3, "Highest class that has to wait int_login between logins.", {
    priority: 2,
  }),
  max_class_same_user: userClass(0, "Highest class for which allow_same_user=0 counts.", { priority: 3 }),
  max_class_self_repass: userClass(0, "Class from which +passwd works at any time; 0 for nobody.", {
    min: 0,
    priority: 2,
    type: "uint",
  }),
};

/** Commands, kicks and reports. */
export const MODERATION = {
  cmd_start_op: text("+!/", "Characters that start an operator command.", {
    min: 1,
    max: 16,
    form: "triggers",
  }),
  cmd_start_user: text("+!/", "Characters that start a user command.", { min: 1, max: 16, form: "triggers" }),
  unknown_cmd_chat: bool(false, "Show unknown commands as chat, not an error.", { priority: 2 }),
  disable_usr_cmds: bool(false, "Turn all user commands off.", { priority: 2 }),
  disable_regme_cmd: bool(false, "Turn +regme off.", { priority: 2 }),
  dest_regme_chat: bool(false, "Show +regme requests to operators in main chat, not in a PM.", {
    priority: 3,
  }),
  hide_all_kicks: bool(true, "Never show lines that say who kicks whom.", { priority: 2 }),
  notify_kicks_to_all: userClass(-1, "Lowest class that sees kicks in main chat; −1 for nobody.", {
    priority: 2,
  }),
  notify_gag_chats: bool(false, "Tell the operator chat what users write whose main chat is taken.", {
    priority: 3,
  }),
  dest_drop_chat: bool(false, "Show drops to operators in main chat, not in the operator chat.", {
    priority: 3,
  }),
  clean_gags_cleanbans: bool(false, "Let !cleanallban give back main chat and private messages, too.", {
    priority: 3,
  }),
  tban_kick: seconds(300, "Ban that follows every kick; 0 for none."),
  tban_max: seconds(2_592_000, "Longest ban a kick reason may ask for."),
  msg_replace_ban: text("", "Shown in place of the _ban_ word of a kick reason.", { priority: 3 }),
  wrongpassword_report: bool(true, "Tell the operator chat about wrong passwords.", { priority: 2 }),
  wrongauthip_report: userClass(1, "Lowest class whose wrong login address is reported.", { priority: 3 }),
  clone_detect_count: uint(
    0,
    "Users of one address and MyINFO from which one more is a clone; 0 for no limit.",
    {
      max: 1000,
      priority: 2,
    },
  ),
  clone_detect_report: bool(true, "Tell the operator chat about clones.", { priority: 2 }),
  max_class_check_clone: userClass(0, "Highest class that is checked for clones.", {
    min: 0,
    priority: 2,
    type: "uint",
  }),
  clone_det_tban_time: seconds(1800, "Ban of a clone's nick; 0 for none.", { priority: 2, type: "ulong" }),
  clone_ip_tban_time: seconds(0, "Ban of a clone's address, if its nick is banned too; 0 for none.", {
    priority: 3,
    type: "ulong",
  }),
  nullchars_report: bool(true, "Tell the operator chat about messages with NUL bytes.", { priority: 2 }),
  report_user_country: bool(true, "Add the country to addresses in reports to operators.", { priority: 3 }),
  botinfo_report: bool(false, "Tell the operator chat about pingers.", { priority: 3 }),
  report_pass_reset: bool(false, "Tell the operator chat about reset passwords.", { priority: 3 }),
};

/** Registration and passwords. */
export const ACCOUNTS = {
  autoreg_class: int(0, "Class that +regme gives; 0 only passes the wish on.", {
    min: 0,
    max: 3,
    unit: "class",
    priority: 2,
  }),
  nick_prefix_autoreg: text("", "Prefix a nick needs for +regme; %[CC] stands for the country code.", {
    max: 64,
    priority: 3,
  }),
  autounreg_class: int(0, "Highest class that may remove its own account with +unregme; 0 for nobody.", {
    min: 0,
    max: 5,
    unit: "class",
    priority: 3,
  }),
  registered_only: bool(false, "Let only registered users in. The refusal ends with hubfull_message.", {
    priority: 1,
  }),
  always_ask_password: bool(false, "Ask for the old password of accounts marked for a new one.", {
    priority: 2,
  }),
  send_pass_request: bool(true, "Ask for a new password with $GetPass after login.", { priority: 2 }),
  password_min_len: uint(6, "Shortest password.", { min: 1, max: 128, unit: "bytes" }),
  pwd_tmpban: seconds(60, "Ban of the address after a wrong password."),
  pwd_wait: seconds(
    5,
    "Wait of an address and of a nick after a wrong password, doubled with each further one; 0 for none.",
    { max: 3600, priority: 2 },
  ),
  pwd_wait_max_ip: seconds(900, "Longest such wait of an address.", { max: 86_400, priority: 2 }),
  pwd_wait_max_nick: seconds(
    60,
    "Longest such wait of a nick. Its owner's last address never waits for it.",
    { max: 3600, priority: 2 },
  ),
  pwd_wait_forget: seconds(3600, "Time after which wrong passwords are forgotten.", {
    min: 60,
    max: 604_800,
    priority: 2,
  }),
  wrongpass_message: text("", "Reason of that ban; empty for the usual one.", { priority: 3, form: "text" }),
};

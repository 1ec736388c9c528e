/**
 * `hubcap user`: makes, removes and shows accounts, also while the hub runs. Passwords come over standard input
 * only, so that none stands in a process list or a shell history.
 *
 * @module
 */
import { HubError } from "../core/errors.ts";
import { type Clock, unixSeconds } from "../core/clock.ts";
import { describeTime } from "../hub/amount.ts";
import { classTitle, firstComerWarning } from "../hub/class_names.ts";
import { nickKey } from "../hub/nick_key.ts";
import { accountLines } from "../hub/commands/registration_views.ts";
import { MAX_ACCOUNT_NICK, whyNoNick } from "../nmdc/nick.ts";
import type { Passwords } from "../store/password.ts";
import { openStore } from "../store/store.ts";
import { type Account, ACCOUNT_CLASSES, type Store } from "../store/types.ts";
import { type Command, EXIT, type Invocation, usage } from "./command.ts";
import { dataDirOf } from "./settle.ts";
import { onTrail } from "./trail.ts";

const classList = ACCOUNT_CLASSES.map((userClass) => `${userClass} ${classTitle(userClass)}`).join(", ");

/** What the verb needs from outside. */
export interface UserDependencies {
  /** Time of registration. */
  readonly clock: Clock;
  /** Hashes new passwords. */
  readonly passwords: Passwords;
}

function parseClass(text: string | undefined, fallback: number): number {
  const value = text === undefined ? fallback : /^-?\d{1,2}$/.test(text) ? Number(text) : NaN;
  if (!ACCOUNT_CLASSES.includes(value)) {
    throw usage(`Cannot use --class ${text}: there is no such class`, `Write one of ${classList}`);
  }
  return value;
}

/**
 * NMDC: some characters end or structure messages, so no nick has them. Nobody could log in under that of a bot, which
 * is always there.
 */
function checkNick(nick: string, { hub_security, opchat_name }: Store["settings"]["values"]): void {
  if ([hub_security, opchat_name].some((bot) => nickKey(bot) === nickKey(nick))) {
    throw usage(`Cannot use the nick ${nick}: a bot of the hub has it`, "Choose another nick");
  }
  if (whyNoNick(new TextEncoder().encode(nick), nick) !== null) {
    throw usage(
      `Cannot use the nick ${JSON.stringify(nick)}`,
      `Write 1 to ${MAX_ACCOUNT_NICK} bytes without spaces, invisible characters, $, |, < and >`,
    );
  }
}

/** The fields for a new password, or for letting the user choose one at the next login. */
async function passwordFields(
  { options, io }: Invocation,
  store: Store,
  passwords: Passwords,
): Promise<Pick<Account, "passwordHash" | "passwordChange">> {
  if (!options.flag("password-stdin")) return { passwordHash: "", passwordChange: true };
  const password = await io.readLine();
  const least = store.settings.values.password_min_len;
  if (new TextEncoder().encode(password).length < least) {
    throw usage(`The password is too short`, `Send a line of at least ${least} bytes to standard input`);
  }
  return { passwordHash: await passwords.hash(password), passwordChange: false };
}

function describe({ nick, class: userClass, enabled, passwordChange, loginAt }: Account): string {
  const last = loginAt > 0 ? `last login ${describeTime(loginAt)}` : "never logged in";
  const notes = [last, ...passwordChange ? ["has to choose a password"] : [], ...enabled ? [] : ["disabled"]];
  return `${nick}  ${userClass} ${classTitle(userClass)}  ${notes.join(", ")}`;
}

async function act(
  invocation: Invocation,
  store: Store,
  { clock, passwords }: UserDependencies,
): Promise<string[]> {
  const { args: [verb, nick = ""], options } = invocation;
  const { accounts } = store;
  if (verb === "list") {
    const only = options.text("class");
    const found = accounts.list(only === undefined ? undefined : parseClass(only, 1)).map(describe);
    return found.length > 0 ? found : ["No accounts"];
  }
  if (verb === "add") {
    checkNick(nick, store.settings.values);
    const userClass = parseClass(options.text("class"), 1);
    if (accounts.get(nick)) throw new HubError("hub.failed", `"${nick}" has an account already`);
    const fields = await passwordFields(invocation, store, passwords);
    const registeredAt = unixSeconds(clock);
    if (!accounts.add({ nick, class: userClass, registeredBy: "hubcap", registeredAt, ...fields })) {
      throw new HubError("hub.failed", `"${nick}" has an account already`);
    }
    const how = fields.passwordChange
      ? `chooses a password at the next login.${firstComerWarning(userClass)}`.replace(/\.$/, "")
      : "can log in";
    return [`Added ${nick} as ${classTitle(userClass)}; the user ${how}`];
  }
  const account = accounts.get(nick);
  if (!account) throw new HubError("hub.failed", `"${nick}" has no account`);
  if (verb === "show") return accountLines(account);
  if (verb === "del") {
    accounts.remove(nick);
    return [`Removed ${account.nick}`];
  }
  if (verb === "class") {
    const given = options.text("class");
    if (given === undefined) {
      throw usage("Cannot change a class without --class N", `Write one of ${classList}`);
    }
    const userClass = parseClass(given, account.class);
    accounts.update(nick, { class: userClass });
    return [`${account.nick} is ${classTitle(userClass)} now; a running hub takes it within ten seconds`];
  }
  const fields = await passwordFields(invocation, store, passwords);
  accounts.update(nick, { ...fields, errorCount: 0 });
  return [
    fields.passwordChange
      ? `${account.nick} chooses a password at the next login.${firstComerWarning(account.class)}`.replace(
        /\.$/,
        "",
      )
      : `Changed ${account.nick}`,
  ];
}

/** The verb. */
export function userCommand(dependencies: UserDependencies): Command {
  return {
    name: "user",
    summary: "Add, remove, list accounts, set passwords; also while the hub runs",
    forms: [
      ["add NICK", "Make an account; without a password the user chooses one at login"],
      ["del NICK", "Remove an account"],
      ["class NICK", "Give an account the class of --class"],
      ["passwd NICK", "Set a password; without one the user chooses it at login"],
      ["list", "Show accounts, with --class those of one class"],
      ["show NICK", "Show everything about an account but its password"],
    ],
    options: {
      class: { type: "string", value: "N", of: ["add", "class", "list"], help: `Class: ${classList}` },
      "password-stdin": {
        type: "boolean",
        of: ["add", "passwd"],
        help: "Read the password from the first line of standard input",
      },
    },
    async run(invocation) {
      const store = openStore(await dataDirOf(invocation.options), { clock: dependencies.clock });
      try {
        const { args: [verb, target = ""], options } = invocation;
        const detail = options.text("class") === undefined ? "" : `class ${options.text("class")}`;
        const deed = verb === "list" || verb === "show" ? null : { action: `user ${verb}`, target, detail };
        const work = () => act(invocation, store, dependencies);
        for (const line of await onTrail(store, dependencies.clock, deed, work)) invocation.io.out(line);
        return EXIT.ok;
      } finally {
        store.close();
      }
    },
  };
}

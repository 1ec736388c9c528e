/**
 * Several handlers for one hook inside one script, with an order of their own: what a script that dispatches to
 * plug-ins would do. `!handlers list|stats|off NAME|on NAME|help` steers it.
 *
 * @module
 */
import vh from "vh";

interface Handler {
  readonly name: string;
  readonly priority: number;
  on: boolean;
  calls: number;
  failures: number;
  run(nick: string, text: string): number | void;
}

const ran: string[] = [];
const handlers: Handler[] = [];
const add = (name: string, priority: number, run: Handler["run"]) =>
  handlers.push({ name, priority, on: true, calls: 0, failures: 0, run });

// Added last to first: the priority decides, not the order here.
add("log", 100, (_nick, text) => void ran.push(`log ${text}`));
add("fragile", 50, (_nick, text) => {
  if (text === "third" && ran.length > 0) throw new Error("The third line breaks it");
});
add("spam", 10, (_nick, text) => text.includes("spam") ? 0 : 1);
handlers.sort((a, b) => a.priority - b.priority);

for (const handler of handlers) {
  vh.on("OnParsedMsgChat", (nick: string, text: string) => {
    if (!handler.on) return 1;
    ran.push(handler.name);
    handler.calls++;
    try {
      return handler.run(nick, text);
    } catch (error) {
      handler.failures++;
      throw error;
    }
  });
}

const counted = { timer: 0, login: 0, logout: 0 };
vh.on("OnTimer", () => void counted.timer++);
vh.on("OnUserLogin", () => void counted.login++);
vh.on("OnUserLogout", () => void counted.logout++);

/** Steers the handlers; operators only. */
export function OnHubCommand(nick: string, command: string, userClass: number, inPM: number): number {
  const [word, verb = "help", name] = command.split(" ");
  if (word !== "handlers") return 1;
  const answer = (text: string) => inPM ? vh.pm(nick, text) : vh.usermc(nick, text);
  const handler = handlers.find((one) => one.name === name);
  if (userClass < vh.eUC_OPERATOR) answer("Only operators may do that.");
  else if (verb === "list") answer(handlers.map(({ name, priority }) => `${priority} ${name}`).join(", "));
  else if (verb === "stats") {
    const rows = handlers.map(({ name, calls, failures }) => `${name} ${calls}/${failures}`);
    answer(`${rows.join(", ")}, ${JSON.stringify(counted)}, ran ${ran.splice(0).join(" ")}`);
  } else if (handler && (verb === "on" || verb === "off")) {
    handler.on = verb === "on";
    answer(`${name} is ${verb}`);
  } else answer("!handlers list, stats, on NAME, off NAME");
  return 0;
}

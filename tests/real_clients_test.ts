/**
 * Real Direct Connect clients, driven through a terminal: they log in, chat, get an answer of the hub and an answer
 * of the quick-start script. Skipped where a client is not installed (Debian packages microdc2 and ncdc).
 *
 * @module
 */
import { assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { startTestHub } from "./support/hub.ts";
import { findProgram, openTerminal } from "./support/pty.ts";

const QUICKSTART = fromFileUrl(new URL("../scripts/quickstart/mod.ts", import.meta.url));

interface RealClient {
  readonly program: string;
  /** What is typed to get in, with `PORT` for the port. */
  readonly enter: readonly string[];
  /** Shown when the program takes commands. */
  readonly ready: string | RegExp;
  /** What to type to say something. */
  readonly say: (text: string) => string;
  readonly leave: string;
  /** Reaches the hub by TLS. */
  readonly tls?: boolean;
}

const CLIENTS: readonly RealClient[] = [
  {
    program: "microdc2",
    enter: ["set nick tester", "connect 127.0.0.1:PORT"],
    ready: "microdc2>",
    say: (text) => `say ${text}`,
    leave: "exit",
  },
  {
    program: "ncdc",
    enter: ["/nick tester", "/open hub dchub://127.0.0.1:PORT"],
    ready: "Welcome to ncdc",
    say: (text) => text,
    leave: "/quit",
  },
  {
    program: "ncdc",
    enter: ["/nick tester", "/open hub nmdcs://127.0.0.1:PORT"],
    ready: "Welcome to ncdc",
    say: (text) => text,
    leave: "/quit",
    tls: true,
  },
];

async function visit({ program, enter, ready, say, leave, tls = false }: RealClient): Promise<void> {
  const listen = [{ host: "127.0.0.1", port: 0, tls: tls ? "detect" : "off" }];
  await using hub = await startTestHub({
    scripts: [{ source: QUICKSTART }],
    config: { listen, tls: { detectMs: 60_000, handshakeMs: 60_000 } },
  });
  const other = await hub.login("other");
  await using terminal = await openTerminal(program);
  await terminal.sees(ready);
  for (const line of enter) await terminal.type(line.replace("PORT", String(hub.port)));
  assertMatch(
    await other.expect(/^\$MyINFO \$ALL tester /),
    new RegExp(`<${program} V:`),
  );
  await terminal.type(say("hello & goodbye"));
  await other.expect(/^<tester> hello &(amp;)? goodbye$/);
  other.send("<other> well met|");
  await terminal.sees("well met");
  await terminal.type(say("+myip"));
  await terminal.sees("Your address is 127.0.0.1");
  await terminal.type(say("!stats"));
  await terminal.sees(/Users: \d+, share: /);
  await terminal.type(leave);
  await other.expect("$Quit tester");
}

for (const client of CLIENTS) {
  const missing = [client.program, "script"].filter((program) => findProgram(program) === null);
  const note = missing.length === 0 ? "" : ` (skipped, not installed: ${missing.join(", ")})`;
  Deno.test({
    name: `real client: ${client.program}${
      client.tls ? " (TLS)" : ""
    } logs in, chats, and is answered by hub and script${note}`,
    ignore: missing.length > 0,
    fn: () => visit(client),
  });
}

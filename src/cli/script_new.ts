/**
 * Writes the folder of a new script: module, test, README. Owns the three texts and the rules for names.
 *
 * @module
 */
import { join } from "@std/path";
import { HubError, systemTextOf } from "../core/errors.ts";
import { usage } from "./command.ts";

/** Names that are folders in paths and words in commands without quoting. */
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

const moduleText = (name: string): string =>
  `/**
 * ${name}: greets whoever logs in and answers \`!${name}\`.
 * Needs no permission. Option: \`greeting\`.
 *
 * @module
 */
import vh from "vh";

const greeting = String(vh.options.greeting ?? "Welcome");

/** A login is complete. */
export function OnUserLogin(nick: string): void {
  vh.pm(nick, \`\${greeting}, \${nick}!\`);
}

/** A line in main chat: 0 keeps it from the others, anything else lets it pass. */
export function OnParsedMsgChat(nick: string, text: string): number {
  if (text !== "!${name}") return 1;
  vh.usermc(nick, \`\${vh.GetUsersCount()} users are online.\`);
  return 0;
}
`;

const testText = (name: string): string =>
  `/**
 * ${name}, as users of the hub meet it.
 *
 * @module
 */
import { testHub } from "hubcap/testing";

const SCRIPT = new URL("./mod.ts", import.meta.url);

Deno.test("${name}: greets, and answers the asker alone", async () => {
  await using hub = await testHub({ scripts: [SCRIPT], options: { greeting: "Hello" } });
  const alice = await hub.login("alice");
  const bob = await hub.login("bob");
  await alice.receives("Hello, alice!");
  await bob.receives("Hello, bob!");

  await alice.says("!${name}");
  await alice.receives("2 users are online.");
  await bob.doesNotReceive();

  await alice.says("anybody here?");
  await bob.receives("<alice> anybody here?");
});
`;

const readmeText = (name: string): string =>
  `# ${name}

Greets whoever logs in and answers \`!${name}\`.

## Use it

Add it to \`scripts\` in \`hubcap.jsonc\`:

\`\`\`jsonc
{ "source": "./scripts/${name}/mod.ts", "options": { "greeting": "Hello" } }
\`\`\`

| Option     | Meaning             | Default     |
| ---------- | ------------------- | ----------- |
| \`greeting\` | Words for newcomers | \`"Welcome"\` |

It needs no permission and the capabilities \`chat\` and \`users\`.

## Work on it

\`\`\`sh
deno test -A scripts/${name}                               # its test, in a hub without sockets
deno task hubcap script check scripts/${name}/mod.ts       # types, and what it needs
deno task hub --script scripts/${name}/mod.ts              # run it
\`\`\`
`;

/**
 * Writes a new script and returns the paths of its module, test and README.
 *
 * @throws {HubError} `cli.usage` for a bad name or a folder that exists, `script.load` when it cannot be written.
 */
export async function createScript(name: string, folder: string): Promise<[string, string, string]> {
  if (!NAME.test(name)) {
    throw usage(
      `Cannot name a script "${name}"`,
      "Begin with a letter; use letters, digits, _ and -, at most 64",
    );
  }
  const place = join(folder, name);
  const texts = { "mod.ts": moduleText(name), "mod_test.ts": testText(name), "README.md": readmeText(name) };
  await Deno.mkdir(folder, { recursive: true }).catch((error) => {
    throw unwritable(place, error);
  });
  try {
    await Deno.mkdir(place);
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) {
      throw usage(`Cannot write ${place}: it exists already`, "Choose another name or folder");
    }
    throw unwritable(place, error);
  }
  try {
    for (const [file, text] of Object.entries(texts)) await Deno.writeTextFile(join(place, file), text);
  } catch (error) {
    throw unwritable(place, error);
  }
  return [join(place, "mod.ts"), join(place, "mod_test.ts"), join(place, "README.md")];
}

function unwritable(place: string, error: unknown): HubError {
  return new HubError("script.load", `Cannot write ${place}: ${systemTextOf(error)}`, {
    remedy: "Choose another place with --folder",
    cause: error,
  });
}

/**
 * Plays every conversation of tests/chat against a hub of its own, and tests that the player notices what goes
 * otherwise.
 *
 * @module
 */
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { parseConversation, play } from "./support/conversation.ts";
import { PATIENCE_MS } from "./support/until.ts";

const FOLDER = new URL("./chat/", import.meta.url);

for (const { name } of [...Deno.readDirSync(FOLDER)].sort((a, b) => a.name < b.name ? -1 : 1)) {
  if (!name.endsWith(".chat")) continue;
  const conversation = parseConversation(Deno.readTextFileSync(new URL(name, FOLDER)));
  Deno.test(`${name}: ${conversation.title}`, () => play(conversation));
}

Deno.test("conversation: a file is read line by line", () => {
  const { title, settings, accounts, steps } = parseConversation(
    "# A title\n# more\nset max_users 5\naccount anna 3 secret\n\nanna connects password secret\nanna> <anna> a\\x05 \\\\ b\n",
  );
  assertEquals([title, settings, accounts], [
    "A title",
    { max_users: 5 },
    [{ nick: "anna", class: 3, password: "secret" }],
  ]);
  assertEquals(steps, [
    { line: 6, who: "anna", what: "connects", text: "password secret" },
    { line: 7, who: "anna", what: ">", text: "<anna> a\\x05 \\\\ b" },
  ]);
});

Deno.test("conversation: a line without sense is refused with its number", () => {
  assertThrows(() => parseConversation("#t\nanna dances"), Error, "Line 2");
  assertThrows(() => parseConversation("set no_such_thing 1"), Error, "Line 1");
  assertThrows(() => parseConversation("set max_users many"), Error, "Line 1");
});

// What has to come has plenty of time, what is awaited in vain has little.
for (
  const [what, lines, within] of [
    ["another frame", "anna> <anna> hello\nanna< <anna> other", PATIENCE_MS],
    ["no frame within its time", "anna< never", 100],
    ["a frame that must not come", "anna> <anna> hello\nanna<! <anna>...", PATIENCE_MS],
    ["a connection that stays", "anna closed", 100],
    ["a client nobody connected", "anna> <anna> hello\nbob> hello", PATIENCE_MS],
  ] as const
) {
  Deno.test(`conversation: ${what} makes the play fail`, async () => {
    const conversation = parseConversation(`anna connects\n${lines}`);
    await assertRejects(() => play(conversation, within), Error, `Line ${1 + lines.split("\n").length}:`);
  });
}

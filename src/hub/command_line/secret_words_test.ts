/**
 * Passwords in command lines: scripts and the audit trail see `***`, the command gets the words.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { defaultSettings } from "../../config/settings.ts";
import type { HookName } from "../../vh/hooks.ts";
import { createCommands } from "./command_registry.ts";
import { HUB_COMMANDS } from "../commands/mod.ts";
import { publicLine } from "./secret_words.ts";
import { commandKit } from "../testing/command_kit.ts";

const HOOKS: HookName[] = [
  "OnHubCommand",
  "OnOperatorCommand",
  "OnUserCommand",
  "OnParsedMsgChat",
  "OnParsedMsgAny",
  "OnParsedMsgPM",
];

function commands() {
  const registry = createCommands(defaultSettings);
  registry.add(HUB_COMMANDS);
  return registry;
}

Deno.test("secret words: everything from the password on is hidden, whatever the word and its trigger", () => {
  const registry = commands();
  for (
    const [line, shown] of [
      ["+passwd s3cret and more", "+passwd ***"],
      ["!PASSWORD   s3cret", "!PASSWORD   ***"],
      ["/regme s3cret", "/regme ***"],
      ["!regnew anna 1 s3cret", "!regnew anna 1 ***"],
      ["!regnew anna 1", "!regnew anna 1"],
      ["!rn anna\t1 \t s3cret", "!rn anna\t1 \t ***"],
      ["!regpass anna s3cret", "!regpass anna ***"],
      ["!reg new anna s3cret", "!reg new anna ***"],
      ["!reg pass anna s3cret", "!reg pass anna ***"],
      ["+passwd", "+passwd"],
      ["+passwd ", "+passwd "],
      ["!kick anna s3cret", "!kick anna s3cret"],
      ["+nonsense s3cret", "+nonsense s3cret"],
      ["", ""],
    ] as const
  ) assertEquals(publicLine(registry, line), shown, line);
});

Deno.test("secret words: no blanks, no number of words lets a password through", () => {
  const registry = commands();
  const blank = fc.stringMatching(/^[ \t\r\n\u00a0]{1,5}$/);
  fc.assert(fc.property(fc.array(blank, { minLength: 1, maxLength: 6 }), (blanks) => {
    const line = "+passwd" + blanks.map((some) => `${some}s3cret`).join("");
    assert(!publicLine(registry, line).includes("s3cret"), JSON.stringify(line));
  }));
});

Deno.test("secret words: no hook of any script sees the password, and the command works", async () => {
  const kit = commandKit({ max_class_self_repass: 1 });
  for (const hook of HOOKS) kit.scripts.on(hook);
  const reg = await kit.enter("reg");
  const chief = await kit.enter("chief");
  kit.scripts.take();
  await kit.type(reg, "reg", "+passwd s3cret99");
  await kit.type(chief, "chief", "!regnew newby 1 s3cret99");
  await kit.type(chief, "chief", "!reg pass newby s3cret99");
  chief.send("$To: Hubcap From: chief $<chief> !regpass newby s3cret99|");
  reg.send("$To: Hubcap From: reg $<reg> +passwd s3cret99|");
  await kit.type(chief, "chief", "!regnew newby 1 s3cret99");
  const heard = kit.scripts.take();
  assertEquals(heard.filter((line) => line.includes("s3cret99")), []);
  assert(heard.includes("OnHubCommand(reg,passwd ***,1,0,+)"));
  assert(heard.includes("OnParsedMsgAny(reg,<reg> +passwd ***)"));
  assert(heard.includes("OnParsedMsgPM(chief,!regpass newby ***,Hubcap)"));
  assertEquals(kit.store.accounts.get("reg")!.passwordHash, "hash:s3cret99");
  assertEquals(kit.store.accounts.get("newby")!.passwordHash, "hash:s3cret99");
});

Deno.test("secret words: a command that is not the user's shows no password either, not even as chat", async () => {
  const kit = commandKit({ unknown_cmd_chat: true });
  for (const hook of HOOKS) kit.scripts.on(hook);
  const anna = await kit.enter("anna");
  const bob = await kit.enter("bob");
  kit.scripts.take();
  const [answer] = await kit.type(anna, "anna", "!regpass bob s3cret99");
  assertEquals(answer, "Unknown command: !regpass. Try +help.");
  assertEquals(bob.take().filter((frame) => frame.includes("s3cret99")), []);
  assertEquals(kit.scripts.take().filter((line) => line.includes("s3cret99")), []);
});

/**
 * What a hook's result does, on the wire: every form of answer, failures beside answers, arguments too few or many.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { startTestHub, type TestHub } from "../support/hub.ts";

const SCRIPT = fromFileUrl(new URL("../scripts/conformance/two_minds.ts", import.meta.url));

const start = (onFailure: Record<string, string>): Promise<TestHub> =>
  startTestHub({
    scripts: [{ source: SCRIPT, onFailure }],
    // An operator may say the same again and again.
    accounts: [{ nick: "anna", class: 3, password: "password" }],
  });

Deno.test("hook answers: every form means on the wire what it says", async (t) => {
  await using hub = await start({});
  const berta = await hub.login("berta");
  const anna = await hub.login("anna", { password: "password" });
  await hub.settled();
  /** What berta gets of a line that is answered so, and what anna alone gets. */
  const answered = async (answer: string): Promise<[berta: string[], anna: string[]]> => {
    const from = [berta.frames.length, anna.frames.length];
    anna.send(`<anna> answer ${answer}|<anna> end|`);
    for (const client of [berta, anna]) await client.expect("<anna> end!");
    // The greeting of OnUserLogin may come late: nobody waits for what a script says by the way.
    const since = (frames: readonly string[], at = 0) =>
      frames.slice(at, -1).filter((frame) => !frame.startsWith("<Hubcap> undefined"));
    const all = since(berta.frames, from[0]);
    return [all, since(anna.frames, from[1]).filter((frame) => !all.includes(frame))];
  };

  await answered("true"); // whatever the logins still send is behind us now

  for (const answer of ["null", "true", "1", "-1", "0.5", "[]", "{}", "[7, 8, 9]", '{"allow":1}']) {
    await t.step(`${answer} lets the line pass`, async () => {
      assertEquals(await answered(answer), [[`<anna> answer ${answer}`], []]);
    });
  }
  for (const answer of ["0", "false", "-0", '{"allow":0}', '{"allow":false}', "[null, 0]"]) {
    await t.step(`${answer} blocks it`, async () => assertEquals(await answered(answer), [[], []]));
  }
  await t.step("text, a pair and fields replace it", async () => {
    assertEquals(await answered('"new"'), [["<anna> new"], []]);
    assertEquals(await answered('[null, "new"]'), [["<anna> new"], []]);
    assertEquals(await answered('["x", "y"]'), [["<x> y"], []]);
    assertEquals(await answered('{"text":"z"}'), [["<anna> z"], []]);
  });
  await t.step("raw lines go to whoever caused the hook, before what the line does", async () => {
    assertEquals(await answered('["$One", 0]'), [[], ["$One"]]);
    assertEquals(await answered('{"allow":0,"send":["$One\\u007c","$Two"]}'), [[], ["$One", "$Two"]]);
  });
  await t.step("surplus and missing arguments harm nobody", async () => {
    const late = await hub.connect();
    await late.login({ nick: "late" });
    await late.expect("<Hubcap> undefined default true");
  });
  await t.step("disconnect closes the connection", async () => {
    anna.send('<anna> answer {"disconnect":true,"send":"$Bye"}|');
    await anna.expect("$Bye");
    await anna.closed;
    await berta.expect("$Quit anna");
  });
});

Deno.test("hook answers: a function that fails counts as configured, beside what the other one answers", async () => {
  for (
    const [onFailure, wanted] of [[{}, "<anna> throw!"], [
      { OnParsedMsgChat: "block" },
      "<anna> fine!",
    ]] as const
  ) {
    await using hub = await start(onFailure);
    const anna = await hub.login("anna", { password: "password" });
    anna.send("<anna> throw|<anna> fine|");
    assertEquals(await anna.expect(/^<anna> /), wanted);
  }
});

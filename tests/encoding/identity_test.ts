/**
 * For any nicks and texts in any mixture of encodings: no frame is malformed, and the bytes in which one user is shown
 * another are the bytes that reach it.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { latin1Bytes } from "../../src/core/bytes.ts";
import { isValidUtf8 } from "../../src/nmdc/guess.ts";
import { hubKit, type TestClient } from "../../src/hub/testing/hub_kit.ts";
import { spellingOf } from "./kit.ts";

const SETTINGS = {
  host_header: 0,
  send_user_info: false,
  encoding_hint: false,
  int_chat_ms: 0,
  int_nicklist: 0,
  int_login: 0,
  int_flood_chat_limit: 0,
  int_flood_all_chat_limit: 0,
  int_flood_to_limit: 0,
  int_flood_all_to_limit: 0,
  max_nick: 250,
  min_nick: 1,
  max_len_myinfo: 2000,
  max_chat_msg: 10_000,
  max_chat_lines: 1000,
  max_pm_msg: 10_000,
};

const HUBS = [
  { encoding: "windows-1251", fallback: "windows-1251" },
  { encoding: "windows-1252", fallback: "windows-1252" },
  { encoding: "iso-8859-2", fallback: "iso-8859-2" },
  { encoding: "windows-1250", fallback: "windows-1250" },
  { encoding: "windows-1253", fallback: "windows-1253" },
  { encoding: "utf-8", fallback: "windows-1251" },
  { encoding: "utf-8", fallback: "windows-1252" },
] as const;

/** Characters around which encodings fail: of one page or another, numbers, marks, pairs, the edges of UTF-8. */
const character = fc.oneof(
  fc.constantFrom(..."абяЁіІżŁöÿéß€ΑΩ☃"),
  fc.constantFrom(
    "&#1078;",
    "&#252;",
    "&#36;",
    "&#124;",
    "&#",
    "&amp;",
    "\u{1f600}",
    "\ufeff",
    "\u0080",
    "\u2028",
    "\ufffd",
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 2 }),
  fc.constantFrom("a", "Z", "0"),
);
const words = fc.array(character, { minLength: 1, maxLength: 12 }).map((list) => list.join(""));
/** Text whose characters are all allowed; others become `_`. */
const only = (allowed: (char: string) => boolean) =>
  words.map((word) => [...word.toWellFormed()].map((char) => allowed(char) ? char : "_").join(""));
// What no encoding can carry in NMDC: its separators, and NUL.
const text = only((char) => char > "\0" && char !== "|");
const nick = only((char) => char > " " && !"$<>|".includes(char)).map((word) =>
  [...word].slice(0, 15).join("")
);

const user = fc.record({ nick, text, writes: fc.constantFrom("page", "utf-8", "koi8-r") });

interface Member {
  readonly client: TestClient;
  /** Nick in its own bytes. */
  readonly nick: string;
  readonly isUtf8: boolean;
  readonly text: string;
}

/** Frames of a client, each checked to be whole. */
function framesOf({ client, isUtf8 }: Member): string[] {
  const frames = client.take();
  for (const frame of frames) {
    assert(/^[$<]/.test(frame), `A frame begins with neither $ nor <: ${frame}`);
    if (isUtf8) assert(isValidUtf8(latin1Bytes(frame)), `No UTF-8 for a client that writes it: ${frame}`);
  }
  return frames;
}

for (const hub of HUBS) {
  const page = hub.fallback;
  Deno.test(`encodings: in a hub with ${hub.encoding} and ${page} every nick finds its user`, async () => {
    let met = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(user, { minLength: 2, maxLength: 5 }), async (users) => {
        const kit = hubKit({ ...hub, settings: SETTINGS });
        const members: Member[] = [];
        for (const { nick, text, writes } of users) {
          const spelling = spellingOf(writes === "page" ? page : writes);
          const own = spelling.to(nick);
          const client = await kit.login(own, { desc: "", keep: true });
          const frames = client.take();
          if (client.ended !== null) continue;
          // Its own nick is told to a user as the user wrote it.
          assert(
            frames.includes(`$Hello ${own}`),
            `${own} is greeted as ${frames.find((f) => f.startsWith("$Hello"))}`,
          );
          const isUtf8 = writes === "utf-8" && !latin1Bytes(own).every((byte) => byte < 128);
          members.push({ client, nick: own, isUtf8, text: spelling.to(text) });
        }
        for (const member of members) framesOf(member);
        for (const from of members) {
          from.client.send("$GetNickList|");
          const infos = framesOf(from).filter((frame) => frame.startsWith("$MyINFO $ALL "));
          const shown = infos.map((frame) => frame.split(" ")[2]!);
          // Users and the hub's two bots, in the order of the list, which is that of arrival here.
          assertEquals(shown.length, members.length + 2);
          for (const [i, to] of members.entries()) {
            const name = shown[i + 2]!;
            if (to === from) {
              assertEquals(name, from.nick);
              continue;
            }
            from.client.send(`$To: ${name} From: ${from.nick} $<${from.nick}> x${met++}|`);
            const got = framesOf(to);
            assertEquals(got.length, 1);
            assert(got[0]!.startsWith(`$To: ${to.nick} From: `) && got[0]!.endsWith(`x${met - 1}`), got[0]);
            assertEquals(from.client.ended, null);
          }
        }
        for (const from of members) {
          // A letter in front: no text is a command then.
          from.client.send(`<${from.nick}> x${from.text} ${met++}|`);
          for (const member of members) {
            const got = framesOf(member).filter((frame) => frame.startsWith("<"));
            if (from.client.ended === null) assertEquals(got.length, 1);
            assertEquals(got[0]?.match(/[$<>]/g)?.length, `<> ${from.text}`.match(/[$<>]/g)?.length);
          }
        }
      }),
      { numRuns: 60 },
    );
    // A crowd of which nobody gets in proves nothing.
    assert(met > 50, `${met} messages`);
  });
}

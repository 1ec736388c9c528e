/**
 * MyINFO: the parts real clients send, the share rule, the flag byte, round trips.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { latin1Bytes, latin1Text } from "../core/bytes.ts";
import { asNick, asText } from "./_testing.ts";
import { formatMyInfo, MyInfoFlag, parseMyInfo, parseShare } from "./myinfo.ts";
import { descriptionPart, parseTag } from "./tag.ts";

const nickBytes = fc.uint8Array({ minLength: 1, maxLength: 24 }).map(asNick);
const textBytes = fc.uint8Array({ maxLength: 60 }).map(asText);

const share = (text: string) => parseShare(latin1Bytes(text));

Deno.test("myinfo: what three real clients send", () => {
  const rows = [
    ["$MyINFO $ALL n  <EiskaltDC++ V:2.4.2,M:A,H:1/0/0,S:3>$ $20\x01$$5$", " ", "20", 0x01],
    ["$MyINFO $ALL n <ncdc V:1.23.1,M:A,H:1/0/0,S:10>$ $0.005\x11$$5$", "", "0.005", 0x11],
    ["$MyINFO $ALL n <microdc2 V:0.15.6,M:P,H:1/0/0,S:3>$ $56Kbps\x01$$5$", "", "56Kbps", 0x01],
  ] as const;
  for (const [raw, text, connection, flag] of rows) {
    const info = parseMyInfo(latin1Bytes(raw))!;
    const tag = parseTag(info.description);
    assertEquals(latin1Text(descriptionPart(info.description, tag)), text);
    assertEquals([latin1Text(info.connection), info.flag, info.share], [connection, flag, 5]);
  }
});

Deno.test("myinfo: an empty connection is a bot's, its flag is normal", () => {
  const info = parseMyInfo(latin1Bytes("$MyINFO $ALL bot d$ $$$0$"))!;
  assertEquals([info.connection.length, info.flag], [0, MyInfoFlag.Normal]);
});

Deno.test("myinfo: shares that are no number, negative or too long count nothing", () => {
  const texts = ["1234", "0", "", "x", "12x", "-5", "+5", "1e3", "-", " 1", "0001"];
  assertEquals(texts.map(share), [1234, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  assertEquals(share("999999999999999999"), 999_999_999_999_999_999);
  assertEquals(share("9999999999999999999"), 0);
  assertEquals(share("0000000000000000001"), 0);
});

Deno.test("myinfo: frames read back as they were built", () => {
  const field = textBytes.map((bytes) => bytes.map((byte) => byte === 0x24 ? 0x23 : byte));
  const flag = fc.integer({ min: 1, max: 255 }).filter((byte) => byte !== 0x24 && byte !== 0x7c);
  const shared = fc.nat({ max: 999_999_999_999_999 });
  fc.assert(
    fc.property(
      nickBytes,
      field,
      field,
      flag,
      field,
      shared,
      (nick, text, connection, flag, email, share) => {
        const tag = latin1Bytes("<++ V:0.868,M:A,H:1/0/0,S:3>");
        const frame = formatMyInfo({ nick, description: text, tag, connection, flag, email, share });
        const info = parseMyInfo(frame)!;
        assertEquals(info.description, Uint8Array.of(...text, ...tag));
        assertEquals([info.nick, info.connection, info.email], [nick, connection, email]);
        assertEquals([info.flag, info.share, latin1Text(info.dest)], [flag, share, "$ALL"]);
      },
    ),
  );
});

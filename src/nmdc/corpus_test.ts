/**
 * Every frame of `parse.json` through the parser of its kind: the fields, or a syntax error.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { latin1Bytes, latin1Text } from "../core/bytes.ts";
import parse from "../../tests/corpus/nmdc/parse.json" with { type: "json" };
import { PARSERS } from "./_testing.ts";
import { classify, kindName, paramOf } from "./message.ts";

/** The corpus' word for each of our field names, where it has another one. */
const OTHER_WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  MyINFO: { description: "desc", email: "mail", shareText: "size" },
  ConnectToMe: { to: "nick" },
  MultiConnectToMe: { to: "nick" },
  RevConnectToMe: { to: "other" },
  OpForceMove: { address: "dest" },
  ExtJSON: { json: "params" },
};

/** The byte fields of a parsed frame as text, under the corpus' words. */
function fieldsOf(kind: string, parsed: object): Record<string, string> {
  const words = OTHER_WORDS[kind] ?? {};
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(parsed)) {
    if (value instanceof Uint8Array) fields[words[name] ?? name] = latin1Text(value);
  }
  return fields;
}

Deno.test("corpus: every frame gives its fields, every malformed one null", () => {
  let checked = 0;
  for (const { raw, kind, fields } of parse) {
    const frame = latin1Bytes(raw);
    const parser = PARSERS.find(([known]) => kindName(known) === kind);
    if (!parser || kind === "Lock") {
      const param = (fields as { param?: string } | null)?.param;
      if (param !== undefined) assertEquals(latin1Text(paramOf(frame, classify(frame))), param, raw);
    } else {
      const parsed = parser[2](frame);
      if (fields === null) assertEquals(parsed, null, raw);
      else {
        assert(parsed, `Cannot parse ${raw}`);
        const found = fieldsOf(kind, parsed);
        for (const [name, value] of Object.entries(fields)) {
          // The corpus keeps connection text and flag byte together.
          if (name !== "speed") assertEquals(found[name], value, `${name} in ${raw}`);
        }
      }
    }
    checked++;
  }
  assertEquals(checked, 83);
});

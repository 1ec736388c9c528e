/**
 * What the tests of this folder share: the fixture scripts as config entries, waiting for scripts, and the text of
 * a client's frames. Owns no case.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";
import { latin1Bytes, latin1Text } from "../../src/core/bytes.ts";
import type { HubClient } from "../support/client.ts";
import type { TestHub } from "../support/hub.ts";
import { until } from "../support/until.ts";

/** Folder of the fixture scripts. */
export const FIXTURES: string = fromFileUrl(new URL("../scripts/compat/", import.meta.url));

/** A config entry for a fixture; hooks get time enough for a machine under load. */
export function fixture(name: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { source: `${FIXTURES}${name}.ts`, limits: { hookMs: 20_000, loadMs: 60_000 }, ...more };
}

/** The text as a client writes it on the wire, one character per byte. */
export function utf8(text: string): string {
  return latin1Text(new TextEncoder().encode(text));
}

/** What a client received, read in an encoding. */
export function readIn(encoding: string, wire: string): string {
  return new TextDecoder(encoding).decode(latin1Bytes(wire));
}

/** Resolves when the scripts have answered everything and every client has what was sent to it. */
export async function quiet(hub: TestHub): Promise<void> {
  await hub.settled();
  await until(() => hub.hub.openHooks === 0, "the scripts to answer");
  await hub.settled();
}

/** Sends a main chat line of `nick` and resolves with the next line of the hub's bot to that client. */
export async function asks(client: HubClient, nick: string, line: string): Promise<string> {
  client.send(`<${nick}> ${line}|`);
  return (await client.expect(/^<Hubcap> /)).slice("<Hubcap> ".length);
}

/** Frames of a client that fit. */
export function framesLike(client: HubClient, pattern: RegExp): string[] {
  return client.frames.filter((frame) => pattern.test(frame));
}

/** Settings under which nobody is too fast and nobody repeats. */
export const CALM = {
  max_class_proto_flood: -1,
  int_flood_all_chat_limit: 0,
  int_flood_all_to_limit: 0,
  int_flood_chat_limit: 0,
} as const;

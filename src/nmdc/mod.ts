/**
 * The NMDC wire layer: bytes in, values out. Pure; a frame is a `Uint8Array` without its final `|`, parsers return
 * views or `null`, formats return a new frame. Encodings and escapes stand apart: no parser decodes a message.
 *
 * @module
 */
export * from "./address.ts";
export * from "./chat.ts";
export * from "./connect.ts";
export * from "./encoding.ts";
export * from "./escape.ts";
export * from "./extensions.ts";
export * from "./framing.ts";
export * from "./guess.ts";
export * from "./lists.ts";
export * from "./lock.ts";
export * from "./login.ts";
export * from "./message.ts";
export * from "./myinfo.ts";
export * from "./op.ts";
export * from "./pinger.ts";
export * from "./search.ts";
export * from "./sr.ts";
export * from "./supports.ts";
export * from "./tag.ts";
export * from "./transcode.ts";
export * from "./wire.ts";

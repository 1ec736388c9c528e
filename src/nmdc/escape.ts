/**
 * The escapings of NMDC, string to string: the `/%DCN%/` form of keys, the HTML-like form of visible text, and
 * the script API's five-character pair. Imports nothing, so script workers use it as well. Knows no message.
 *
 * @module
 */

// NMDC: a key or an old client's text writes exactly these bytes as /%DCNddd%/.
// deno-lint-ignore no-control-regex -- these bytes are what the escape exists for
const DCN_RAW = /[\0\x05$`|~]/g;
const DCN_WRITTEN = /\/%DCN(000|005|036|096|124|126)%\//g;

/** Writes NUL, 0x05, `$`, `` ` ``, `|` and `~` in their `/%DCNddd%/` form. */
export function escapeDcn(text: string): string {
  return text.replace(DCN_RAW, (c) => `/%DCN${String(c.charCodeAt(0)).padStart(3, "0")}%/`);
}

/** Reads what {@linkcode escapeDcn} wrote; any other `/%DCN…%/` stays as it is. */
export function unescapeDcn(text: string): string {
  return text.replace(DCN_WRITTEN, (_, code) => String.fromCharCode(Number(code)));
}

const TEXT_WRITTEN: Readonly<Record<string, string>> = { "$": "&#36;", "|": "&#124;", "&": "&amp;" };

/**
 * Makes any text safe inside a frame, the way DC++ clients write it: `$`, `|` and `&` become `&#36;`, `&#124;`
 * and `&amp;`. For text the hub itself produces; text a user sent is relayed as it came.
 */
export function escapeText(text: string): string {
  return text.replace(/[$|&]/g, (c) => TEXT_WRITTEN[c]!);
}

/** Reads what {@linkcode escapeText} wrote, in one pass, so that `&amp;#36;` gives `&#36;`. */
export function unescapeText(text: string): string {
  return text.replace(/&(?:#36|#124|amp);/g, (written) => {
    return written === "&#36;" ? "$" : written === "&#124;" ? "|" : "&";
  });
}

/** Writes `$` and `|` as `&#36;` and `&#124;` and nothing else: for fields whose `&` others show as it comes. */
export function escapeField(text: string): string {
  return text.replaceAll("$", "&#36;").replaceAll("|", "&#124;");
}

/** Reads what {@linkcode escapeField} writes: the arguments of hub commands carry it, too. */
export function unescapeField(text: string): string {
  return text.replace(/&#(36|124);/g, (_, code) => String.fromCharCode(Number(code)));
}

/**
 * The script API's `Encode`: 0x05, `$`, `` ` ``, `|` and `~` become `&#5;`, `&#36;`, `&#96;`, `&#124;` and
 * `&#126;`. `&` is left alone, so the pair is not a strict inverse for text that already holds such a code.
 */
export function encodeText(text: string): string {
  // deno-lint-ignore no-control-regex -- 0x05 separates the fields of $SR and must never reach one
  return text.replace(/[\x05$`|~]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** The script API's `Decode`: reads the five codes {@linkcode encodeText} writes and no other. */
export function decodeText(text: string): string {
  return text.replace(/&#(5|36|96|124|126);/g, (_, code) => String.fromCharCode(Number(code)));
}

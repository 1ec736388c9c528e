/**
 * Judges one import of a script: a module of the script, a virtual module, an allowed built-in, or refused with a
 * message that names file, line, specifier and remedy. Pure.
 *
 * @module
 */
import { HubError } from "../../core/errors.ts";
import { BUILTINS, INSTEAD } from "./builtins.ts";
import type { ImportSite } from "./imports.ts";

/** Where an import stands. */
export interface Place {
  /** The author's file. */
  file: string;
  /** One-based line, 0 when unknown. */
  line: number;
  /** What is imported. */
  specifier: string;
}

/** What an import means. */
export type Decision =
  | { kind: "module"; url: string; json: boolean }
  | { kind: "virtual" }
  | { kind: "builtin" };

const CODE = /\.(?:ts|mts|js|mjs)$/;

/** The error for an import that is not allowed. */
export function refuseImport(place: Place, why: string, remedy: string, cause?: unknown): HubError {
  const where = place.line > 0 ? `${place.file}:${place.line}` : place.file;
  return new HubError("script.import", `Cannot import "${place.specifier}" in ${where}: ${why}`, {
    remedy,
    ...(cause === undefined ? {} : { cause }),
  });
}

/**
 * Decides about `site` in the module `parent`.
 *
 * @param site The import.
 * @param parent Virtual address of the importing module.
 * @param base Virtual address of the script's folder, with a final slash.
 * @param virtual Specifiers that the runtime provides.
 * @param place For the message.
 * @throws {HubError} `script.import` when it is refused.
 */
export function decideImport(
  site: ImportSite,
  parent: string,
  base: string,
  virtual: readonly string[],
  place: Place,
): Decision {
  const { specifier, attributes, dynamic, phase } = site;
  if (phase !== "evaluation") {
    throw refuseImport(place, `"import ${phase}" is not supported`, "Import it normally");
  }
  const names = Object.keys(attributes);
  const json = attributes.type === "json";
  if (names.length > (json ? 1 : 0)) {
    throw refuseImport(place, "its import attributes are not supported", 'Use only with { type: "json" }');
  }
  if (virtual.includes(specifier)) return { kind: "virtual" };
  if (Object.hasOwn(BUILTINS, specifier)) return { kind: "builtin" };
  if (!specifier.startsWith("./") && !specifier.startsWith("../")) throw refuseForeign(place);

  const url = URL.parse(specifier, parent);
  if (!url || url.search || url.hash || !url.href.startsWith(base)) {
    throw refuseImport(
      place,
      "it leaves the script's folder",
      "Keep imported files beside or below the entry file",
    );
  }
  const isJson = url.pathname.endsWith(".json") && (json || dynamic);
  if (!isJson && (json || !CODE.test(url.pathname))) {
    throw refuseImport(
      place,
      url.pathname.endsWith(".json")
        ? "a JSON file needs an import attribute"
        : "its extension is not supported",
      url.pathname.endsWith(".json")
        ? 'Add with { type: "json" }'
        : "Name a .ts, .mts, .js or .mjs file in full",
    );
  }
  return { kind: "module", url: url.href, json: isJson };
}

/** The refusal of anything that is neither relative nor provided, with the remedy that fits. */
function refuseForeign(place: Place): HubError {
  const { specifier } = place;
  if (/^https?:|^jsr:|^npm:/.test(specifier)) {
    return refuseImport(place, "packages are not supported", "Copy the code into the script's folder");
  }
  const builtin = specifier.startsWith("node:") ? specifier : `node:${specifier}`;
  if (Object.hasOwn(BUILTINS, builtin)) {
    return refuseImport(place, "bare names are not supported", `Write "${builtin}"`);
  }
  if (specifier.startsWith("node:") || Object.hasOwn(INSTEAD, builtin)) {
    const remedy = INSTEAD[builtin] ?? "Use what vh and the allowed node: modules offer";
    return refuseImport(place, "this built-in reaches outside the sandbox", remedy);
  }
  return refuseImport(
    place,
    "only files of the script can be imported",
    'Use a relative path such as "./util.ts"',
  );
}

/**
 * Decides at run time which modules a script may import: those of its own graph, virtual modules and the allowed
 * `node:` built-ins. Serves their sources. Static `node:` imports never reach these hooks, so the host has
 * refused the others before the graph got here; dynamic imports do and are judged by the same list.
 *
 * @module
 */
import { registerHooks } from "node:module";
import type { KillGuard } from "./kill_guard.ts";

/** What a script's imports are answered from. Filled when the graph arrives. */
export interface ScriptModules {
  /** Source text by virtual URL (`hubcap:///name/path`). */
  readonly sources: Map<string, string>;
  /** URL by {@linkcode rootOf} of the importing script and bare specifier, such as `hubcap:///greeter/vh`. */
  readonly virtual: Map<string, string>;
  /** Source text of virtual modules by URL. */
  readonly virtualSources: Map<string, string>;
  /** Allowed `node:` specifiers. */
  readonly builtins: Set<string>;
}

/**
 * Runs before the first statement of each module, on its first line. Hooks do not see `import.meta.resolve`, which
 * would tell where the hub and its packages lie on the disk.
 */
const PRELUDE = "import.meta.resolve=undefined;";

const SCRIPT_SCHEME = "hubcap:";
const ROOT_START = "hubcap:///".length;

// A script may replace methods of the built-in prototypes; a decision must not run through one of those.
const { apply } = Reflect;
const { has: setHas } = Set.prototype;
const { get: mapGet, has: mapHas } = Map.prototype;
const { indexOf, slice, startsWith } = String.prototype;
const { hrefOf, NativeURL } = (() => {
  const href = Object.getOwnPropertyDescriptor(URL.prototype, "href")!.get!;
  return { NativeURL: URL, hrefOf: (url: URL): string => apply(href, url, []) };
})();
const begins = (text: string, prefix: string): boolean => apply(startsWith, text, [prefix]);

/** The part of a module's address that all modules of its script share, with the final slash. */
export function rootOf(url: string): string {
  return apply(slice, url, [0, apply(indexOf, url, ["/", ROOT_START]) + 1]);
}

/** A refused import, worded for the script's author. */
function refuse(specifier: string): never {
  const error = new TypeError(`Import of "${specifier}" is not allowed in a hub script`);
  error.name = ""; // Deno puts a name of its own before the text.
  throw error;
}

/** Installs the hooks for the rest of the worker's life. From then on the boot hook answers nothing any more. */
export function installHooks(modules: ScriptModules, { halt }: KillGuard): void {
  const { sources, virtual, virtualSources, builtins } = modules;
  registerHooks({
    resolve(specifier, context, next) {
      halt(); // A loop of imports runs nothing else that could.
      if (begins(specifier, "node:")) {
        return apply(setHas, builtins, [specifier]) ? next(specifier, context) : refuse(specifier);
      }
      const parent = context.parentURL;
      const own = parent !== undefined && begins(parent, SCRIPT_SCHEME) ? rootOf(parent) + specifier : "";
      const known: string | undefined = apply(mapGet, virtual, [own]);
      if (known !== undefined) return { url: known, format: "module", shortCircuit: true };
      let url = specifier;
      if (begins(specifier, "./") || begins(specifier, "../")) {
        if (parent === undefined || !begins(parent, SCRIPT_SCHEME)) refuse(specifier);
        url = hrefOf(new NativeURL(specifier, parent));
      }
      const fromRuntime = parent !== undefined && apply(mapHas, virtualSources, [parent]);
      if (fromRuntime && begins(specifier, "hubcap-runtime:")) return next(specifier, context);
      if (!apply(mapHas, sources, [url]) && !apply(mapHas, virtualSources, [url])) refuse(specifier);
      return { url, format: "module", shortCircuit: true };
    },
    load(url, context, next) {
      const own: string | undefined = apply(mapGet, sources, [url]);
      const source = own === undefined ? apply(mapGet, virtualSources, [url]) : PRELUDE + own;
      if (source === undefined) return next(url, context);
      return { format: "module", source, shortCircuit: true };
    },
  });
}

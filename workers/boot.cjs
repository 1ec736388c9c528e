/**
 * First text of an inner worker, run with `eval` because a jail has no permission to load a file.
 * Registers the hook that serves the trusted runtime from the sources in `workerData`, then imports its entry.
 * Runs before any line of a script; everything it leaves on the global object is removed by harden.ts.
 *
 * @module
 */
"use strict";
{
  const { workerData } = require("node:worker_threads");
  const { sources, entry } = workerData.runtime;
  require("node:module").registerHooks({
    resolve(specifier, context, next) {
      if (specifier.startsWith("node:")) return next(specifier, context);
      const url = specifier.startsWith(".") ? new URL(specifier, context.parentURL).href : specifier;
      if (!Object.hasOwn(sources, url)) throw new Error(`No runtime module ${url}`);
      return { url, format: "module", shortCircuit: true };
    },
    load(url, context, next) {
      if (!Object.hasOwn(sources, url)) return next(url, context);
      return { format: "module", source: sources[url], shortCircuit: true };
    },
  });
  import(entry);
}

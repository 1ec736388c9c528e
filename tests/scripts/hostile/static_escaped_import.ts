/**
 * The same with an escape in the specifier, for checks that search text.
 *
 * @module
 */
import * as threads from "node\u003aworker_threads";

console.log(`ESCAPED ${Object.keys(threads).length}`);

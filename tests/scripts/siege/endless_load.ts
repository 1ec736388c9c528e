/**
 * Hostile: its import never ends, though its event loop turns.
 *
 * @module
 */
await new Promise(() => setInterval(() => {}, 1));

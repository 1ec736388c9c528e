/**
 * Parameters that calls of several groups share.
 *
 * @module
 */

/** Nick of a user or bot. */
export const NICK = { name: "nick", type: "string" } as const;

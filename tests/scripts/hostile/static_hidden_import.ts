/**
 * An import between a division and a regular expression, for lexers that lose count.
 *
 * @module
 */
const a = 4;
const b = a++ / 2; /* / */ import { kill } from "node:process"; const c = /[/]"/.test("/");

console.log(`ESCAPED ${b} ${c} ${typeof kill}`);

/**
 * Tests of machine_facts.ts.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { machineFacts } from "./machine_facts.ts";

Deno.test("machine: facts have a name and a value each, and no path or user name of the machine", () => {
  const facts = machineFacts();
  const names = facts.map(([name]) => name);
  assertEquals(new Set(names).size, names.length);
  for (const wanted of ["System", "Processors", "Memory of the hub", "Deno"]) {
    assert(names.includes(wanted), wanted);
  }
  for (const [name, value] of facts) {
    assert(value !== "" && !/[|\r\n/\\]/.test(value), `${name}: ${value}`);
  }
  assertMatch(facts.find(([name]) => name === "Processors")![1], /^[1-9]\d*$/);
});

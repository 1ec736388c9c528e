/**
 * Proof of the calls that send something, one case each.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { MESSAGING_CALLS } from "../../src/vh/calls/messaging.ts";
import { type CallCases, type CallLab, type NamesOf, only } from "./call_lab.ts";

/** Who receives `data` when the call is made for all, for classes 3…10, and for an empty range. */
async function ranged(
  lab: CallLab,
  name: string,
  frame: string,
  everybody: readonly string[],
): Promise<void> {
  const receivers = async (code: string) => {
    const { result, got } = await lab.see(`return ${code}`);
    return [result, ...Object.keys(got).filter((nick) => got[nick]!.includes(frame))];
  };
  assertEquals(await receivers(`vh.${name}(${JSON.stringify(frame)})`), [true, ...everybody]);
  const operators = everybody.filter((nick) => nick === "oper");
  assertEquals(await receivers(`vh.${name}(${JSON.stringify(frame)}, 3, 10)`), [true, ...operators]);
  assertEquals(await receivers(`vh.${name}(${JSON.stringify(frame)}, 5, 3)`), [false]);
}

const all = ["alice", "bob", "oper"];

/** The cases by call. */
export const MESSAGING_CASES: CallCases<NamesOf<typeof MESSAGING_CALLS>> = {
  async mc(lab) {
    const { result, got } = await lab.see(`return [vh.mc("to all"), vh.mc("signed", "Someone")]`);
    assertEquals(result, [true, true]);
    for (const nick of all) assertEquals(got[nick], ["<Hubcap> to all", "<Someone> signed"]);
  },
  async usermc(lab) {
    const seen = await lab.see(
      `return [vh.usermc("ALICE", "one"), vh.usermc("two", "alice"), vh.usermc("alice", "three", "Bot"),
        vh.usermc("nobody", "x"), vh.usermc("Hubcap", "x")]`,
    );
    assertEquals(seen.result, [true, true, true, false, false]);
    assertEquals(only("alice", seen), ["<Hubcap> one", "<Hubcap> two", "<Bot> three"]);
  },
  async classmc(lab) {
    const seen = await lab.see(`return [vh.classmc("ops", 3, 10, "Bot"), vh.classmc("none", 5, 3)]`);
    assertEquals(seen.result, [true, false]);
    assertEquals(only("oper", seen), ["<Bot> ops"]);
  },
  async pm(lab) {
    const seen = await lab.see(
      `return [vh.pm("alice", "one"), vh.pm("two", "alice"), vh.pm("alice", "three", "From", "Shown"),
        vh.pm("alice", "four", "From"), vh.pm("nobody", "x")]`,
    );
    assertEquals(seen.result, [true, true, true, true, false]);
    assertEquals(only("alice", seen), [
      "$To: alice From: Hubcap $<Hubcap> one",
      "$To: alice From: Hubcap $<Hubcap> two",
      "$To: alice From: From $<Shown> three",
      "$To: alice From: From $<From> four",
    ]);
  },
  async SendToOpChat(lab) {
    const seen = await lab.see(
      `return [vh.SendToOpChat("hi"), vh.SendToOpChat("mine", "alice"), vh.SendToOpChat("whose", "nobody")]`,
    );
    assertEquals(seen.result, [true, true, true]);
    assertEquals(only("oper", seen), [
      "$To: oper From: OpChat $<OpChat> hi",
      "$To: oper From: OpChat $<alice> mine",
      "$To: oper From: OpChat $<OpChat> whose",
    ]);
  },
  async SendPMToAll(lab) {
    const { result, got } = await lab.see(
      `return [vh.SendPMToAll("news", "Bot", 0, 2), vh.SendPMToAll("x", "Bot", 4, 2)]`,
    );
    assertEquals(result, [true, false]);
    assertEquals(got, {
      alice: ["$To: alice From: Bot $<Bot> news"],
      bob: ["$To: bob From: Bot $<Bot> news"],
      oper: [],
    });
  },
  async SendDataToUser(lab) {
    const seen = await lab.see(
      `return [vh.SendDataToUser("$A", "alice"), vh.SendDataToUser("$B", "alice", 1), vh.SendDataToUser("$C", "nobody")]`,
    );
    assertEquals(seen.result, [true, true, false]);
    assertEquals(only("alice", seen), ["$A", "$B"]);
  },
  SendDataToAll: (lab) => ranged(lab, "SendDataToAll", "$Data 1", all),
  async SendToAll(lab) {
    const { result, got } = await lab.see(`return [vh.SendToAll("$All"), vh.SendToAll("plain text")]`);
    assertEquals(result, [true, true]);
    for (const nick of all) assertEquals(got[nick], ["$All", "<Hubcap> plain text"]);
  },
  async SendToActive(lab) {
    const { result, got } = await lab.see(`return vh.SendToActive("$Active")`);
    assertEquals([result, got], [true, { alice: ["$Active"], bob: [], oper: ["$Active"] }]);
  },
  async SendToPassive(lab) {
    const seen = await lab.see(`return vh.SendToPassive("$Passive")`);
    assertEquals([seen.result, only("bob", seen)], [true, ["$Passive"]]);
  },
  async SendToActiveClass(lab) {
    const seen = await lab.see(
      `return [vh.SendToActiveClass("$Low", 0, 2), vh.SendToActiveClass("$None", 2, 0)]`,
    );
    assertEquals([seen.result, only("alice", seen)], [[true, false], ["$Low"]]);
  },
  async SendToPassiveClass(lab) {
    const seen = await lab.see(
      `return [vh.SendToPassiveClass("$Low", 0, 2), vh.SendToPassiveClass("$High", 3, 10)]`,
    );
    assertEquals([seen.result, only("bob", seen)], [[true, true], ["$Low"]]);
  },
};

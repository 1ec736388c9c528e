/**
 * Proof of the hooks of operators, scripts and the clock, one case each.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { HUB_HOOKS } from "../../src/vh/hooks/hub.ts";
import type { HubClient } from "../support/client.ts";
import { until } from "../support/until.ts";
import type { HookCase, HookLab } from "./hook_lab.ts";

/** The operator of these cases, logged in at the first call. */
async function operator({ hub }: HookLab, nick: string): Promise<HubClient> {
  return await hub.login(nick, { password: "password" });
}

/** The cases by hook; those of a stopping hub come last. */
export const HUB_CASES: Record<keyof typeof HUB_HOOKS, HookCase> = {
  OnHubCommand: {
    body: `if (args[1] === "mine now") { vh.usermc(args[0], "done"); return 0 } return 1`,
    async run(lab) {
      const op = await operator(lab, "commander");
      op.send("<commander> !mine now|");
      assertEquals(await op.next(), "<Hubcap> done");
      await lab.hears("OnHubCommand", "commander", "mine now", 5, 0, "!");
      op.send("$To: Hubcap From: commander $<commander> +mine now|");
      assertEquals(await op.next(), "<Hubcap> done");
      await lab.hears("OnHubCommand", "commander", "mine now", 5, 1, "+");
      assertEquals(lab.heard().filter(([hook]) => hook === "OnOperatorCommand"), []);
    },
  },
  OnOperatorCommand: {
    body: `return args[1] !== "!gone"`,
    async run(lab) {
      const op = await operator(lab, "op1");
      op.send("<op1> !gone|<op1> !myip|");
      assertEquals(/Your address is/.test(await op.next()), true);
      await lab.hears("OnOperatorCommand", "op1", "!gone");
    },
  },
  OnUserCommand: {
    body: `return args[1] !== "+gone"`,
    async run(lab) {
      const user = await lab.hub.login("user1");
      user.send("<user1> +gone|<user1> +myip|");
      assertEquals(/Your address is/.test(await user.next()), true);
      await lab.hears("OnUserCommand", "user1", "+gone");
    },
  },
  OnOperatorKicks: {
    body: `return args[2] !== "no reason"`,
    async run(lab) {
      const victim = await lab.hub.login("kickme");
      const op = await operator(lab, "op2");
      op.send("<op2> !kick kickme no reason|");
      await op.expect(/refused to let you kick kickme/);
      op.send("<op2> !kick kickme a good reason|");
      await victim.closed;
      await lab.hears("OnOperatorKicks", "op2", "kickme", "no reason");
    },
  },
  OnOperatorDrops: {
    body: `return args[1] !== "dropnot"`,
    async run(lab) {
      const [kept, victim] = [await lab.hub.login("dropnot"), await lab.hub.login("dropme")];
      const op = await operator(lab, "op3");
      op.send("<op3> !drop dropnot|<op3> !drop dropme|");
      await op.expect(/refused to let you drop dropnot/);
      await victim.closed;
      await lab.hears("OnOperatorDrops", "op3", "dropnot");
      assertEquals(kept.isClosed, false);
    },
  },
  OnOperatorDropsWithReason: {
    body: `return args[2] !== "why"`,
    async run(lab) {
      await lab.hub.login("dropnot2");
      const op = await operator(lab, "op4");
      op.send("<op4> !drop dropnot2 why|");
      await op.expect(/refused to let you drop dropnot2/);
      await lab.hears("OnOperatorDropsWithReason", "op4", "dropnot2", "why");
      // Both are asked, even when the first one has decided already.
      await lab.hears("OnOperatorDropsWithReason", "op3", "dropnot", "No reason given");
    },
  },
  OnNewReg: {
    body: `return args[1] !== "refused"`,
    async run(lab) {
      const op = await operator(lab, "op5");
      op.send("<op5> !regnew refused 2|<op5> !regnew accepted 2|");
      await lab.hears("OnNewReg", "op5", "accepted", 2);
      await until(() => lab.hub.hub.store.accounts.get("accepted")?.class === 2, "the account");
      assertEquals(lab.hub.hub.store.accounts.get("refused"), null);
    },
  },
  OnUpdateClass: {
    body: `return args[2] !== 3`,
    async run(lab) {
      const op = await operator(lab, "op6");
      op.send("<op6> !regclass changeme 3|<op6> !regclass changeme 2|");
      await until(() => lab.hub.hub.store.accounts.get("changeme")?.class === 2, "the class");
      await lab.hears("OnUpdateClass", "changeme", 1, 3, "op6");
      await lab.hears("OnUpdateClass", "changeme", 1, 2, "op6");
    },
  },
  OnDelReg: {
    body: `return args[0] !== "keepme"`,
    async run(lab) {
      const op = await operator(lab, "op7");
      op.send("<op7> !regdel keepme|<op7> !regdel removeme|");
      await until(() => lab.hub.hub.store.accounts.get("removeme") === null, "the end of the account");
      await lab.hears("OnDelReg", "keepme", 1, "op7");
      assertEquals(lab.hub.hub.store.accounts.get("keepme")?.class, 1);
    },
  },
  OnNewBan: {
    body: `return args[1] !== "9.9.9.9"`,
    async run(lab) {
      const op = await operator(lab, "op8");
      op.send("<op8> !banip 9.9.9.9 no|<op8> !banip 9.9.9.8 spam|");
      const banned = (ip: string) => lab.hub.hub.store.bans.list(10, 0).filter((ban) => ban.ip === ip).length;
      await until(() => banned("9.9.9.8") === 1, "the ban");
      await lab.hears("OnNewBan", "op8", "9.9.9.9", "", "no");
      assertEquals(banned("9.9.9.9"), 0);
    },
  },
  OnUnBan: {
    body: `return args[2] !== "no"`,
    async run(lab) {
      const op = await operator(lab, "op9");
      op.send("<op9> !unban 9.9.9.8 no|");
      await lab.hears("OnUnBan", "9.9.9.8", "op9", "no");
      const left = () => lab.hub.hub.store.bans.list(10, 0).filter((ban) => ban.ip === "9.9.9.8").length;
      assertEquals(left(), 1);
      op.send("<op9> !unban 9.9.9.8 sorry|");
      await until(() => left() === 0, "the end of the ban");
    },
  },
  OnSetConfig: {
    body: `return args[3] !== "Nope"`,
    async run(lab) {
      const op = await operator(lab, "op10");
      op.send("<op10> !set hub_owner Nope|");
      await op.expect(/stays as it is/);
      op.send("<op10> !set hub_owner Somebody|");
      await op.expect(/is "Somebody"/);
      await lab.hears("OnSetConfig", "op10", "config", "hub_owner", "Nope", "", 12);
      await lab.hears("OnSetConfig", "op10", "config", "hub_owner", "Somebody", "", 12);
      op.send("<op10> !set mine.key 1|");
      await lab.hears("OnSetConfig", "op10", "mine", "key", "1", "", -1);
    },
  },
  OnScriptCommand: {
    async run(lab) {
      const op = await operator(lab, "op11");
      op.send("<op11> !set hub_security Robot|<op11> !set hub_security Hubcap|");
      await lab.hears("OnScriptCommand", "_hub_security_change", "Robot", "", "");
      await lab.hears("OnScriptCommand", "_hub_security_change", "Hubcap", "", "");
    },
  },
  OnScriptQuery: {
    body: `return args[0] === "age" ? args[1] + "!" : null`,
    async run(lab) {
      const user = await lab.hub.login("asker");
      user.send("<asker> ask|");
      const answer = /^<Hubcap> answers (.*)$/.exec(await user.expect(/^<Hubcap> answers /))![1]!;
      assertEquals(JSON.parse(answer).map(({ value }: { value: string }) => value), ["7!"]);
      const [, [cmd, data]] = lab.heard().find(([hook]) => hook === "OnScriptQuery")!;
      assertEquals([cmd, data], ["age", "7"]);
    },
  },
  OnTimer: {
    async run(lab) {
      const ticks = () => lab.heard().filter(([hook]) => hook === "OnTimer").map(([, [ms]]) => Number(ms));
      await until(() => ticks().length > 0, "a tick");
      const [first] = ticks();
      assertEquals(Math.abs(Date.now() - first!) < 60_000, true);
    },
  },
  OnUnLoad: {
    body: `console.log("users left: " + vh.GetUsersCount())`,
    async run(lab) {
      await lab.hub.hub.stop(3);
      await lab.hears("OnUnLoad", 3);
      assertEquals(lab.lines.filter((line) => line.includes("users left")), ["info ear: users left: 0"]);
    },
  },
  UnLoad: {
    async run(lab) {
      await lab.hub.hub.stop();
      await lab.hears("UnLoad");
      const last = lab.heard().map(([hook]) => hook).filter((hook) => hook.endsWith("UnLoad"));
      assertEquals(last, ["OnUnLoad", "UnLoad"]);
    },
  },
};

/**
 * Who may come in at all, who may end an account, and how fast passwords may be tried.
 *
 * @module
 */
import { type Lab, shows } from "./lab.ts";
import type { Cases } from "./whole.ts";

const BAD = "192.0.2.66";

/** Types wrong passwords from addresses, with so many seconds after each. */
async function guess(lab: Lab, nick: string, times: number, ipOf: (i: number) => string, pause: number) {
  for (let i = 0; i < times; i++) {
    await lab.enter(nick, { password: "guess", ip: ipOf(i) });
    lab.wait(pause);
  }
}

const login = async (lab: Lab, nick: string, ip: string) => {
  await lab.enter(nick, { ip });
  return lab.state(nick);
};

const NO_BAN = { given: { pwd_tmpban: 0 } };

/** Accounts and the waits after wrong passwords. */
export const GUESS_CASES = {
  registered_only: shows([[true, "out"], [false, "in"]], (lab) => login(lab, "anna", BAD)),
  autounreg_class: shows([[0, "reg vip"], [1, "vip"], [2, ""]], async (lab) => {
    for (const nick of ["reg", "vip"]) await lab.say(await lab.enter(nick), nick, "+unregme");
    return ["reg", "vip"].filter((nick) => lab.kit.store.accounts.get(nick)).join(" ");
  }),
  pwd_wait: shows([[60, "out"], [20, "in"], [0, "in"]], async (lab) => {
    await guess(lab, "reg", 1, () => BAD, 30);
    return login(lab, "vip", BAD);
  }, NO_BAN),
  pwd_wait_max_ip: shows([[10, "in"], [3600, "out"]], async (lab) => {
    await guess(lab, "reg", 3, () => BAD, 3600);
    await guess(lab, "reg", 1, () => BAD, 15);
    return login(lab, "vip", BAD);
  }, { given: { pwd_tmpban: 0, pwd_wait: 5, pwd_wait_forget: 86_400 } }),
  pwd_wait_max_nick: shows([[10, "in"], [3600, "out"]], async (lab) => {
    await guess(lab, "reg", 4, (i) => `192.0.2.${i + 1}`, 3600);
    await guess(lab, "reg", 1, () => "192.0.2.9", 15);
    return login(lab, "reg", BAD);
  }, { given: { pwd_tmpban: 0, pwd_wait: 5, pwd_wait_forget: 86_400 } }),
  pwd_wait_forget: shows([[60, "in"], [3600, "out"]], async (lab) => {
    await guess(lab, "reg", 1, () => BAD, 100);
    await guess(lab, "reg", 1, () => BAD, 15);
    return login(lab, "vip", BAD);
  }, { given: { pwd_tmpban: 0, pwd_wait: 10 } }),
} satisfies Partial<Cases>;

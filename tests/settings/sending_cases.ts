/**
 * When the hub sends, how long it waits, whom it sends to TLS. What needs sockets is in `socket_cases.ts`.
 *
 * @module
 */
import { MODERN } from "../../src/hub/testing/hub_kit.ts";
import { type Lab, shows } from "./lab.ts";
import type { Cases } from "./whole.ts";

/** Whether what bob gets may wait in his connection. */
const gathered = (happens: (lab: Lab) => unknown) => async (lab: Lab) => {
  const bob = await lab.enter("bob");
  const before = bob.later;
  await happens(lab);
  return bob.later > before;
};

/** A connection that has said this much, 30 seconds later: is it still open? */
const open = (frames: string) => ({ kit, wait }: Lab) => {
  const client = kit.connect();
  client.send(frames);
  wait(30);
  return client.ended === null;
};
const LATE = [[60, true], [20, false]] as const;
const LONG = { given: { timeout_key: 600, timeout_nick: 600, timeout_myinfo: 600 } };
const FRESH = [{ nick: "fresh", class: 1, passwordHash: "", passwordChange: true }];

/** How the hub sends and how long it waits. */
export const SENDING_CASES = {
  delayed_myinfo: shows([[true, true], [false, false]], gathered((lab) => lab.enter("anna"))),
  delayed_search: shows(
    [[true, true], [false, false]],
    gathered(async (lab) => (await lab.enter("anna")).send("$Search 10.0.0.3:412 F?T?0?1?free$music|")),
  ),
  delayed_chat: shows(
    [[true, true], [false, false]],
    gathered(async (lab) => await lab.say(await lab.enter("anna"), "anna", "hi")),
  ),
  delayed_ping: shows([[20, true], [60, false], [0, false]], async (lab) => {
    const anna = await lab.enter("anna");
    lab.wait(30);
    return anna.take().includes("");
  }),
  disable_zlib: shows([[true, false], [false, true]], async (lab) => {
    const [line] = /\$Supports [^|]*/.exec(await lab.arrive("anna", { supports: `${MODERN} ZPipe0` })) ??
      [""];
    return line.includes("ZPipe0");
  }),
  tls_only_mode: shows([[true, "out"], [false, "in"]], async (lab) => {
    await lab.enter("anna");
    await lab.enter("bob", { tls: "1.3" });
    return lab.state("bob") === "in" ? lab.state("anna") : "bob is out";
  }),
  not_tls_redirect: shows(
    [["nmdcs://safe.example", true], ["", false]],
    ({ kit }) => kit.connect().take().includes("$ForceMove nmdcs://safe.example"),
    { given: { tls_only_mode: true, hub_host: "other.example" } },
  ),
  drop_invalid_key: shows([[true, false], [false, true]], ({ kit }) => {
    const client = kit.connect();
    client.send("$Supports NoHello|$Key wrong|");
    return client.ended === null;
  }),
  timeout_key: shows(LATE, open("")),
  timeout_nick: shows(LATE, open("$Key x|"), { given: { timeout_key: 600 } }),
  timeout_myinfo: shows(LATE, open("$Supports NoHello|$Key x|$ValidateNick anna|"), {
    given: { timeout_key: 600, timeout_nick: 600 },
  }),
  timeout_login: shows(LATE, open(""), LONG),
  timeout_setpass: shows([[60, "in"], [20, "out"]], async (lab) => {
    await lab.enter("fresh");
    lab.wait(30);
    return lab.state("fresh");
  }, { accounts: FRESH }),
} satisfies Partial<Cases>;

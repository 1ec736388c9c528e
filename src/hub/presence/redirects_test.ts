/**
 * Redirects: who is sent where when the hub closes a connection.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { NEW_REDIRECT, type Redirect } from "../../store/redirects.ts";
import { close, closeNow } from "../close.ts";
import { KICK, kick } from "../moderation/kick.ts";
import { CloseReason } from "../model.ts";
import { REDIRECT_REASONS } from "./redirects.ts";
import { type HubKit, hubKit, type LoginOptions, type TestClient } from "../testing/hub_kit.ts";

const GIB = 2 ** 30;
const A = "dchub://a.example:411";
const B = "dchub://b.example:411";

function kitOf(
  rows: (Partial<Redirect> & { address: string })[],
  more: Parameters<typeof hubKit>[0] = {},
): HubKit {
  const kit = hubKit({ accounts: [{ nick: "oper", class: 3, passwordHash: "hash:secret" }], ...more });
  for (const row of rows) kit.store.redirects.add({ ...NEW_REDIRECT, ...row });
  return kit;
}

/** Where a client was sent; also checks that it is the last thing it hears. */
function sentTo(client: TestClient): string | null {
  const frames = client.take();
  const at = frames.findIndex((frame) => frame.startsWith("$ForceMove "));
  if (at < 0) return null;
  assertEquals(at, frames.length - 1, "the redirect comes last, and once");
  return frames[at]!.slice("$ForceMove ".length);
}

/** Where a user who logs in is sent when the hub closes the connection for this reason. */
async function moved(kit: HubKit, reason: CloseReason, options: LoginOptions = {}): Promise<string | null> {
  const client = await kit.login("anna", { ip: "10.5.0.1", ...options });
  const { session } = kit.hub.users.get("anna")!;
  client.take();
  kit.hub.context.nickBans.remove("anna");
  close(kit.hub.context, session!, reason);
  const address = sentTo(client);
  client.drop();
  kit.clock.tick(61_000);
  return address;
}

Deno.test("redirects: without any nobody is sent anywhere", async () => {
  const kit = kitOf([]);
  assertEquals(await moved(kit, CloseReason.KICKED), null);
});

Deno.test("redirects: the last words come before it, also for those who are not in yet", () => {
  const client = kitOf([{ address: A, flags: REDIRECT_REASONS.key }]).connect();
  client.take();
  client.send("$Key wrong|");
  assertEquals(client.take(), [
    "<Hubcap> Your client answered the $Lock with a wrong $Key.",
    `$ForceMove ${A}`,
  ]);
  assertEquals(client.ended, "end");
});

Deno.test("redirects: each reason has its bit, the rest goes to those for every reason only", async () => {
  const bits: Partial<Record<keyof typeof CloseReason, keyof typeof REDIRECT_REASONS>> = {
    INVALID_USER: "ban",
    KICKED: "ban",
    USERLIMIT: "full",
    SHARE_LIMIT: "share",
    TAG_NONE: "tag",
    TAG_INVALID: "tag",
    PASSWORD: "password",
    INVALID_KEY: "key",
    HUB_LOAD: "busy",
    RECONNECT: "reconnect",
    BADNICK: "badnick",
    CLONE: "clone",
    SELF: "self",
  };
  for (const [name, reason] of Object.entries(CloseReason)) {
    const bit = bits[name as keyof typeof CloseReason];
    const never = name === "FORCEMOVE" || name === "NOREDIR";
    for (const [word, flags] of Object.entries(REDIRECT_REASONS)) {
      const kit = kitOf([{ address: A, flags }]);
      assertEquals(await moved(kit, reason), word === bit ? A : null, `${name} ${word}`);
    }
    assertEquals(await moved(kitOf([{ address: A }]), reason), never ? null : A, name);
  }
});

Deno.test("redirects: hours count both ends, across midnight, too", async () => {
  const hourOf = (kit: HubKit) => new Date(kit.clock.now()).getHours();
  const inside = async (start: number, stop: number): Promise<boolean> => {
    const kit = kitOf([]);
    const hour = hourOf(kit);
    kit.store.redirects.add({
      ...NEW_REDIRECT,
      address: A,
      start: (hour + start) % 24,
      stop: (hour + stop) % 24,
    });
    return await moved(kit, CloseReason.KICKED) === A;
  };
  const seen: boolean[] = [];
  // Hours from now on, 23 is the one before.
  for (
    const [start, stop] of [[0, 0], [5, 5], [0, 1], [23, 0], [22, 23], [1, 2], [20, 4], [1, 23], [
      2,
      1,
    ]] as const
  ) {
    seen.push(await inside(start, stop));
  }
  assertEquals(seen, [true, true, true, true, false, false, true, false, true]);
});

Deno.test("redirects: country, encryption and share must fit", async () => {
  const countries = { "10.5.0.1": "DE", "10.5.0.2": "FR" };
  const kit = kitOf([{ address: A, country: "AT DE" }], { countries });
  assertEquals(await moved(kit, CloseReason.KICKED), A);
  assertEquals(await moved(kit, CloseReason.KICKED, { ip: "10.5.0.2" }), null);
  assertEquals(
    await moved(kitOf([{ address: A, country: "DE" }]), CloseReason.KICKED),
    null,
    "no country known",
  );

  const tls = kitOf([{ address: A, secure: 1 }]);
  assertEquals(await moved(tls, CloseReason.KICKED), null);
  assertEquals(await moved(tls, CloseReason.KICKED, { tls: "1.3" }), A);
  const plain = kitOf([{ address: A, secure: 0 }]);
  assertEquals(await moved(plain, CloseReason.KICKED), A);
  assertEquals(await moved(plain, CloseReason.KICKED, { tls: "1.3" }), null);

  const rich = kitOf([{ address: A, share: 2 }]);
  assertEquals(await moved(rich, CloseReason.KICKED, { share: 2 * GIB - 1 }), null);
  assertEquals(await moved(rich, CloseReason.KICKED, { share: 2 * GIB }), A);
});

Deno.test("redirects: one that is off does not count, and a hub that stops keeps its users", async () => {
  assertEquals(await moved(kitOf([{ address: A, enabled: false }]), CloseReason.KICKED), null);
  const kit = kitOf([{ address: A }]);
  const client = await kit.login("anna");
  kit.hub.stop("bye");
  assertEquals(sentTo(client), null);
});

Deno.test("redirects: of those that fit one is taken by chance, of the first ten only", async () => {
  const rows = Array.from(
    { length: 15 },
    (_, i) => ({ address: `h${String(i).padStart(2, "0")}.example:411` }),
  );
  const chosen = new Set<string | null>();
  for (const random of [0, 0.15, 0.5, 0.95, 0.999]) {
    const kit = kitOf(rows);
    Object.assign(kit.hub.context, { random: () => random });
    chosen.add(await moved(kit, CloseReason.KICKED));
  }
  assertEquals([...chosen], ["h00.example:411", "h01.example:411", "h05.example:411", "h09.example:411"]);
});

Deno.test("redirects: nobody is sent back here", async () => {
  const settings = { hub_host: "Me.Example" };
  for (const address of ["me.example", "dchub://me.example:411", "nmdc://ME.example/", "hub.example:4111"]) {
    assertEquals(await moved(kitOf([{ address }], { settings }), CloseReason.KICKED), null, address);
  }
  assertEquals(
    await moved(kitOf([{ address: "me.example:412" }], { settings }), CloseReason.KICKED),
    "me.example:412",
  );
  const both = kitOf([{ address: "me.example" }, { address: B }], { settings });
  assertEquals(await moved(both, CloseReason.KICKED), B);
  const dialled = kitOf([{ address: A }]);
  await dialled.login("anna");
  dialled.hub.users.get("anna")!.session!.hubUrl = "dchub://a.example";
  close(dialled.hub.context, dialled.hub.users.get("anna")!.session!, CloseReason.KICKED);
  assertEquals(dialled.hub.context.redirectHits.size, 0);
});

Deno.test("redirects: the encrypted door of this hub is another place for those without TLS", async () => {
  const address = "nmdcs://me.example:411";
  const kit = kitOf([{ address }], { settings: { hub_host: "me.example" } });
  assertEquals(await moved(kit, CloseReason.KICKED), address);
  assertEquals(await moved(kit, CloseReason.KICKED, { tls: "1.3" }), null);
});

Deno.test("redirects: the address a script chose for this user wins", async () => {
  const kit = kitOf([{ address: A }]);
  const oper = await kit.login("oper", { password: "secret" });
  const anna = await kit.login("anna");
  const request = {
    op: "oper",
    nick: "anna",
    reason: "go",
    note: "",
    opNote: "",
    banSeconds: 0,
    redirect: B,
  };
  kick(kit.hub.context, request, KICK, () => {});
  assertEquals([sentTo(anna), sentTo(oper)], [B, null]);
  assertEquals(kit.hub.context.redirectHits.size, 0);
});

Deno.test("redirects: a connection that is dropped hears nothing", async () => {
  const kit = kitOf([{ address: A }]);
  const anna = await kit.login("anna");
  closeNow(kit.hub.context, kit.hub.users.get("anna")!.session!, CloseReason.KICKED);
  assertEquals(sentTo(anna), null);
});

Deno.test("redirects: uses are counted, and forgotten with redirects that are gone", async () => {
  const kit = kitOf([{ address: A }]);
  const { redirectHits } = kit.hub.context;
  await moved(kit, CloseReason.KICKED);
  await moved(kit, CloseReason.KICKED);
  assertEquals([...redirectHits], [[A, 2]]);
  for (let i = 0; i < kit.store.redirects.max; i++) redirectHits.set(`gone${i}.example`, 1);
  await moved(kit, CloseReason.KICKED);
  assertEquals([...redirectHits], [[A, 3]]);
});

Deno.test("redirects: a row that is no address is passed over", async () => {
  const kit = kitOf([{ address: "evil|$Quit x" }, { address: B }]);
  assertEquals(await moved(kit, CloseReason.KICKED), B);
});

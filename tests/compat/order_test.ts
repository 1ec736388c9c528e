/**
 * The order of hooks in the life of a connection, and on the way of a command: what scripts that keep state between
 * hooks rely on.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { startTestHub } from "../support/hub.ts";
import { until } from "../support/until.ts";
import { CALM, fixture, quiet } from "./kit.ts";

Deno.test("order: hooks of one connection", async (t) => {
  await using hub = await startTestHub({
    scripts: [fixture("order")],
    accounts: [{ nick: "op", class: 3, password: "secret" }],
    settings: CALM,
  });
  const taken = async () => await hub.hub.call("order", "taken") as string[];
  const client = await hub.login("op", { password: "secret" });

  await t.step("order: a login meets its hooks from connection to list", async () => {
    await quiet(hub);
    assertEquals(await taken(), [
      "OnNewConn",
      "OnParsedMsgAnyEx $Supports",
      "OnParsedMsgSupports",
      "OnParsedMsgAnyEx $Key",
      "OnParsedMsgAnyEx $ValidateNick",
      "OnParsedMsgValidateNick",
      "OnParsedMsgAny $MyPass",
      "OnParsedMsgMyPass",
      "OnParsedMsgAny $Version",
      "OnParsedMsgVersion",
      "OnParsedMsgAny $GetNickList",
      "OnParsedMsgAny $MyINFO",
      "OnValidateTag",
      "OnFirstMyINFO",
      "OnParsedMsgMyINFO",
      "OnUserInList",
      "OnUserLogin",
    ]);
  });

  await t.step("order: a command nobody takes reaches the chat hook last, a known one does not", async () => {
    client.send("<op> !nothing|");
    await client.expect(/^<Hubcap> Unknown command/);
    assertEquals(await taken(), [
      "OnParsedMsgAny <op>",
      "OnHubCommand",
      "OnOperatorCommand",
      "OnParsedMsgChat",
    ]);
    const guest = await hub.login("guest");
    await quiet(hub);
    await taken();
    guest.send("<guest> +help|");
    await guest.expect(/<Hubcap> Your commands/);
    assertEquals(await taken(), ["OnParsedMsgAny <guest>", "OnHubCommand", "OnUserCommand"]);
    guest.send("$To: Hubcap From: guest $<guest> +help|");
    await guest.expect(/<Hubcap> Your commands/);
    await quiet(hub);
    assertEquals(await taken(), ["OnParsedMsgAny $To:", "OnParsedMsgPM", "OnHubCommand", "OnUserCommand"]);
  });

  await t.step("order: the end of a connection is told from address to user", async () => {
    client.close();
    await until(() => !hub.hub.port.rawTo("op", "|", false), "the hub to notice");
    await quiet(hub);
    assertEquals(await taken(), ["OnCloseConn", "OnCloseConnEx", "OnUserLogout"]);
  });
});

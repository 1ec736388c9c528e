/**
 * Does what the tests of the test kit ask for in chat.
 */
import vh from "vh";

console.log("echo is up", vh.options.tag ?? "");

export function OnUserLogin(nick: string) {
  vh.pm(nick, `Hi ${nick}`);
}

export async function OnParsedMsgChat(nick: string, text: string) {
  const [word, rest = ""] = text.split(/ (.*)/s);
  switch (word) {
    case ".slow":
      await new Promise((done) => setTimeout(done, 50));
      vh.usermc(nick, `slow ${rest}`);
      return 0;
    case ".later":
      setTimeout(() => vh.usermc(nick, `later ${rest}`), 50);
      return 0;
    case ".throw":
      throw new RangeError(rest);
    case ".read":
      vh.usermc(nick, await Deno.readTextFile(rest).then((text) => `read ${text.length > 0}`, (e) => e.name));
      return 0;
    case ".kick":
      vh.usermc(nick, `kick ${vh.KickUser(nick, rest, "out")}`);
      return 0;
    case ".never":
      await new Promise(() => {});
      return 0;
  }
  return 1;
}

export function OnParsedMsgPM(nick: string, text: string, to: string) {
  if (text === "secret") return 0;
  console.warn(`${nick} to ${to}`);
  return 1;
}

export function OnTimer(ms: number) {
  vh.mc(`tick ${ms}`);
}

export function OnUserLogout(nick: string) {
  vh.mc(`${nick} left`);
}

/**
 * Says what it hears: how many characters, and the text again. Registers whom it is told to, and keeps what it heard
 * in a database of its own.
 *
 * @module
 */
import vh from "vh";

/** Answers "mirror …" and "register …". */
export function OnParsedMsgChat(nick: string, text: string): unknown {
  const [word, ...rest] = text.split(" ");
  const said = rest.join(" ");
  if (word === "mirror") {
    vh.SQL("CREATE TABLE IF NOT EXISTS heard (nick TEXT, said TEXT)");
    vh.SQL(`INSERT INTO heard VALUES ('${nick}', '${said}')`);
    const [, rows] = vh.SQL("SELECT nick, said FROM heard", 100);
    const [, desc] = / ([^ ]*)<t V:/.exec(vh.GetMyINFO(nick) ?? "") ?? [];
    vh.pm(nick, `${[...said].length} ${said} ${rows.at(-1)!.join("=")} ${desc}`);
  } else if (word === "register") vh.mc(`${said} ${vh.AddRegUser(said, 2, "тайна")}`);
  else return 1;
  return 0;
}

/**
 * A script that tells every user what it knows of the encryption between that user and the hub.
 *
 * @module
 */
import vh from "vh";

/** Tells a newcomer. */
export function OnUserLogin(nick: string): void {
  vh.usermc(nick, `tls=${vh.GetTLSVer(nick)} secure=${vh.IsSecConn(nick)} ip=${vh.GetUserIP(nick)}`);
}

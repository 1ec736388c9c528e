/**
 * A user or bot as scripts read it. Shared by the hub's side of the port and the replica in a worker.
 * Owns the shape only.
 *
 * @module
 */

/** A user or bot. */
export interface UserState {
  /** Nick, decoded. */
  readonly nick: string;
  /** Class, −1…10. */
  readonly class: number;
  /** Address; bots have 127.0.0.1. */
  readonly ip: string;
  /** Has a connection (is no bot). */
  readonly connected: boolean;
  /** Shown in the operator list. */
  readonly op: boolean;
  /** Published `$MyINFO …` without the pipe. */
  readonly myInfo: string;
  /** `$MyINFO …` as the client sent it; equals `myInfo` for bots. */
  readonly realMyInfo: string;
  /** Share in bytes. */
  readonly share: number;
  /** Address the client dialled (`$MyHubURL`), `""` if unknown. */
  readonly hubUrl: string;
  /** Last `$ExtJSON …`, `""` if none. */
  readonly extJson: string;
  /** Text of `$Version`. */
  readonly version: string;
  /** Text of `$Supports`, features separated by spaces. */
  readonly supports: string;
  /** Sees main chat. */
  readonly chat: boolean;
  /** Version of TLS of the link to the hub, `""` for a plain one. */
  readonly tls: string;
}

/** Name of a field. */
export type UserFieldName = keyof UserState;

/** Fields that can change while the user is online. */
export type UserField = Exclude<UserFieldName, "nick" | "connected">;

/**
 * What the hub writes in front of the descriptions it passes on. Owns `desc_insert_mode` and `desc_insert_vars`;
 * knows no message.
 *
 * @module
 */
import { escapeField } from "../../nmdc/escape.ts";
import { concatBytes } from "../../core/bytes.ts";
import type { Tag } from "../../nmdc/tag.ts";
import { classTitle } from "../class_names.ts";
import type { HubContext } from "../context.ts";
import type { Session, User } from "../model.ts";
import { fillAtOnce } from "../variables.ts";

const MODES: Readonly<Record<Tag["mode"], string>> = {
  active: "A",
  passive: "P",
  socks5: "5",
  other: "?",
  none: "?",
};

/** A description with what the settings put in front of it, or as it is. Unknown variables stay as they are. */
export function withInsert(
  hub: HubContext,
  session: Session,
  user: User,
  tag: Tag | null,
  description: Uint8Array,
): Uint8Array {
  const { desc_insert_mode: on, desc_insert_vars: template } = hub.vars;
  if (!on) return description;
  const mode = MODES[tag?.mode ?? "none"];
  const values = { CLASS: String(user.class), CLASSNAME: classTitle(user.class), MODE: mode };
  const text = template === "" ? `[${mode}] ` : fillAtOnce(hub, session, values, template);
  const bytes = hub.codec.encode(escapeField(text));
  return concatBytes([bytes, description]);
}

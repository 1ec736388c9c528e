/**
 * Runtime variables of the commands everybody has, of messages to many, and of the menus clients show. Data only.
 *
 * @module
 */
import { bool, text, userClass } from "./setting.ts";

/** User commands, broadcasts, menus. */
export const COMMANDS = {
  send_user_commands: bool(true, "Put the hub's commands into the right-click menus of clients.", {
    priority: 2,
  }),
  disable_me_cmd: bool(false, "Turn +me off.", { priority: 3 }),
  disable_report_cmd: bool(false, "Turn +report off.", { priority: 3 }),
  dest_report_chat: bool(false, "Show +report to operators in main chat, not in the operator chat.", {
    priority: 3,
  }),
  min_class_bc: userClass(4, "Lowest class for a message to all (!bc, !ccbc).", { priority: 2 }),
  min_class_bc_guests: userClass(4, "Lowest class for a message to guests (!guests).", { priority: 3 }),
  min_class_bc_regs: userClass(4, "Lowest class for a message to class 1 (!regs).", { priority: 3 }),
  min_class_bc_vips: userClass(4, "Lowest class for a message to class 2 (!vips).", { priority: 3 }),
  bc_reply: text(
    "",
    "Nick that gets what users write to the hub's bot; every broadcast sets it, disable turns it off.",
    { max: 255, priority: 3, form: "nick" },
  ),
};

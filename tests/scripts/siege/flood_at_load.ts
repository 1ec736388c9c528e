/**
 * Hostile: chats without end while it is imported.
 *
 * @module
 */
import vh from "vh";

for (;;) vh.mc("flood");

/**
 * Adds a hook, then takes its time to load.
 *
 * @module
 */
import vh from "vh";

vh.on("OnNewConn", () => 0);
console.log("listening");
await new Promise((resolve) => setTimeout(resolve, 1500));

/**
 * Adds a hook, then loads until `vh.SetConfig("slow", "go", "1")`.
 *
 * @module
 */
import vh from "vh";

vh.on("OnNewConn", () => 0);
console.log("listening");
while (vh.GetConfig("slow", "go") !== "1") await new Promise((resolve) => setTimeout(resolve, 20));

/**
 * Runs the examples of the reference, which a test passes as options, and tells in main chat how that went.
 */
import vh from "vh";

const examples = vh.options.examples as Record<string, string>;

export function OnUserLogin(): void {
  for (const [name, text] of Object.entries(examples)) {
    try {
      new Function("vh", "console", text)(vh, { log() {} });
    } catch (error) {
      vh.mc(`${name}: ${(error as Error).name}: ${(error as Error).message}`);
    }
  }
  vh.mc(`${Object.keys(examples).length} examples ran`);
}

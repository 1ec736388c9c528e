/**
 * Listens to the hooks a test names in `options.hooks`: tells the user `watcher` of every event and answers what the
 * test's own function body returns, so that a test says what a script does right where it says what comes of it.
 * While there is no watcher, the log hears of events.
 *
 * @module
 */
import vh from "vh";

const bodies = vh.options.hooks as Record<string, string>;

for (const [hook, body] of Object.entries(bodies)) {
  const answer = new Function("vh", "args", body);
  vh.on(hook as "OnTimer", (...args: unknown[]) => {
    const event = `$Heard ${vh.name} ${hook} ${JSON.stringify(args)}`;
    if (!vh.SendDataToUser(event, "watcher")) console.log(event);
    return answer(vh, args);
  });
}

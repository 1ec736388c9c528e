/**
 * Exports values that lie or throw when somebody looks at them.
 *
 * @module
 */
const trap = new Proxy(function trap() {}, {
  get() {
    throw new Error("looked at");
  },
  apply() {
    throw Object.create(null);
  },
});

export { trap as OnParsedMsgChat, trap as OnUserLogin };

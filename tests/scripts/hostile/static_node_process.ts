/**
 * A static import of a built-in goes past every run-time hook.
 *
 * @module
 */
import { kill, pid } from "node:process";

kill(pid, "SIGKILL");

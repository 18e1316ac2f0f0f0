import { runCommand } from './cli/run-command.js';

// Sockets and timers of the media stack may still be open.
process.exit(await runCommand(process.argv.slice(2)));

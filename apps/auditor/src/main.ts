#!/usr/bin/env node
import { run } from './program';

// Whoever is cut short has not answered.
process.exitCode = 2;
void run(process.argv.slice(2), process).then((status) => {
  process.exitCode = status;
});

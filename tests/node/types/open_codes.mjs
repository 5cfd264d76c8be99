/** The codes of the vocabularies as types that an editor can offer, and that other codes pass. */

import { readdirSync } from "node:fs";
import { FOLDER, pascalCase, readJson, referred, schemas } from "./schemas.mjs";

/** {declarations, byMember}: the types, and the name of the type of each member that takes such codes. */
export function openCodes() {
  const declarations = [];
  const byMember = new Map();
  for (const file of readdirSync(new URL("vocabulary/", FOLDER)).filter((name) => name.endsWith(".json")).sort()) {
    const vocabulary = readJson(`vocabulary/${file}`);
    const { key, rule } = member(vocabulary.field);
    if (rule.enum) continue; // closed by the schema, which names the values itself
    const name = `${pascalCase(vocabulary.name)}Code`;
    byMember.set(key, name);
    declarations.push(declared(name, vocabulary));
  }
  return { declarations, byMember };
}

function declared(name, { name: vocabulary, terms }) {
  const codes = terms.filter((term) => !term.deprecated).map((term) => `  | ${JSON.stringify(term.code)}\n`);
  return (
    `/** A code of the vocabulary ${vocabulary}, or another {@link Code}: of a profile, or an IRI. */\n` +
    `export type ${name} =\n${codes.join("")}  | (Code & {});\n`
  );
}

/** The member that a JSON Pointer of a vocabulary leads to, from a posting or, failing that, from a feed. */
function member(pointer) {
  const steps = pointer.split("/").slice(1).filter((step) => step !== "*");
  const start = ["posting.schema.json", "feed.schema.json"].find((file) => steps[0] in schemas.get(file).properties);
  let here = { file: start, definition: "", node: schemas.get(start) };
  for (const step of steps.slice(0, -1)) {
    const rule = here.node.properties[step];
    here = referred((rule.items ?? rule).$ref, here.file);
  }
  const rule = here.node.properties[steps.at(-1)];
  return { key: `${here.file}#${here.definition}/${steps.at(-1)}`, rule: rule.items ?? rule };
}

/** The schemas of the standard, the names their definitions have in TypeScript, and where a $ref leads. */

import { readFileSync, readdirSync } from "node:fs";

export const FOLDER = new URL("../../../spec/v1/", import.meta.url);

const FIRST = ["posting.schema.json", "feed.schema.json", "changes.schema.json", "catalog.schema.json"];
const OTHERS = readdirSync(FOLDER).filter((name) => name.endsWith(".schema.json") && !FIRST.includes(name)).sort();

/** The parsed schemas by file name, in the order in which they are written. */
export const schemas = new Map([...FIRST, ...OTHERS].map((name) => [name, readJson(name)]));

/** Names that are not those of the file or of the definition. */
const NAMES = { "changes.schema.json": "ChangePage", "feed.schema.json#page": "FeedPage" };

export function readJson(name) {
  return JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));
}

export function pascalCase(name) {
  return name.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/** Name of a definition; what is only used by one kind of supporting file bears the name of that file before it. */
function nameOf(file, definition) {
  const own = NAMES[definition ? `${file}#${definition}` : file];
  const kind = pascalCase(file.replace(".schema.json", ""));
  return own ?? (definition ? (FIRST.includes(file) ? "" : kind) + pascalCase(definition) : kind);
}

/** What a schema declares, the whole document first: {file, definition, name, node}. */
export function declarations(file) {
  const schema = schemas.get(file);
  return ["", ...Object.keys(schema.$defs ?? {})].map((definition) => ({
    file,
    definition,
    name: nameOf(file, definition),
    node: definition ? schema.$defs[definition] : schema,
  }));
}

const seen = new Set();
for (const { name, file } of [...schemas.keys()].flatMap(declarations)) {
  if (seen.has(name)) throw new Error(`${file} declares ${name}, which another schema has declared; name it in NAMES`);
  seen.add(name);
}

/** The declaration that a $ref, seen from a schema, leads to. Nothing is fetched. */
export function referred(reference, from) {
  const [file, pointer = ""] = reference.split("#");
  const definition = pointer.replace("/$defs/", "");
  const found = schemas.has(file || from) && declarations(file || from).find((one) => one.definition === definition);
  if (!found) throw new Error(`${from} refers to ${reference}, which no schema of the standard declares`);
  return found;
}

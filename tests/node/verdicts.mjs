/**
 * What ajv says of documents: a second opinion beside Python's jsonschema.
 *
 * Reads a line {"schema": "feed.schema.json#/$defs/page", "document": "{...}"} for each document, which is JSON as text,
 * and writes a line {"valid": true} or {"valid": false, "why": "..."} for each, in the same order.
 */

import { createInterface } from "node:readline";
import { Ajv2020 } from "ajv/dist/2020.js";
import { schemas } from "./types/schemas.mjs";

/**
 * ajv's strict mode refuses a schema with a keyword that nobody declared or that cannot take effect, and so finds
 * misspelt keywords. Left out are strictTypes and strictRequired: the conditions of vocabulary.schema.json and the
 * alternatives of profile.schema.json speak of members whose type, or which themselves, are declared elsewhere in the
 * schema. Neither changes a verdict.
 */
const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, validateFormats: false });
ajv.addKeyword({ keyword: "silence", schemaType: "string" }); // an annotation: what the absence of a member means
for (const schema of schemas.values()) ajv.addSchema(schema);

const names = new Map([...schemas].map(([file, schema]) => [file, schema.$id]));
const validators = new Map();

function validator(reference) {
  if (!validators.has(reference)) {
    const [file, pointer] = reference.split("#");
    validators.set(reference, ajv.compile({ $ref: names.get(file) + (pointer ? `#${pointer}` : "") }));
  }
  return validators.get(reference);
}

function verdict({ schema, document }) {
  const validate = validator(schema);
  if (validate(JSON.parse(document))) return { valid: true };
  const { instancePath, message } = validate.errors[0];
  return { valid: false, why: `${instancePath} ${message}` };
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(verdict(JSON.parse(line)))}\n`);
}

/**
 * Writes the TypeScript types of the standard, made from its schemas and vocabularies, to standard output.
 * With --write it writes spec/v1/types.d.ts instead. It needs Node.js alone, no package.
 */

import { writeFileSync } from "node:fs";
import { declaration } from "./types/declaration.mjs";
import { openCodes } from "./types/open_codes.mjs";
import { FOLDER, declarations, schemas } from "./types/schemas.mjs";

const HEADER = `/**
 * TypeScript types of the wbl-feed standard, version 1: what a parsed JSON document of it holds.
 *
 * Made from the schemas and vocabularies beside this file; do not edit it. To make it again:
 *
 *     npm run types --prefix tests/node
 *
 * Members that the standard does not know are allowed in every document and must be kept; here they are \`unknown\`. A
 * member that may be absent is never null; "Absent:" says what its absence means. The types cannot say everything that the
 * schemas say: an {@link Instant} is any string here. Validate what you receive.
 *
 * @packageDocumentation
 */
`;

const FOOTER = `/**
 * The same type without room for unknown members, so that misspelt ones are found: reading \`posting.titel\` of a
 * \`Known<Posting>\` is refused, and writing \`{ titel: "..." } satisfies Known<Posting>\` too. Without it such a member
 * is \`unknown\` and passes. Codes stay open: a misspelt code is found by a validator alone.
 */
export type Known<T> = T extends readonly (infer Item)[]
  ? Known<Item>[]
  : T extends object
    ? [NamedMember<T>] extends [never]
      ? T
      : { [Member in keyof T as string extends Member ? (unknown extends T[Member] ? never : Member) : Member]: Known<T[Member]> }
    : T;

/** The members of a type that the standard knows. */
export type NamedMember<T> = keyof {
  [Member in keyof T as string extends Member ? (unknown extends T[Member] ? never : Member) : Member]: unknown;
};
`;

const parts = [HEADER];
const codes = openCodes();
for (const file of schemas.keys()) {
  parts.push(`// ${file}\n`, ...declarations(file).map((one) => declaration(one, codes.byMember)).filter(Boolean));
}
parts.push("// vocabulary/*.json\n", ...codes.declarations, "// For those who want misspelt members found\n", FOOTER);

const text = parts.join("\n");
if (process.argv.includes("--write")) {
  writeFileSync(new URL("types.d.ts", FOLDER), text);
} else {
  process.stdout.write(text);
}

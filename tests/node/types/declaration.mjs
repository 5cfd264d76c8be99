/** One declaration of TypeScript, with its comment, for one definition of a schema. */

import { comment } from "./comment.mjs";
import { referred } from "./schemas.mjs";

/** Keywords that narrow a value without changing its type in TypeScript. */
const SILENT = new Set(
  ("$schema $id $comment $defs title description silence pattern minLength maxLength minimum maximum exclusiveMinimum " +
    "minItems maxItems uniqueItems minProperties maxProperties not if then else").split(" "),
);
const SPOKEN = new Set(
  "$ref const enum anyOf oneOf type items required properties propertyNames additionalProperties".split(" "),
);

/** A definition as an interface, or as an alias where it is not an object with members; nothing if any value fits. */
export function declaration({ file, definition, name, node }, codes) {
  const place = { file, owner: definition, codes, indent: "" };
  const head = comment(node, "");
  checkKeywords(node, place);
  if (node.properties || (node.type === "object" && node.required)) {
    const whole = node.$ref ? ` extends ${referred(node.$ref, file).name}` : "";
    return `${head}export interface ${name}${whole} ${objectType(node, place)}\n`;
  }
  const type = typeOf(node, place);
  if (type === "unknown") return "";
  const long = type.length > 100 && type.includes(" | ");
  return `${head}export type ${name} =${long ? `\n  | ${type.replaceAll(" | ", "\n  | ")}` : ` ${type}`};\n`;
}

/** The type of a node of a schema, as an expression. */
function typeOf(node, place) {
  if (node === true) return "unknown";
  checkKeywords(node, place);
  if (node.$ref) return referred(node.$ref, place.file).name;
  if ("const" in node) return JSON.stringify(node.const);
  if (node.enum) return node.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choices = node.anyOf ?? node.oneOf ?? (Array.isArray(node.type) && node.type.map((type) => ({ ...node, type })));
  if (choices) return choices.map((choice) => typeOf(choice, place)).join(" | ");
  switch (node.type) {
    case "array": {
      const item = node.items ? typeOf(node.items, place) : "unknown";
      return item.includes(" ") && !node.items.properties ? `(${item})[]` : `${item}[]`;
    }
    case "object":
      return objectType(node, place);
    case "integer":
      return "number";
    case "string":
    case "number":
    case "boolean":
    case "null":
      return node.type;
    case undefined:
      return "unknown";
  }
  throw new Error(`${place.file}: the type ${node.type} is unknown`);
}

function objectType(node, place) {
  const others = otherMembers(node, place);
  const required = node.required ?? [];
  const named = { ...node.properties };
  for (const member of required) named[member] ??= node.additionalProperties ?? true;
  const inner = { ...place, indent: `${place.indent}  ` };
  const lines = Object.entries(named).map(([member, rule]) => {
    const name = /^[A-Za-z_$][\w$]*$/.test(member) ? member : JSON.stringify(member);
    const type = codeType(member, rule, place) ?? typeOf(rule, { ...inner, owner: null });
    return `${comment(rule, inner.indent)}${inner.indent}${name}${required.includes(member) ? "" : "?"}: ${type};\n`;
  });
  if (!lines.length) return others ? `{ ${others} }` : "{}";
  return `{\n${lines.join("")}${others ? `${inner.indent}${others};\n` : ""}${place.indent}}`;
}

/** What members without a name of their own hold, as an index signature or a mapped type; nothing if there are none. */
function otherMembers(node, place) {
  const open = node.additionalProperties ?? true;
  if (open === false) return "";
  const type = node.properties ? "unknown" : typeOf(open, place);
  if (node.propertyNames?.enum) return `[Member in ${typeOf(node.propertyNames, place)}]?: ${type}`;
  const key = node.propertyNames?.$ref ? typeOf(node.propertyNames, place) : "string";
  return `[member: ${key}]: ${type}`;
}

/** The type of a member that takes codes of an open vocabulary. */
function codeType(member, rule, { file, owner, codes }) {
  const name = owner === null ? undefined : codes.get(`${file}#${owner}/${member}`);
  return name && (rule.type === "array" ? `${name}[]` : name);
}

/** A keyword that is new here must be thought about: silently passed over, it would make the types too loose. */
function checkKeywords(node, place) {
  if (node.$ref && node.properties && place.owner === null) {
    throw new Error(`${place.file}: members beside a $ref need a definition of their own`);
  }
  for (const keyword of Object.keys(node)) {
    const conditional = keyword === "allOf" && node.allOf.every((one) => one.if);
    if (!SILENT.has(keyword) && !SPOKEN.has(keyword) && !conditional) {
      throw new Error(`${place.file}: types.mjs does not know what ${keyword} means for a type`);
    }
  }
}

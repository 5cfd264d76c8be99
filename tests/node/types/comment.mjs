/** TSDoc comments from what a schema says of a value. */

/** The comment above a declaration or a member; nothing where the schema says nothing. */
export function comment(node, indent) {
  const lines = [];
  if (node.description) lines.push(node.description);
  const remarks = [...bounds(node), ...oneOfMembers(node), ...(node.silence ? [`Absent: ${node.silence}.`] : [])];
  if (remarks.length) lines.push(`@remarks ${remarks.join(" ")}`);
  if (!lines.length) return "";
  const safe = lines.map((line) => line.replaceAll("``", "`").replaceAll("*/", "*\\/"));
  if (safe.length === 1) return `${indent}/** ${safe[0]} */\n`;
  return `${indent}/**\n${safe.map((line) => `${indent} * ${line}\n`).join("")}${indent} */\n`;
}

function bounds({ type, minLength = 0, maxLength, minimum, maximum, minItems }) {
  const said = [];
  if (type === "integer") said.push("A whole number.");
  if (minimum !== undefined && maximum !== undefined && maximum < Number.MAX_VALUE) said.push(`From ${minimum} to ${maximum}.`);
  else if (minimum !== undefined) said.push(`At least ${minimum}.`);
  if (minLength === 1 || minItems === 1) said.push("Not empty.");
  if (maxLength !== undefined) said.push(`At most ${maxLength} characters.`);
  return said;
}

/** The members of which one at least must be there, which the type itself does not say. */
function oneOfMembers({ properties, anyOf }) {
  return properties && anyOf ? [`At least one of ${anyOf.flatMap((one) => one.required).join(", ")}.`] : [];
}

// Runs the cases of one group against a consumer: node runner.mjs FOLDER_OF_THE_KIT consumer.mjs
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [kit, program] = process.argv.slice(2);
const { Consumer } = await import(pathToFileURL(resolve(program)));

function answered({ status = 200, headers = {}, json, body = "", base64, at, web, ...others } = { status: 404 }) {
  if (Object.keys(others).length) throw new Error(`this runner cannot answer with ${Object.keys(others)}`);
  const text = json === undefined ? body : JSON.stringify(json);
  return { status, headers, body: base64 === undefined ? Buffer.from(text) : Buffer.from(base64, "base64") };
}

// Ids in a list have no order, and an expected object is contained in the one that was found.
function agrees(found, wanted) {
  if (Array.isArray(wanted)) {
    return found.length === wanted.length && wanted.every((one) => found.some((other) => agrees(other, one)));
  }
  if (typeof wanted !== "object") return found === wanted;
  return Object.keys(wanted).every((name) => agrees(found?.[name], wanted[name]));
}

function outcome(given) {
  const consumer = new Consumer(given.feed, given.held, given.lastRead);
  const ever = new Set(given.held.map((posting) => posting.id));
  for (const response of given.responses) {
    consumer.visit(answered(response), (url) => answered(response.web?.[url]), response.at ?? given.at);
    for (const id of consumer.held.keys()) ever.add(id);
  }
  const { held, renamed, reasons, resync, heldBack } = consumer;
  const gone = [...ever].filter((id) => !held.has(id) && !renamed.has(id));
  return {
    held: [...held.keys()],
    gone: gone.map((id) => ({ id, reason: reasons.get(id) })),
    renamed: [...renamed].map(([from, to]) => ({ from, to })),
    resync,
    heldBack,
    postings: Object.fromEntries(held),
    offered: consumer.offered(given.at),
  };
}

function faults({ given, expect }) {
  try {
    const found = outcome(given);
    const strange = Object.keys(expect).filter((name) => !Object.hasOwn(found, name));
    if (strange.length) return [`this runner does not compare ${strange}`];
    return Object.keys(expect).filter((name) => !agrees(found[name], expect[name]));
  } catch (error) {
    return [String(error)];
  }
}

for (const file of readdirSync(join(kit, "deletion")).sort()) {
  const one = JSON.parse(readFileSync(join(kit, "deletion", file), "utf8"));
  const wrong = faults(one);
  process.exitCode ||= wrong.length ? 1 : 0;
  console.log(wrong.length ? `not ok ${one.id}: ${wrong.join(", ")}` : `ok ${one.id}`);
}

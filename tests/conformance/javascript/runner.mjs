// Runs the cases of one group against a consumer: node runner.mjs FOLDER_OF_THE_KIT consumer.mjs
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [kit, program] = process.argv.slice(2);
const { Consumer } = await import(pathToFileURL(resolve(program)));
function bytes(answer) {
  if (answer.json !== undefined) return Buffer.from(JSON.stringify(answer.json));
  if (answer.base64 !== undefined) return Buffer.from(answer.base64, "base64");
  return Buffer.from(answer.body ?? "");
}
function answered(answer = { status: 404 }) {
  return { status: answer.status ?? 200, headers: answer.headers ?? {}, body: bytes(answer) };
}
function faults({ given, expect }) {
  const consumer = new Consumer(given.feed, given.held, given.lastRead);
  const ever = new Set(given.held.map((posting) => posting.id));
  for (const response of given.responses) {
    const get = (url) => answered(response.web?.[url]);
    consumer.visit(answered(response), get, response.at ?? given.at);
    for (const id of consumer.held.keys()) ever.add(id);
  }
  const renamed = (expect.renamed ?? []).map((one) => one.from);
  const gone = [...ever].filter((id) => !consumer.held.has(id) && !renamed.includes(id));
  const found = { held: [...consumer.held.keys()], gone, resync: consumer.resync, heldBack: consumer.heldBack };
  const wanted = { ...expect, gone: expect.gone.map((one) => one.id) };
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const sorted = (value) => (Array.isArray(value) ? [...value].sort() : value);
  return Object.keys(found).filter((name) => name in wanted && !same(sorted(found[name]), sorted(wanted[name])));
}

for (const file of readdirSync(join(kit, "deletion")).sort()) {
  const one = JSON.parse(readFileSync(join(kit, "deletion", file), "utf8"));
  const wrong = faults(one);
  process.exitCode ||= wrong.length ? 1 : 0;
  console.log(wrong.length ? `not ok ${one.id}: ${wrong.join(", ")}` : `ok ${one.id}`);
}

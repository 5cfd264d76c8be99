// node other_php.mjs VERSION SITE PORT: serves a site on 127.0.0.1 with PHP as WebAssembly, like `php -S … router.php`.
// node other_php.mjs VERSION SITE FILE [ARGUMENT…]: runs a program of PHP's command line, with the site's folder at hand.
import { createServer } from "node:http";
import { dirname } from "node:path";
import { createNodeFsMountHandler, loadNodeRuntime } from "@php-wasm/node";
import { PHP, PHPRequestHandler, setPhpIniEntries } from "@php-wasm/universal";

const [version, site, what, ...rest] = process.argv.slice(2);

async function php(...folders) {
  const one = new PHP(await loadNodeRuntime(version, { emscriptenOptions: { processId: 1, ENV: { WP_URL: process.env.WP_URL } } }));
  for (const folder of new Set(folders)) {
    one.mkdirTree(folder);
    await one.mount(folder, createNodeFsMountHandler(folder));
  }
  await setPhpIniEntries(one, { memory_limit: "128M" });
  return one;
}

async function command() {
  const one = await php(dirname(site), dirname(what));
  const done = await one.cli(["php", what, ...rest]);
  const [said, complained, code] = await Promise.all([done.stdoutText, done.stderrText, done.exitCode]);
  process.stderr.write(complained, () => process.stdout.write(said, () => process.exit(code)));
}

async function serve(port) {
  const handler = new PHPRequestHandler({
    documentRoot: site,
    absoluteUrl: `http://127.0.0.1:${port}`,
    cookieStore: false,
    phpFactory: () => php(dirname(site)),
    maxPhpInstances: 1,
    getFileNotFoundAction: () => ({ type: "internal-redirect", uri: "/index.php" }),
  });
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    try {
      const answer = await handler.request({
        method: request.method,
        url: request.url,
        headers: request.headers,
        body: parts.length ? new Uint8Array(Buffer.concat(parts)) : undefined,
      });
      response.writeHead(answer.httpStatusCode, answer.headers);
      response.end(request.method === "HEAD" ? undefined : answer.bytes);
    } catch (error) {
      response.writeHead(500, { "Content-Type": "text/plain" });
      response.end(String(error.stack));
    }
  });
  server.listen(port, "127.0.0.1");
}

await (/^\d+$/.test(what) ? serve(Number(what)) : command());

/**
 * Build the widget: `node build.mjs` writes ../static/widget.js; `node build.mjs out DIR` writes it into DIR;
 * `node build.mjs test` runs the unit tests.
 *
 * The same sources give the same bytes. The first line names a digest of the sources, so that a bundle that is not
 * theirs is found out without node.
 */
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const TARGET = ["chrome105", "edge105", "firefox104", "safari16.4"];
const MOST_BYTES = 30 * 1024;

/** The sources whose digest the bundle carries, in order; a Python test computes the same. */
function digest() {
  const hash = createHash("sha256");
  const sources = readdirSync(join(here, "src")).sort().map((name) => join("src", name));
  for (const name of [...sources, "build.mjs", "package.json", "package-lock.json"]) {
    hash.update(name.replaceAll("\\", "/") + "\0");
    hash.update(readFileSync(join(here, name), "utf8").replaceAll("\r\n", "\n") + "\0");
  }
  return hash.digest("hex");
}

/** The design tokens by name. The font sizes are in rem there; here they are in em, as the widget does not know `rem`. */
function tokens() {
  const folder = join(here, "node_modules", "@digital-go-jp", "design-tokens");
  const css = readFileSync(join(folder, "dist", "tokens.css"), "utf8");
  const found = new Map();
  for (const [, name, value] of css.matchAll(/--([\w-]+):\s*([^;]+);/g)) {
    found.set(name, value.trim());
  }
  return found;
}

const styles = {
  name: "styles",
  setup(building) {
    const known = tokens();
    building.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const css = readFileSync(path, "utf8").replace(/token\(([\w-]+)\)/g, (_, name) => {
        const value = known.get(name);
        if (value === undefined) throw new Error(`There is no design token --${name}.`);
        return value.replace(/(\d)rem\b/g, "$1em");
      });
      const { code } = await transform(css, { loader: "css", minify: true, target: TARGET });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

async function bundle(folder) {
  const { version } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
  const { outputFiles } = await build({
    entryPoints: [join(here, "src", "index.ts")],
    bundle: true,
    minify: true,
    format: "iife",
    target: TARGET,
    charset: "utf8",
    legalComments: "none",
    define: { VERSION: JSON.stringify(version) },
    plugins: [styles],
    write: false,
    absWorkingDir: here,
    outfile: join(folder, "widget.js"),
    banner: {
      js: `/*! Coverage assistant widget ${version}, Apache-2.0; colours and sizes: design tokens of the Digital Agency of Japan, MIT. sources sha256:${digest()} */`,
    },
  });
  mkdirSync(folder, { recursive: true });
  const { contents } = outputFiles[0];
  writeFileSync(join(folder, "widget.js"), contents);
  const packed = gzipSync(contents, { level: 9 }).length;
  console.log(`widget.js: ${contents.length} bytes, ${packed} gzipped`);
  if (packed > MOST_BYTES) throw new Error(`The widget is larger than ${MOST_BYTES} bytes gzipped.`);
}

async function test() {
  const folder = mkdtempSync(join(tmpdir(), "widget-test-"));
  try {
    const entryPoints = readdirSync(join(here, "tests")).filter((name) => name.endsWith(".test.ts"));
    await build({
      entryPoints: entryPoints.map((name) => join(here, "tests", name)),
      bundle: true,
      platform: "node",
      format: "esm",
      outExtension: { ".js": ".mjs" },
      outdir: folder,
      logLevel: "warning",
    });
    const files = readdirSync(folder).filter((name) => name.endsWith(".mjs")).map((name) => join(folder, name));
    return spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" }).status ?? 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [what, folder] = process.argv.slice(2);
if (what === "test") process.exitCode = await test();
else await bundle(what === "out" ? folder : join(here, "..", "static"));

// The tasks of the Maven build. Each is skipped when nothing that it reads has changed since it last succeeded.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const OPENAPI = "../backup-api/openapi.json";
const SETTINGS = [".npmrc", "package.json", "package-lock.json", "tsconfig.json", "build.mjs", "index.html"];
const BUNDLED = [...SETTINGS, "vite.config.ts", "app", "public"];
const CHECKED = [...BUNDLED, "biome.json", "vitest.config.ts", "mock-api", "test", OPENAPI];

const tasks = {
  bundle() {
    const out = "target/classes/static";
    unlessDone("bundle", BUNDLED, existsSync(join(out, "index.html")), () => {
      run("vite", "build", "--logLevel", "warn");
      console.log(`web-ui: bundled into ${out}`);
    });
  },
  check() {
    unlessDone("check", CHECKED, true, () => {
      if (!attempt("npm", "run", "--silent", "check:api")) {
        fail(
          "app/api/schema.d.ts is not what backup-api/openapi.json says: run `npm run generate:api` and commit it",
        );
      }
      run("biome", "ci", "--error-on-warnings", "--colors=off");
      run("tsc", "--noEmit");
      run("vitest", "run", "--reporter=dot");
    });
  },
  browser() {
    unlessDone("browser", CHECKED, true, () => run("npm", "run", "--silent", "test:browser"));
  },
};

function unlessDone(task, inputs, resultThere, work) {
  const stamp = `target/${task}.digest`;
  const digest = digestOf(inputs);
  if (resultThere && existsSync(stamp) && readFileSync(stamp, "utf8") === digest) {
    console.log(`web-ui: ${task} is up to date`);
    return;
  }
  install();
  work();
  mkdirSync("target", { recursive: true });
  writeFileSync(stamp, digest);
}

/** Installs the packages of the lock file, unless exactly these are installed already. */
function install() {
  const stamp = "node_modules/.tidemark-installed";
  const digest = digestOf(["package.json", "package-lock.json", ".npmrc"]);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;
  run("npm", "ci", "--prefer-offline", "--loglevel=error");
  writeFileSync(stamp, digest);
}

function digestOf(paths) {
  const hash = createHash("sha256").update(process.version);
  for (const path of paths.flatMap(filesBelow)) hash.update(`\0${path}\0`).update(readFileSync(path));
  return hash.digest("hex");
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

function attempt(command, ...args) {
  const path = `node_modules/.bin:${process.env.PATH}`;
  const { status, error } = spawnSync(command, args, {
    stdio: "inherit",
    env: { ...process.env, PATH: path },
  });
  if (error !== undefined) fail(`${command} could not be run: ${error.message}`);
  return status === 0;
}

function run(command, ...args) {
  if (!attempt(command, ...args)) fail(`\`${[command, ...args].join(" ")}\` failed`);
}

function fail(message) {
  console.error(`web-ui: ${message}`);
  process.exit(1);
}

const task = tasks[process.argv[2]];
if (task === undefined) fail(`name a task: ${Object.keys(tasks).join(", ")}`);
task();

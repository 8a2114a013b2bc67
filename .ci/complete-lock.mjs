// Completes package-lock.json after `npm install` against a registry that does not carry the binaries of other platforms:
// npm then leaves those optional packages out of the lock, and `npm ci` refuses the lock on every machine.
// Run from the root: node .ci/complete-lock.mjs
import { readFileSync, writeFileSync } from "node:fs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const PLATFORM = /(android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|aix|win32)/;
const PROCESSOR = /-(x64|arm64|arm|ia32|ppc64|riscv64|s390x|loong64|mips64el)(?=-|$)/;

for (const [path, parent] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    if (lock.packages[place] ?? lock.packages[`${path}/${place}`]) continue;
    const [os, cpu] = [name.match(PLATFORM)?.[1], name.match(PROCESSOR)?.[1]];
    if (!(os && /^\d+\.\d+\.\d+/.test(version)))
      throw new Error(`${name}@${version}: neither here nor of a known platform`);
    lock.packages[place] = {
      version,
      ...(cpu && { cpu: [cpu] }),
      ...(parent.dev && { dev: true }),
      ...(name.includes("musl") && { libc: ["musl"] }),
      optional: true,
      os: [os],
    };
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);

#!/usr/bin/env node
"use strict";
// Starts the program that npm has installed for this machine.

function program() {
  const { platform, arch } = process;
  const name = `samc-${platform}-${arch}`;
  const file = platform === "win32" ? "bin/samc.exe" : "bin/samc";
  const find = (it) => {
    try {
      return require.resolve(`${it}/${file}`);
    } catch {
      return null;
    }
  };
  if (platform !== "linux") return find(name);
  const gnu = find(`${name}-gnu`);
  const musl = find(`${name}-musl`);
  if (!gnu || !musl) return gnu || musl;
  // Some package managers install both. The report is slow where it looks up the network.
  process.report.excludeNetwork = true;
  return process.report.getReport().header.glibcVersionRuntime ? gnu : musl;
}

const file = program();
if (!file) {
  console.error(
    `samc: there is no program for ${process.platform} ${process.arch} beside this package; install with optional ` +
      "dependencies, or see `cargo install samc`",
  );
  process.exit(2);
}
const given = process.argv.slice(2);
// Newer versions of Node can become the program, but on Windows.
if (process.execve && process.platform !== "win32") process.execve(file, [file, ...given]);

// What a terminal sends reaches the program anyway; what another process sends does not. It is for the program to decide
// whether it ends. Handlers come first: without them, a signal would end this process and leave the program running.
let child;
const passed = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"];
for (const signal of passed) process.on(signal, () => child.kill(signal));
child = require("node:child_process").spawn(file, given, { stdio: "inherit" });
child.on("error", (error) => {
  console.error(`samc: cannot start ${file}: ${error.message}`);
  process.exit(2);
});
child.on("exit", (status, signal) => {
  if (signal === null) process.exit(status);
  for (const it of passed) process.removeAllListeners(it);
  process.kill(process.pid, signal);
});

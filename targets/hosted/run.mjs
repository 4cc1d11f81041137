// node run.mjs PROGRAM.wasm: runs Main() with standard input and output as the
// functions that semihosting.h imports.
import {readFileSync, writeSync} from 'node:fs';

const program = readFileSync(process.argv[2]);
const input = readFileSync(0);
let at = 0;
let memory;

function finish(code) {
  process.exit(code);
}

function read(to, bytes) {
  if (at + bytes > input.length) finish(0);
  new Uint8Array(memory.buffer, to, bytes).set(input.subarray(at, at + bytes));
  at += bytes;
}

function write(from, bytes) {
  const data = new Uint8Array(memory.buffer, from, bytes);
  for (let written = 0; written < bytes;) {
    written += writeSync(1, data, written);
  }
}

const {instance} = await WebAssembly.instantiate(
    program, {host: {read, write, exit: finish}});
memory = instance.exports.memory;
instance.exports.Main();

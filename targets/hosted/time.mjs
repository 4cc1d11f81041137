// node time.mjs PROGRAM.wasm: as run.mjs; then times Infer(count) and writes the
// microseconds of the fastest call to standard error: those of many in a row
// less those of one, so that the clock and the call from here do not count.
import {readFileSync, writeSync} from 'node:fs';

const program = readFileSync(process.argv[2]);
const input = readFileSync(0);
let at = 0;
let memory;

class Finished extends Error {}

function exit(code) {
  if (code !== 0) process.exit(code);
  throw new Finished();
}

function read(to, bytes) {
  if (at + bytes > input.length) exit(0);
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
    program, {host: {read, write, exit}});
const {Infer, Main} = instance.exports;
memory = instance.exports.memory;
try {
  Main();
} catch (error) {
  if (!(error instanceof Finished)) throw error;
}

function microseconds(count) {
  const from = process.hrtime.bigint();
  Infer(count);
  return Number(process.hrtime.bigint() - from) / 1000;
}

const kMany = 21;
let one = Infinity, many = Infinity;
const end = performance.now() + 1000;
for (let round = 0; round < 20 || performance.now() < end; ++round) {
  one = Math.min(one, microseconds(1));
  many = Math.min(many, microseconds(kMany));
}
console.error(Math.max(many - one, 0) / (kMany - 1));

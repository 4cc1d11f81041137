#!/usr/bin/env python3
"""Times models in web assembly under Node.js: mote's vector kernels beside its
portable ones, both compiled by clang with -msimd128, which vectorizes by itself.

    bench/web_assembly.py build/release/mote MODEL.tflite...

Prints the fastest of many inferences, in turns, as others may use the machine,
and fails if the outputs differ.
"""
import pathlib
import subprocess
import sys
import tempfile

CLANG = ["clang++-14", "--target=wasm32", "-msimd128", "-mbulk-memory",
         "-ffreestanding", "-std=c++14", "-O3", "-nostdlib", "-Wl,--no-entry"]

MAIN = """
#include "model.h"
static int8_t input[1 << 20], output[1 << 16];
extern "C" __attribute__((export_name("Infer"))) unsigned Infer(int count) {
  for (unsigned i = 0; i < sizeof(input); ++i) input[i] = i * 2654435761u >> 24;
  for (int i = 0; i < count; ++i) models::Model::Invoke(input, output);
  unsigned sum = 0;
  for (int i = 0; i < models::Model::kOutputSize; ++i) {
    sum = sum * 31 + static_cast<uint8_t>(output[i]);
  }
  return sum;
}
"""

# The time of 21 inferences less that of one, over 20.
TIME = """
import {readFileSync} from 'node:fs';
const programs = [];
for (const path of process.argv.slice(2)) {
  const {instance} = await WebAssembly.instantiate(readFileSync(path), {});
  programs.push({infer: instance.exports.Infer, best: Infinity});
}
const time = (infer, count) => {
  const from = process.hrtime.bigint();
  infer(count);
  return Number(process.hrtime.bigint() - from) / 1000;
};
for (let round = 0; round < 80; ++round) {
  for (const program of programs) {
    program.least = Math.min(program.least ?? Infinity, time(program.infer, 1));
    program.best = Math.min(program.best, time(program.infer, 21));
  }
}
const sums = programs.map((program) => program.infer(1));
if (sums.some((sum) => sum !== sums[0])) throw new Error('outputs differ');
console.log(programs.map(
    (program) => ((program.best - program.least) / 20).toFixed(1)).join(' '));
"""


def build(mote, model, target, folder):
    """The model as a web assembly program."""
    source = folder / target
    renamed = folder / "model.tflite"
    renamed.write_bytes(pathlib.Path(model).read_bytes())
    subprocess.run([mote, "compile", renamed, "--target", target, "--output",
                    source], check=True, stdout=subprocess.DEVNULL)
    (folder / "main.cc").write_text(MAIN)
    program = folder / (target + ".wasm")
    sources = [source / "model.cc", *source.glob("device/**/*.cc")]
    subprocess.run([*CLANG, f"-I{source}", "-o", program, folder / "main.cc",
                    *sources], check=True)
    return program


def main():
    mote, *models = sys.argv[1:]
    for model in models:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            programs = [build(mote, model, target, folder)
                        for target in ("wasm", "linux")]
            script = folder / "time.mjs"
            script.write_text(TIME)
            times = subprocess.run(["node", script, *programs], check=True,
                                   capture_output=True, text=True).stdout
        vectors, portable = map(float, times.split())
        print(f"{pathlib.Path(model).stem}: {vectors} us, portable {portable} "
              f"us, {portable / vectors:.1f} times")


if __name__ == "__main__":
    main()

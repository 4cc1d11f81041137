#include "lib/firmware/model_bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/firmware/build.h"
#include "lib/firmware/elf.h"
#include "lib/firmware/instruction_trace.h"
#include "lib/firmware/sources.h"

namespace mote {
namespace {

// Reads the count of runs and each run's inputs; writes the outputs and at the
// end the deepest stack in bytes.
constexpr const char* kMain = R"text(
#include <stdint.h>
#include "semihosting.h"
{include}
extern "C" {{
void Fault() {{ semihosting::Exit(2); }}
void SysTickHandler() {{}}
extern uint32_t linker_stack_bottom[];
}}
namespace {{
{arrays}
#if defined(__riscv)
#define MOTE_READ_STACK_POINTER "mv %0, sp"
#else
#define MOTE_READ_STACK_POINTER "mov %0, sp"
#endif
uint32_t* stack_pointer;
constexpr uint32_t kPaint = 0xA5A5A5A5;
void PaintStack() {{
  __asm__ volatile(MOTE_READ_STACK_POINTER : "=r"(stack_pointer));
  for (uint32_t* word = linker_stack_bottom; word < stack_pointer; ++word) {{
    *static_cast<volatile uint32_t*>(word) = kPaint;
  }}
}}
uint32_t StackUsedBytes() {{
  const uint32_t* word = linker_stack_bottom;
  while (word < stack_pointer &&
         *static_cast<const volatile uint32_t*>(word) == kPaint) ++word;
  return static_cast<uint32_t>(stack_pointer - word) * 4;
}}
}}
int main() {{
  semihosting::Open();
  uint32_t runs, stack = 0;
  semihosting::Read(&runs, 4);
  for (; runs > 0; --runs) {{
{reads}    PaintStack();
    {call};
    const uint32_t used = StackUsedBytes();
    if (used > stack) stack = used;
{writes}  }}
  semihosting::Write(&stack, 4);
  semihosting::Exit(0);
}}
)text";

// `code` null: a program that does all but infer.
std::string main_text(const Model& model, const EmittedCode* code) {
  const BenchText text = bench_text(model, code);
  return fmt::format(kMain, fmt::arg("include", text.include),
                     fmt::arg("arrays", text.arrays),
                     fmt::arg("reads", text.reads), fmt::arg("call", text.call),
                     fmt::arg("writes", text.writes));
}

// The board's files with another main.
std::vector<SourceFile> board_sources(const Target& target,
                                      const std::string& main) {
  std::vector<SourceFile> files = target_sources(target);
  for (SourceFile& file : files) {
    if (file.path == "main.cc") file.text = main;
  }
  return files;
}

void build(const Target& target, const std::vector<SourceFile>& files,
           const fs::path& folder, const fs::path& program, Run& run) {
  write_sources(files, folder);
  build_program(target, folder, program, {}, run);
}

// Runs all inputs; fills in outputs and stack.
void infer(const Plan& plan, const Target& target, const fs::path& program,
           const ModelInputs& inputs, ModelBench& bench) {
  ProcessOptions options;
  options.input = bench_input(inputs, inputs.size());
  const ProcessResult result =
      run_process(emulator_command(target, program), options);
  const Model& model = plan.model;
  const size_t expected =
      static_cast<size_t>(bench.output_bytes) * inputs.size() + 4;
  if (result.exit_code != 0 || result.output.size() != expected) {
    throw Error(fmt::format("the emulated inference failed (exit code {})",
                            result.exit_code),
                model.name, result.errors);
  }
  bench.outputs = bench_outputs(model, inputs.size(), result.output);
  uint32_t stack = 0;
  std::memcpy(&stack, result.output.data() + expected - 4, 4);
  bench.stack_bytes = stack;
}

void add_layers(const Plan& plan, const InstructionTrace& trace,
                ModelBench& bench) {
  // Which calls branches and loops make is not known.
  if (!std::ranges::all_of(plan.steps, &Step::is_call)) return;
  size_t calls = 0;
  for (const Step& step : plan.steps) calls += static_cast<size_t>(step.images);
  if (trace.calls.size() != calls) {
    throw Error(
        fmt::format("{} calls were counted, not {}", trace.calls.size(), calls),
        plan.model.name);
  }
  auto call = trace.calls.begin();
  for (const Step& step : plan.steps) {
    auto sum = *call++;
    for (int64_t image = 1; image < step.images; ++image, ++call) {
      sum.instructions += call->instructions;
      sum.cycles += call->cycles;
    }
    bench.layers.push_back({step.layer, step.comment, step.kernel,
                            step.cost.macs, sum.instructions, sum.cycles});
  }
}

ModelBench planned(const Plan& plan) {
  ModelBench bench;
  bench.macs = plan.total_cost().macs;
  for (const Constant& constant : plan.constants) {
    bench.constants_bytes += static_cast<int64_t>(constant.data.size());
  }
  bench.arena_bytes = plan.arena_bytes;
  bench.arena_lower_bound_bytes = plan.arena_lower_bound_bytes;
  bench.input_bytes = bytes_of(plan.model, plan.model.inputs);
  bench.output_bytes = bytes_of(plan.model, plan.model.outputs);
  return bench;
}

}  // namespace

ModelBench bench_model(const Plan& plan, const Target& target,
                       const ModelInputs& inputs, Run& run) {
  if (target.qemu_program.empty()) {
    throw Error("the target has no emulator", target.name,
                "Use a target that has one: qemu-cortex-m4.");
  }
  const TemporaryFolder folder;
  const fs::path with = folder.path() / "with",
                 without = folder.path() / "without";
  const EmittedCode code = emit_for_bench(plan);
  std::vector<SourceFile> files =
      board_sources(target, main_text(plan.model, &code));
  for (SourceFile& file : bench_sources(plan, code)) {
    files.push_back(std::move(file));
  }
  const fs::path program = folder.path() / "with.elf";
  const fs::path empty = folder.path() / "without.elf";
  build(target, files, with, program, run);
  build(target, board_sources(target, main_text(plan.model, nullptr)), without,
        empty, run);

  ModelBench bench = planned(plan);
  bench.code_bytes = read_elf(program).flash_bytes -
                     read_elf(empty).flash_bytes - bench.constants_bytes;
  infer(plan, target, program, inputs, bench);
  const InstructionTrace trace = trace_function(
      target, program, "_ZN6models10BenchModel6Invoke", bench_input(inputs, 1));
  add_layers(plan, trace, bench);
  bench.instructions = trace.total().instructions;
  bench.cycles_estimated = trace.total().cycles;
  if (target.clock_hz > 0) {
    bench.microseconds = 1e6 * static_cast<double>(bench.cycles_estimated) /
                         static_cast<double>(target.clock_hz);
  }
  return bench;
}

}  // namespace mote

#include "lib/firmware/hosted_bench.h"

#include <fmt/format.h>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/base/resources.h"

namespace mote {
namespace {

// Infer is called again by time.mjs.
constexpr const char* kMain = R"text(
#include <stdint.h>
#include "semihosting.h"
{include}
namespace {{
{arrays}
void Infer() {{ {call}; }}
}}
#ifdef __wasm__
extern "C" __attribute__((export_name("Infer"))) void InferOften(int times) {{
  for (; times > 0; --times) Infer();
}}
#endif
int main() {{
  uint32_t runs;
  semihosting::Read(&runs, 4);
  for (; runs > 0; --runs) {{
{reads}    Infer();
{writes}  }}
  semihosting::Exit(0);
}}
)text";

fs::path hosted_file(const char* name) {
  return resource_folder() / "targets/hosted" / name;
}

ProcessResult run_tool(const std::vector<std::string>& command,
                       const std::string& input = "") {
  require_program(command.front());
  ProcessOptions options;
  options.input = input;
  ProcessResult result = run_process(command, options);
  if (result.exit_code != 0) {
    throw Error(fmt::format("{} failed (exit code {})", command.front(),
                            result.exit_code),
                command.back(), result.errors.substr(0, 1500));
  }
  return result;
}

class Hosted {
 public:
  Hosted(const Plan& plan, const Target& target, Run& run)
      : plan_(plan), target_(target), run_(run) {
    const std::vector<std::string> flags =
        is_web_assembly(target)
            ? std::vector<std::string>{"-nostdlib", "-Wl,--no-entry"}
            : std::vector<std::string>{"-static"};
    target_.compiler_flags.insert(target_.compiler_flags.end(), flags.begin(),
                                  flags.end());
  }

  // A program with the model or one that does all but infer.
  fs::path build(bool with_model) const {
    const std::string name = with_model ? "with" : "without";
    const EmittedCode code = emit_for_bench(plan_);
    const BenchText text =
        bench_text(plan_.model, with_model ? &code : nullptr);
    std::vector<SourceFile> files = {
        {"main.cc",
         fmt::format(kMain, fmt::arg("include", text.include),
                     fmt::arg("arrays", text.arrays),
                     fmt::arg("reads", text.reads), fmt::arg("call", text.call),
                     fmt::arg("writes", text.writes))},
        {"semihosting.h", read_text(hosted_file("semihosting.h"))}};
    if (with_model) {
      for (SourceFile& file : bench_sources(plan_, code)) {
        files.push_back(std::move(file));
      }
    }
    write_sources(files, folder_.path() / name);
    const fs::path program = folder_.path() / (name + ".program");
    build_program(target_, folder_.path() / name, program, {}, run_);
    return program;
  }

  // What it writes, in the emulator or in Node.js.
  ProcessResult run(const fs::path& program, const std::string& input) const {
    std::vector<std::string> command = {target_.runner};
    if (is_web_assembly(target_)) {
      command.push_back(hosted_file("time.mjs").string());
    }
    command.push_back(program.string());
    return run_tool(command, input);
  }

  // Of an inference alone: what a second one adds to a program that infers,
  // less what it adds to one that only reads and writes.
  int64_t instructions(const fs::path& with, const ModelInputs& inputs) const {
    const fs::path plugin = folder_.path() / "count.so";
    run_tool({"g++", "-x", "c", "-shared", "-fPIC", "-O2", "-o",
              plugin.string(), hosted_file("count_instructions.c").string()});
    const ModelInputs same = {inputs.at(0), inputs.at(0)};
    const auto second = [&](const fs::path& program) {
      return count(program, plugin, bench_input(same, 2)) -
             count(program, plugin, bench_input(same, 1));
    };
    return second(with) - second(build(false));
  }

 private:
  int64_t count(const fs::path& program, const fs::path& plugin,
                const std::string& input) const {
    const fs::path file = folder_.path() / "count.txt";
    run_tool({target_.runner, "-plugin",
              fmt::format("{},to={}", plugin.string(), file.string()),
              program.string()},
             input);
    return std::stoll(read_text(file));
  }

  const Plan& plan_;
  Target target_;
  Run& run_;
  TemporaryFolder folder_;
};

}  // namespace

bool is_web_assembly(const Target& target) { return target.cpu == "wasm32"; }

HostedBench bench_hosted(const Plan& plan, const Target& target,
                         const ModelInputs& inputs, Run& run) {
  if (target.runner.empty()) {
    throw Error("nothing here runs the target's programs", target.name,
                "Use a target that has a runner: linux-aarch64, wasm.");
  }
  const Hosted hosted(plan, target, run);
  const fs::path program = hosted.build(true);
  const ProcessResult result =
      hosted.run(program, bench_input(inputs, inputs.size()));
  HostedBench bench;
  bench.macs = plan.total_cost().macs;
  bench.constants_bytes = plan.constant_bytes();
  bench.arena_bytes = plan.arena_bytes;
  bench.arena_lower_bound_bytes = plan.arena_lower_bound_bytes;
  bench.input_bytes = bytes_of(plan.model, plan.model.inputs);
  bench.output_bytes = bytes_of(plan.model, plan.model.outputs);
  const size_t expected =
      static_cast<size_t>(bench.output_bytes) * inputs.size();
  if (result.output.size() != expected) {
    throw Error(fmt::format("{} bytes came back, not {}", result.output.size(),
                            expected),
                plan.model.name);
  }
  bench.outputs = bench_outputs(plan.model, inputs.size(), result.output);
  if (is_web_assembly(target)) {
    bench.microseconds = std::stod(result.errors);
  } else {
    bench.instructions = hosted.instructions(program, inputs);
  }
  return bench;
}

}  // namespace mote

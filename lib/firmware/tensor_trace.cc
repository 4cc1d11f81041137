#include "lib/firmware/tensor_trace.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstring>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/compiler/emit/emit.h"
#include "lib/compiler/emit/text.h"
#include "lib/firmware/build.h"
#include "lib/firmware/sources.h"

namespace mote {
namespace {

// Reads the inputs, infers and writes every tensor when it is made.
constexpr const char* kMain = R"text(
#include <stdint.h>
#include "semihosting.h"
#include "traced.h"
extern "C" {{
void Fault() {{ semihosting::Exit(2); }}
void SysTickHandler() {{}}
void TraceTensor(int32_t tensor, const void* values, uint32_t bytes) {{
  semihosting::Write(&tensor, sizeof(tensor));
  semihosting::Write(values, bytes);
}}
}}
namespace {{
{arrays}}}
int main() {{
  semihosting::Open();
{reads}  {class_name}::Invoke({arguments});
  semihosting::Exit(0);
}}
)text";

std::string main_text(const Model& model, const EmittedCode& code) {
  std::string arrays, reads;
  std::vector<std::string> arguments;
  const auto add = [&](const std::string& name, int tensor, bool is_input) {
    const Tensor& t = model.tensors[tensor];
    arrays += fmt::format("alignas(8) int8_t {}[{}];\n", name, t.bytes());
    if (is_input) {
      reads += fmt::format("  semihosting::Read({0}, sizeof({0}));\n", name);
    }
    arguments.push_back(fmt::format("reinterpret_cast<{}{}*>({})",
                                    is_input ? "const " : "", cpp_type(t.type),
                                    name));
  };
  for (size_t i = 0; i < model.inputs.size(); ++i) {
    add(fmt::format("input{}", i), model.inputs[i], true);
  }
  for (size_t i = 0; i < model.outputs.size(); ++i) {
    add(fmt::format("output{}", i), model.outputs[i], false);
  }
  return fmt::format(kMain, fmt::arg("arrays", arrays),
                     fmt::arg("reads", reads),
                     fmt::arg("class_name", code.class_name),
                     fmt::arg("arguments", fmt::join(arguments, ", ")));
}

void build(const Plan& plan, const Target& target, const fs::path& folder,
           const fs::path& program, Run& run) {
  const EmittedCode code = emit(plan, {"traced", "models", true});
  std::vector<SourceFile> files = target_sources(target);
  for (SourceFile& file : files) {
    if (file.path == "main.cc") file.text = main_text(plan.model, code);
  }
  for (const auto& [name, text] : code.files) files.push_back({name, text});
  std::vector<fs::path> kernels(code.sources.begin(), code.sources.end());
  for (const Step& step : plan.steps) {
    if (step.is_call() && step.folder.empty())
      kernels.emplace_back(step.header);
  }
  for (SourceFile& file : device_sources(kernels)) {
    files.push_back(std::move(file));
  }
  write_sources(files, folder);
  build_program(target, folder, program, {}, run);
}

std::string infer(const Plan& plan, const Target& target,
                  const fs::path& program,
                  const std::vector<std::vector<uint8_t>>& input) {
  ProcessOptions options;
  for (const auto& bytes : input) {
    options.input.append(bytes.begin(), bytes.end());
  }
  const ProcessResult result =
      run_process(emulator_command(target, program), options);
  if (result.exit_code != 0) {
    throw Error(fmt::format("the emulated inference failed (exit code {})",
                            result.exit_code),
                plan.model.name, result.errors);
  }
  return result.output;
}

}  // namespace

TensorValues trace_tensors(const Plan& plan, const Target& target,
                           const std::vector<std::vector<uint8_t>>& input,
                           Run& run) {
  const TemporaryFolder folder;
  const fs::path program = folder.path() / "traced.elf";
  build(plan, target, folder.path() / "src", program, run);
  const std::string output = infer(plan, target, program, input);
  TensorValues values;
  int32_t number = 0;
  for (size_t at = 0; at + sizeof(number) <= output.size();) {
    std::memcpy(&number, output.data() + at, sizeof(number));
    at += sizeof(number);
    const Tensor& tensor = plan.model.tensors.at(static_cast<size_t>(number));
    const auto size = static_cast<size_t>(tensor.bytes());
    if (at + size > output.size()) {
      throw Error("the emulated inference ended early", tensor.name);
    }
    const auto* from = reinterpret_cast<const uint8_t*>(output.data()) + at;
    values[tensor.name].assign(from, from + size);
    at += size;
  }
  return values;
}

}  // namespace mote

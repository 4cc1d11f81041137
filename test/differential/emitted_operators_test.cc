// Every operator and type of the kernel table, emitted for Cortex-M4 and run in
// its emulator: the same bits as the portable kernels here, of real numbers
// too.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/base/resources.h"
#include "lib/compiler/emit/emit.h"
#include "lib/compiler/emit/text.h"
#include "lib/runner/plan_runner.h"
#include "test/differential/operator_models.h"

namespace mote {
namespace {

using test::OperatorModel;
using Bytes = std::vector<uint8_t>;

constexpr const char* kTarget = "qemu-cortex-m4";
constexpr int64_t kLargestBytes = 16384;  // of a tensor
constexpr size_t kInputs = 8, kOutputs = 4;

std::vector<Bytes> portable_outputs(const OperatorModel& operator_model,
                                    const std::vector<Bytes>& inputs) {
  const Model& model = operator_model.model;
  PlanRunner runner(compile(model, host_target(true)));
  std::vector<Bytes> outputs;
  for (const int output : model.outputs) {
    outputs.emplace_back(static_cast<size_t>(model.tensors[output].bytes()));
  }
  std::vector<std::span<std::byte>> out;
  for (Bytes& bytes : outputs) {
    out.push_back(std::as_writable_bytes(std::span(bytes)));
  }
  for (int i = 0; i < operator_model.inferences; ++i) {
    const std::vector<Bytes> now = test::inputs_of(operator_model, inputs, i);
    std::vector<std::span<const std::byte>> in;
    for (const Bytes& bytes : now)
      in.push_back(std::as_bytes(std::span(bytes)));
    runner.run(in, out);
  }
  return outputs;
}

// Reads a model's inputs, calls it, as often as wanted; writes its outputs.
std::string call_text(const OperatorModel& operator_model,
                      const EmittedCode& code) {
  const Model& model = operator_model.model;
  std::string arguments;
  std::string text = fmt::format("  for (int i = 0; i < {}; ++i) {{\n",
                                 operator_model.inferences);
  for (size_t i = 0; i < model.inputs.size(); ++i) {
    const Tensor& t = model.tensors[model.inputs[i]];
    text += fmt::format("  semihosting::Read(inputs[{}], {});\n", i, t.bytes());
    arguments +=
        fmt::format("{}reinterpret_cast<const {}*>(inputs[{}])",
                    arguments.empty() ? "" : ", ", cpp_type(t.type), i);
  }
  std::string after;
  for (size_t i = 0; i < model.outputs.size(); ++i) {
    const Tensor& t = model.tensors[model.outputs[i]];
    arguments += fmt::format(", reinterpret_cast<{}*>(outputs[{}])",
                             cpp_type(t.type), i);
    after +=
        fmt::format("  semihosting::Write(outputs[{}], {});\n", i, t.bytes());
  }
  return text +
         fmt::format("  {}::Invoke({});\n  }}\n", code.class_name, arguments) +
         after;
}

std::string main_source(const std::vector<OperatorModel>& models,
                        const std::vector<EmittedCode>& codes) {
  std::string text = "#include \"semihosting.h\"\n";
  for (const EmittedCode& code : codes) {
    text += fmt::format("#include \"{}.cc\"\n", code.name);
  }
  text += fmt::format(
      "extern \"C\" void Fault() {{ semihosting::Exit(1); }}\n"
      "extern \"C\" void SysTickHandler() {{}}\n"
      "namespace {{\nalignas(8) int8_t inputs[{}][{}], outputs[{}][{}];\n}}\n"
      "int main() {{\n  semihosting::Open();\n",
      kInputs, kLargestBytes, kOutputs, kLargestBytes);
  for (size_t i = 0; i < models.size(); ++i) {
    text += call_text(models[i], codes[i]);
  }
  return text + "  semihosting::Exit(0);\n}\n";
}

void build(const Target& target, const fs::path& folder,
           const std::set<std::string>& sources) {
  std::vector<std::string> command = {target.compiler};
  command.insert(command.end(), target.compiler_flags.begin(),
                 target.compiler_flags.end());
  for (const fs::path& file : target_files(target)) {
    if (file.filename() == "main.cc") continue;
    write_atomically(folder / file.filename(), read_text(file));
    if (file.extension() == ".cc") {
      command.push_back((folder / file.filename()).string());
    }
  }
  for (const char* option :
       {"-std=c++14", "-O1", "-Wall", "-Wextra", "-Werror", "-fno-exceptions",
        "-fno-rtti", "-ffp-contract=off", "-nostdlib", "-ffunction-sections",
        "-fdata-sections", "-Wl,--gc-sections",
        "-fno-tree-loop-distribute-patterns", "-fno-threadsafe-statics"}) {
    command.push_back(option);
  }
  command.insert(
      command.end(),
      {"-I" + folder.string(), "-I" + resource_folder().string(), "-T",
       (folder / "link.ld").string(), "-o", (folder / "test.elf").string(),
       (folder / "main.cc").string()});
  for (const std::string& source : sources) {
    command.push_back((resource_folder() / source).string());
  }
  command.push_back("-lgcc");
  const ProcessResult result = run_process(command);
  ASSERT_EQ(result.exit_code, 0) << result.errors.substr(0, 4000);
}

// All outputs, one after the other.
std::string run_in_emulator(const std::vector<OperatorModel>& models,
                            const std::string& inputs) {
  const Target target = read_target(kTarget);
  const TemporaryFolder folder;
  std::vector<EmittedCode> codes;
  std::set<std::string> sources;
  for (const OperatorModel& model : models) {
    EmitOptions options;
    options.name = fmt::format("case_{}", codes.size());
    options.name_space = options.name;
    codes.push_back(emit(compile(model.model, target), options));
    sources.insert(codes.back().sources.begin(), codes.back().sources.end());
    for (const auto& [name, text] : codes.back().files) {
      write_atomically(folder.path() / name, text);
    }
  }
  write_atomically(folder.path() / "main.cc", main_source(models, codes));
  build(target, folder.path(), sources);
  ProcessOptions options;
  options.input = inputs;
  options.timeout_s = 300;
  const ProcessResult result = run_process(
      emulator_command(target, folder.path() / "test.elf"), options);
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  return result.output;
}

TEST(EmittedOperators, EqualThePortableKernels) {
  const Target target = read_target(kTarget);
  if (!find_program(target.compiler) || !find_program(target.qemu_program)) {
    GTEST_SKIP() << "needs " << target.compiler << " and "
                 << target.qemu_program;
  }
  test::Random random(32);
  const std::vector<OperatorModel> models = test::operator_models(random, 1);
  std::string inputs;
  std::vector<std::vector<Bytes>> expected;
  for (const OperatorModel& model : models) {
    const std::vector<Bytes> values = test::random_inputs(model, random);
    for (int i = 0; i < model.inferences; ++i) {
      for (const Bytes& bytes : test::inputs_of(model, values, i)) {
        inputs.append(bytes.begin(), bytes.end());
        ASSERT_LE(static_cast<int64_t>(bytes.size()), kLargestBytes);
      }
    }
    expected.push_back(portable_outputs(model, values));
  }
  const std::string actual = run_in_emulator(models, inputs);
  size_t at = 0;
  for (size_t i = 0; i < models.size(); ++i) {
    for (const Bytes& bytes : expected[i]) {
      ASSERT_LE(at + bytes.size(), actual.size());
      EXPECT_TRUE(std::equal(
          bytes.begin(), bytes.end(), actual.begin() + static_cast<long>(at),
          [](uint8_t a, char b) { return a == static_cast<uint8_t>(b); }))
          << models[i].name << ", model " << i;
      at += bytes.size();
    }
  }
  EXPECT_EQ(at, actual.size());
}

}  // namespace
}  // namespace mote

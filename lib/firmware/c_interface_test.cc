// The emitted C header from a C program, beside the C++ class on the same
// inputs: on this computer and on an emulated Cortex-M4.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstring>

#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/compiler/emit/emit.h"
#include "lib/firmware/build.h"
#include "lib/firmware/elf.h"
#include "lib/firmware/sources.h"

namespace mote {
namespace {

// What the C programs call besides the model.
const char* const kConsoleHeader =
    "#include <stdint.h>\n"
    "void Begin(void);\n"
    "void Read(void* to, uint32_t count);\n"
    "void Write(const void* from, uint32_t count);\n"
    "void End(void);\n"
    "void InvokeClass(void);\n";

const char* const kHostConsole =
    "#include <stdio.h>\n#include <stdlib.h>\n"
    "extern \"C\" {\nvoid Begin() {}\n"
    "void Read(void* to, uint32_t n) {\n"
    "  if (fread(to, 1, n, stdin) != n) abort();\n}\n"
    "void Write(const void* from, uint32_t n) {\n"
    "  if (fwrite(from, 1, n, stdout) != n) abort();\n}\n"
    "void End() { exit(fflush(stdout)); }\n";

const char* const kDeviceConsole =
    "#include \"semihosting.h\"\n"
    "extern \"C\" {\nvoid Fault() { semihosting::Exit(1); }\nvoid "
    "SysTickHandler() {}\n"
    "void Begin() { semihosting::Open(); }\n"
    "void Read(void* to, uint32_t n) { semihosting::Read(to, n); }\n"
    "void Write(const void* from, uint32_t n) {\n"
    "  semihosting::Write(from, n);\n}\n"
    "void End() { semihosting::Exit(0); }\n";

Tensor int8_tensor(const char* name, float scale, int64_t zero_point) {
  Tensor tensor;
  tensor.name = name;
  tensor.type = Type::kInt8;
  tensor.shape = {1, 16};
  tensor.quantization = {{scale}, {zero_point}, 0};
  return tensor;
}

// left + right -> sum.
Model add_model() {
  Model model;
  model.name = "add";
  model.tensors = {int8_tensor("left", 0.5f, -3),
                   int8_tensor("right", 0.25f, 7),
                   int8_tensor("sum", 0.75f, -1)};
  Operator add;
  add.code = OperatorCode::kAdd;
  add.inputs = {0, 1};
  add.outputs = {2};
  model.operators = {add};
  model.inputs = {0, 1};
  model.outputs = {2};
  return model;
}

const char* const kAddMain = R"(#include "add_c.h"
#include "console.h"

int main(void) {
  static int8_t other[ADD_OUTPUT_SIZE];
  const float scales[] = {ADD_INPUT_SCALE, ADD_INPUT1_SCALE, ADD_OUTPUT_SCALE};
  const int32_t zero_points[] = {ADD_INPUT_ZERO_POINT, ADD_INPUT1_ZERO_POINT,
                                 ADD_OUTPUT_ZERO_POINT};
  Begin();
  Read(add_input(), ADD_INPUT_SIZE);
  Read(add_input1(), ADD_INPUT1_SIZE);
  add_reset();
  add_invoke();
  Write(add_output(), ADD_OUTPUT_SIZE);
  add_run(add_input1(), add_input(), other);
  Write(other, ADD_OUTPUT_SIZE);
  InvokeClass();
  Write(scales, sizeof(scales));
  Write(zero_points, sizeof(zero_points));
  End();
  return 0;
}
)";

const char* const kAddClass = R"(void InvokeClass() {
  int8_t output[models::Add::kOutputSize];
  models::Add::Invoke(add_input(), add_input1(), output);
  Write(output, sizeof(output));
  models::Add::Invoke(add_input1(), add_input(), output);
  Write(output, sizeof(output));
}
)";

// A variable that starts as {10, 20} adds up the inputs.
Model sum_model() {
  Model model;
  model.name = "sum";
  for (const char* name : {"x", "handle", "read", "total"}) {
    Tensor tensor;
    tensor.name = name;
    tensor.shape = {2};
    model.tensors.push_back(tensor);
  }
  model.tensors[1].type = Type::kResource;
  const auto add = [](Model& to, OperatorCode code, std::vector<int> inputs,
                      std::vector<int> outputs) {
    Operator op;
    op.code = code;
    op.inputs = std::move(inputs);
    op.outputs = std::move(outputs);
    op.options.variable = "state";
    op.options.subgraph = 1;
    to.operators.push_back(op);
  };
  add(model, OperatorCode::kCallOnce, {}, {});
  add(model, OperatorCode::kVarHandle, {}, {1});
  add(model, OperatorCode::kReadVariable, {1}, {2});
  add(model, OperatorCode::kAdd, {2, 0}, {3});
  add(model, OperatorCode::kAssignVariable, {1, 3}, {});
  model.inputs = {0};
  model.outputs = {3};
  Model initial;
  initial.tensors = {model.tensors[1], model.tensors[0]};
  const float values[] = {10, 20};
  initial.tensors[1].data.resize(sizeof(values));
  std::memcpy(initial.tensors[1].data.data(), values, sizeof(values));
  add(initial, OperatorCode::kVarHandle, {}, {0});
  add(initial, OperatorCode::kAssignVariable, {0, 1}, {});
  model.subgraphs = {initial};
  return model;
}

const char* const kSumMain = R"(#include "console.h"
#include "sum_c.h"

int main(void) {
  int i;
  Begin();
  Read(sum_input(), SUM_INPUT_SIZE * sizeof(float));
  for (i = 0; i < 2; ++i) {
    sum_invoke();
    Write(sum_output(), SUM_OUTPUT_SIZE * sizeof(float));
  }
  sum_reset();
  InvokeClass();
  End();
  return 0;
}
)";

const char* const kSumClass = R"(void InvokeClass() {
  float output[models::Sum::kOutputSize];
  for (int i = 0; i < 2; ++i) {
    models::Sum::Invoke(sum_input(), output);
    Write(output, sizeof(output));
  }
}
)";

struct CProgram {
  Model model;
  const char* main;          // C99
  const char* invoke_class;  // C++
};

void run_tool(const std::vector<std::string>& command) {
  const ProcessResult result = run_process(command);
  ASSERT_EQ(result.exit_code, 0) << result.errors.substr(0, 4000);
}

// Writes the program's sources; main.c is the only C.
void write_program(const CProgram& program, const Target& target,
                   const fs::path& folder) {
  compile_to_folder(program.model, target, folder);
  const std::string name = program.model.name;
  std::string console = fmt::format(
      "#include \"{0}.h\"\n#include \"{0}_c.h\"\n"
      "extern \"C\" {{\n#include \"console.h\"\n}}\n",
      name);
  if (!target.qemu_program.empty()) {
    for (SourceFile& file : target_sources(target)) {
      if (file.path == "main.cc") continue;
      write_atomically(folder / file.path, file.text);
    }
    console += kDeviceConsole;
  } else {
    console += kHostConsole;
  }
  write_atomically(folder / "console.h", std::string(kConsoleHeader));
  write_atomically(folder / "console.cc",
                   console + program.invoke_class + "}\n");
  write_atomically(folder / "main.c", std::string(program.main));
}

// "arm-none-eabi-g++" -> "arm-none-eabi-gcc".
std::vector<std::string> c_compiler(const Target& target) {
  std::vector<std::string> command = {target.compiler};
  command[0].replace(command[0].size() - 3, 3, "gcc");
  command.insert(command.end(), target.compiler_flags.begin(),
                 target.compiler_flags.end());
  return command;
}

// C by itself, then everything else as C++14.
void build(const Target& target, const fs::path& folder) {
  std::vector<std::string> c = c_compiler(target);
  for (const char* flag :
       {"-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror"}) {
    c.push_back(flag);
  }
  const fs::path object = folder / "main.o";
  for (const fs::path& word :
       {fs::path("-c"), folder / "main.c", fs::path("-o"), object}) {
    c.push_back(word.string());
  }
  ASSERT_NO_FATAL_FAILURE(run_tool(c));
  std::vector<std::string> link = {target.compiler};
  link.insert(link.end(), target.compiler_flags.begin(),
              target.compiler_flags.end());
  for (const char* flag : {"-std=c++14", "-O2", "-Wall", "-Wextra", "-Werror",
                           "-fno-exceptions", "-fno-rtti", "-ffp-contract=off",
                           "-fno-tree-loop-distribute-patterns"}) {
    link.push_back(flag);
  }
  link.push_back("-I" + folder.string());
  link.push_back(object.string());
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".cc")
      link.push_back(entry.path().string());
  }
  if (fs::exists(folder / "link.ld")) {
    link.insert(link.end(),
                {"-nostdlib", "-T", (folder / "link.ld").string(), "-lgcc"});
  }
  link.insert(link.end(), {"-o", (folder / "program").string()});
  run_tool(link);
}

std::string run(const CProgram& program, const Target& target,
                const std::string& input) {
  const TemporaryFolder folder;
  write_program(program, target, folder.path());
  build(target, folder.path());
  if (testing::Test::HasFatalFailure()) return "";
  const std::string path = (folder.path() / "program").string();
  ProcessOptions options;
  options.input = input;
  options.timeout_s = 120;
  const ProcessResult result =
      run_process(target.qemu_program.empty() ? std::vector<std::string>{path}
                                              : emulator_command(target, path),
                  options);
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  return result.output;
}

class CInterface : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    target_ = read_target(GetParam());
    const std::string emulator = target_.qemu_program;
    if (!find_program(target_.compiler) ||
        !find_program(c_compiler(target_)[0]) ||
        (!emulator.empty() && !find_program(emulator))) {
      GTEST_SKIP() << "needs " << target_.compiler << " " << emulator;
    }
  }

  Target target_;
};

TEST_P(CInterface, EqualsTheClass) {
  const std::string input =
      "abcdefghijklmnop\x80\x90\xa0\xb0\xc0\xd0\xe0\xf0 !\"#$%&'";
  const std::string output =
      run({add_model(), kAddMain, kAddClass}, target_, input);
  ASSERT_EQ(output.size(), 4 * 16 + 6 * 4u);
  EXPECT_EQ(output.substr(0, 32), output.substr(32, 32));
  EXPECT_NE(output.substr(0, 16), output.substr(16, 16));
  // 'a' is 97: 0.5 * (97 + 3) + 0.25 * (-128 - 7) = 16.25 = 0.75 * 21.67.
  EXPECT_EQ(output[0], 22 - 1);
  float scales[3];
  int32_t zero_points[3];
  std::memcpy(scales, output.data() + 64, sizeof(scales));
  std::memcpy(zero_points, output.data() + 76, sizeof(zero_points));
  EXPECT_EQ(scales[0], 0.5f);
  EXPECT_EQ(scales[1], 0.25f);
  EXPECT_EQ(scales[2], 0.75f);
  EXPECT_EQ(zero_points[0], -3);
  EXPECT_EQ(zero_points[1], 7);
  EXPECT_EQ(zero_points[2], -1);
}

TEST_P(CInterface, ResetForgets) {
  const float input[] = {1, 2};
  const std::string output =
      run({sum_model(), kSumMain, kSumClass}, target_,
          std::string(reinterpret_cast<const char*>(input), sizeof(input)));
  const float expected[] = {11, 22, 12, 24, 11, 22, 12, 24};
  ASSERT_EQ(output.size(), sizeof(expected));
  EXPECT_EQ(std::memcmp(output.data(), expected, sizeof(expected)), 0);
}

INSTANTIATE_TEST_SUITE_P(, CInterface,
                         testing::Values("linux", "qemu-cortex-m4"),
                         [](const auto& test) {
                           const std::string name = test.param;
                           return name == "linux" ? "Here" : "CortexM4";
                         });

// The size of a firmware that uses the class, with or without the C sources.
ElfImage firmware(bool with_c, const fs::path& folder) {
  const Target target = read_target("qemu-cortex-m4");
  compile_to_folder(add_model(), target, folder);
  if (!with_c) fs::remove(folder / "add_c.cc");
  for (SourceFile& file : target_sources(target)) {
    if (file.path == "main.cc") {
      file.text =
          "#include \"add.h\"\n#include \"semihosting.h\"\n"
          "extern \"C\" void Fault() { semihosting::Exit(1); }\n"
          "extern \"C\" void SysTickHandler() {}\n"
          "int main() {\n  static int8_t memory[48];\n  semihosting::Open();\n"
          "  semihosting::Read(memory, 32);\n"
          "  models::Add::Invoke(memory, memory + 16, memory + 32);\n"
          "  semihosting::Write(memory, 48);\n  semihosting::Exit(0);\n}\n";
    }
    write_atomically(folder / file.path, file.text);
  }
  mote::Run run = quiet_run({}, 2);
  build_program(target, folder, folder / "program", {}, run);
  return read_elf(folder / "program");
}

TEST(CInterfaceUnused, CostsNoByte) {
  if (!find_program("arm-none-eabi-g++")) {
    GTEST_SKIP() << "needs arm-none-eabi-g++";
  }
  const TemporaryFolder with_folder, without_folder;
  const ElfImage with = firmware(true, with_folder.path());
  const ElfImage without = firmware(false, without_folder.path());
  EXPECT_GT(with.flash_bytes, 0);
  EXPECT_EQ(with.flash_bytes, without.flash_bytes);
  EXPECT_EQ(with.ram_bytes, without.ram_bytes);
}

}  // namespace
}  // namespace mote

#include "test/golden/emitted_program.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/base/resources.h"
#include "lib/compiler/compile.h"
#include "lib/compiler/emit/emit.h"
#include "test/golden/device_objects.h"

namespace mote::test {
namespace {

using Command = std::vector<std::string>;

const char* const kHostMain =
    "#include <stdio.h>\n"
    "static void Read(void* to, uint32_t bytes) {\n"
    "  if (fread(to, 1, bytes, stdin) != bytes) __builtin_trap();\n}\n"
    "static void Write(const void* from, uint32_t bytes) {\n"
    "  if (fwrite(from, 1, bytes, stdout) != bytes) __builtin_trap();\n}\n"
    "static void Start() {}\n"
    "static int Finish() { return 0; }\n"
    "#define BIG\n";

const char* const kDeviceMain =
    "#include \"semihosting.h\"\n"
    "using semihosting::Read;\nusing semihosting::Write;\n"
    "extern \"C\" void Fault() { semihosting::Exit(1); }\n"
    "extern \"C\" void SysTickHandler() {}\n"
    "static void Start() { semihosting::Open(); }\n"
    "static int Finish() { semihosting::Exit(0); }\n"
    "#define BIG __attribute__((section(\".bss.big\")))\n";

// One array a tensor, and the loop over the runs.
std::string main_source(const Model& model, bool device, int runs) {
  std::string text = "#include \"model.cc\"\n";
  text += device ? kDeviceMain : kHostMain;
  std::vector<std::string> arguments;
  std::string reads, writes;
  const auto declare = [&](const char* name, size_t i, int tensor) {
    const std::string array = fmt::format("{}{}", name, i);
    text += fmt::format("alignas(8) BIG static int8_t {}[{}];\n", array,
                        model.tensors[tensor].bytes());
    arguments.push_back(fmt::format("(Type<{}>){}", arguments.size(), array));
    return array;
  };
  text +=
      "template <typename F> struct Signature;\n"
      "template <typename T, typename... R> struct Signature<void(T, R...)> {\n"
      "  template <int N, int Dummy = 0> struct At {\n"
      "    typedef typename Signature<void(R...)>::template At<N - 1>::Type "
      "Type;\n  };\n"
      "  template <int Dummy> struct At<0, Dummy> { typedef T Type; };\n};\n"
      "template <int N> using Type = typename Signature<\n"
      "    decltype(models::Model::Invoke)>::template At<N>::Type;\n";
  for (size_t i = 0; i < model.inputs.size(); ++i) {
    const std::string array = declare("in", i, model.inputs[i]);
    reads += fmt::format("    Read({0}, sizeof({0}));\n", array);
  }
  for (size_t i = 0; i < model.outputs.size(); ++i) {
    const std::string array = declare("out", i, model.outputs[i]);
    writes += fmt::format("    Write({0}, sizeof({0}));\n", array);
  }
  return text + fmt::format(
                    "int main() {{\n  Start();\n"
                    "  for (int run = 0; run < {}; ++run) {{\n{}"
                    "    models::Model::Invoke({});\n{}  }}\n"
                    "  return Finish();\n}}\n",
                    runs, reads, fmt::join(arguments, ", "), writes);
}

// All the memory that an emulated machine has, so that models run that no real
// board of its kind could hold: code, variables, and for constants, inputs,
// outputs and the arena a larger one.
struct Memories {
  const char* machine;
  const char* regions;
};

constexpr Memories kMemories[] = {
    {"mps2-an385",
     "FLASH (rx) : ORIGIN = 0x00000000, LENGTH = 4M\n"
     "RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 4M\n"
     "CONSTANTS (r) : ORIGIN = 0x21000000, LENGTH = 6M\n"
     "BIG (rw) : ORIGIN = 0x21600000, LENGTH = 10M\n"},
    {"mps2-an386",
     "FLASH (rx) : ORIGIN = 0x00000000, LENGTH = 4M\n"
     "RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 4M\n"
     "CONSTANTS (r) : ORIGIN = 0x21000000, LENGTH = 6M\n"
     "BIG (rw) : ORIGIN = 0x21600000, LENGTH = 10M\n"},
    {"mps2-an500",
     "FLASH (rx) : ORIGIN = 0x00000000, LENGTH = 4M\n"
     "RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 4M\n"
     "CONSTANTS (r) : ORIGIN = 0x60000000, LENGTH = 6M\n"
     "BIG (rw) : ORIGIN = 0x60600000, LENGTH = 10M\n"},
    {"mps2-an505",
     "FLASH (rx) : ORIGIN = 0x10000000, LENGTH = 4M\n"
     "RAM (rwx) : ORIGIN = 0x38000000, LENGTH = 2M\n"
     "CONSTANTS (r) : ORIGIN = 0x80000000, LENGTH = 6M\n"
     "BIG (rw) : ORIGIN = 0x80600000, LENGTH = 10M\n"},
    {"mps3-an547",
     "FLASH (rx) : ORIGIN = 0x10000000, LENGTH = 512K\n"
     "RAM (rwx) : ORIGIN = 0x30000000, LENGTH = 512K\n"
     "CONSTANTS (r) : ORIGIN = 0x70000000, LENGTH = 16M\n"
     "BIG (rw) : ORIGIN = 0x71000000, LENGTH = 32M\n"},
    {"virt",
     "FLASH (rx) : ORIGIN = 0x80000000, LENGTH = 4M\n"
     "RAM (rwx) : ORIGIN = 0x80400000, LENGTH = 4M\n"
     "CONSTANTS (r) : ORIGIN = 0x80800000, LENGTH = 16M\n"
     "BIG (rw) : ORIGIN = 0x81800000, LENGTH = 64M\n"},
};

void replace(std::string& text, const std::string& from,
             const std::string& to) {
  const size_t at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
}

// The target's memory map with these.
std::string memory_map(const Target& target, std::string text) {
  const auto* memories = std::find_if(
      std::begin(kMemories), std::end(kMemories),
      [&](const Memories& one) { return target.qemu_machine == one.machine; });
  EXPECT_NE(memories, std::end(kMemories)) << target.qemu_machine;
  if (memories == std::end(kMemories)) return text;
  const size_t first = text.find("  FLASH (rx)");
  text.replace(first, text.find('}', first) - first, memories->regions);
  replace(text, "    *(.rodata .rodata.*)\n", "");
  replace(text, "  .ARM.exidx :",
          "  .constants : { *(.rodata .rodata.*) } > CONSTANTS\n"
          "  .ARM.exidx :");
  replace(text, "  .bss (NOLOAD) :",
          "  .big (NOLOAD) : { *(.bss.big) } > BIG\n\n  .bss (NOLOAD) :");
  return text;
}

Command compiler(const Target& target) {
  Command command = {target.compiler};
  command.insert(command.end(), target.compiler_flags.begin(),
                 target.compiler_flags.end());
  for (const char* flag :
       {"-std=c++14", "-O2", "-Wall", "-Wextra", "-Werror", "-fno-exceptions",
        "-fno-rtti", "-ffp-contract=off"}) {
    command.push_back(flag);
  }
  return command;
}

void run_compiler(Command command, const Command& arguments) {
  command.insert(command.end(), arguments.begin(), arguments.end());
  const ProcessResult result = run_process(command);
  ASSERT_EQ(result.exit_code, 0) << result.errors.substr(0, 4000);
}

void build_host(const fs::path& folder, const Target& target) {
  const fs::path libraries = fs::path(MOTE_BINARY_DIR) / "device";
  run_compiler(compiler(target),
               {"-I" + folder.string(), "-I" + resource_folder().string(),
                (folder / "main.cc").string(), "-o", (folder / "test").string(),
                (libraries / "nn" / "libdevice_nn.a").string(),
                (libraries / "dsp" / "libdevice_dsp.a").string(),
                (libraries / "base" / "libdevice_base.a").string()});
}

// Copies the files of the target but its main into `folder`; the sources.
std::vector<fs::path> copy_target(const Target& target,
                                  const fs::path& folder) {
  std::vector<fs::path> sources;
  for (const fs::path& file : target_files(target)) {
    if (file.filename() == "main.cc") continue;
    std::string text = read_text(file);
    if (file.filename() == "link.ld") text = memory_map(target, text);
    const fs::path copy = folder / file.filename();
    write_atomically(copy, text);
    if (copy.extension() == ".cc") sources.push_back(copy);
  }
  return sources;
}

void build_device(const fs::path& folder, const Target& target,
                  const EmittedCode& code) {
  Command common = compiler(target);
  for (const std::string& flag :
       {std::string("-nostdlib"), std::string("-ffunction-sections"),
        std::string("-fdata-sections"),
        std::string("-fno-tree-loop-distribute-patterns"),
        std::string("-fno-threadsafe-statics"),
        std::string("-DMOTE_ARENA_SECTION=\".bss.big\"")}) {
    common.push_back(flag);
  }
  Command link = {"-T", (folder / "link.ld").string(), "-Wl,--gc-sections",
                  "-o", (folder / "test.elf").string()};
  for (const std::string& source : code.sources) {
    link.push_back(device_object(common, source).string());
  }
  common.insert(common.end(),
                {"-I" + folder.string(), "-I" + resource_folder().string()});
  std::vector<fs::path> sources = copy_target(target, folder);
  sources.push_back(folder / "main.cc");
  for (size_t i = 0; i < sources.size(); ++i) {
    const std::string object = (folder / fmt::format("{}.o", i)).string();
    run_compiler(common, {"-c", sources[i].string(), "-o", object});
    link.push_back(object);
  }
  link.push_back("-lgcc");
  run_compiler(common, link);
}

// Linked with the tests' own input and output (targets/hosted).
void build_hosted(const fs::path& folder, const Target& target,
                  const EmittedCode& code) {
  Command link = {"-I" MOTE_SOURCE_DIR "/targets/hosted",
                  "-I" + folder.string(), "-I" + resource_folder().string(),
                  "-o", (folder / "test.elf").string()};
  if (target.isa == "simd128") {
    link.insert(link.end(), {"-nostdlib", "-Wl,--no-entry"});
  } else {
    link.push_back("-static");
  }
  link.push_back((folder / "main.cc").string());
  for (const std::string& source : code.sources) {
    link.push_back(device_object(compiler(target), source).string());
  }
  run_compiler(compiler(target), link);
}

Command run_command(const fs::path& folder, const Target& target) {
  if (!target.runner.empty()) {
    Command command = {target.runner};
    command.insert(command.end(), target.runner_arguments.begin(),
                   target.runner_arguments.end());
    command.push_back((folder / "test.elf").string());
    return command;
  }
  if (target.qemu_program.empty()) return {(folder / "test").string()};
  return emulator_command(target, folder / "test.elf");
}

std::vector<std::vector<Bytes>> split(const std::string& output,
                                      const Model& model, int runs) {
  std::vector<std::vector<Bytes>> result(static_cast<size_t>(runs));
  const auto* at = reinterpret_cast<const std::byte*>(output.data());
  for (std::vector<Bytes>& run : result) {
    for (const int tensor : model.outputs) {
      const auto size = static_cast<size_t>(model.tensors[tensor].bytes());
      run.emplace_back(at, at + size);
      at += size;
    }
  }
  return result;
}

}  // namespace

std::vector<std::vector<Bytes>> run_emitted(
    const Model& model, const Target& target,
    const std::vector<std::vector<Bytes>>& runs) {
  const bool hosted = !target.runner.empty();
  const bool device = hosted || !target.qemu_program.empty();
  const int count = static_cast<int>(runs.size());
  const TemporaryFolder folder;
  EmitOptions options;
  options.name = "model";
  const EmittedCode code = emit(compile(model, target), options);
  for (const auto& [name, text] : code.files) {
    write_atomically(folder.path() / name, text);
  }
  write_atomically(folder.path() / "main.cc",
                   main_source(model, device, count));
  if (hosted) {
    build_hosted(folder.path(), target, code);
  } else if (device) {
    build_device(folder.path(), target, code);
  } else {
    build_host(folder.path(), target);
  }
  if (testing::Test::HasFatalFailure()) return {};
  ProcessOptions process;
  process.timeout_s = 500;
  for (const std::vector<Bytes>& run : runs) {
    for (const Bytes& input : run) {
      process.input.append(reinterpret_cast<const char*>(input.data()),
                           input.size());
    }
  }
  const ProcessResult result =
      run_process(run_command(folder.path(), target), process);
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  size_t expected = 0;
  for (const int output : model.outputs) {
    expected +=
        runs.size() * static_cast<size_t>(model.tensors[output].bytes());
  }
  EXPECT_EQ(result.output.size(), expected);
  if (result.output.size() != expected) return {};
  return split(result.output, model, count);
}

}  // namespace mote::test

#include "test/golden/emitted_program.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/base/resources.h"
#include "lib/compiler/compile.h"
#include "lib/compiler/emit/emit.h"

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

// The board's memory map with all the memory that the emulator has: models
// that no real board of this kind could hold run too.
std::string memory_map(const fs::path& board) {
  std::string text = read_text(board / "link.ld");
  const auto replace = [&](const std::string& from, const std::string& to) {
    const size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
  };
  replace("LENGTH = 1M", "LENGTH = 4M");
  replace("LENGTH = 256K",
          "LENGTH = 4M\n  PSRAM (rwx) : ORIGIN = 0x21000000, LENGTH = 16M");
  replace("  .bss (NOLOAD) :",
          "  .big (NOLOAD) : { *(.bss.big) } > PSRAM\n\n  .bss (NOLOAD) :");
  return text;
}

// Compiler and flags; compilations are kept where ccache is installed.
Command compiler(const Target& target) {
  Command command;
  if (find_program("ccache")) command.push_back("ccache");
  command.push_back(target.compiler);
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

void build_device(const fs::path& folder, const Target& target,
                  const EmittedCode& code) {
  const fs::path targets = resource_folder() / "targets";
  const fs::path board = targets / "board" / target.name;
  const fs::path cpu = targets / "cpu" / target.cpu;
  write_atomically(folder / "link.ld", memory_map(board));
  Command common = compiler(target);
  for (const std::string& flag :
       {std::string("-nostdlib"), std::string("-ffunction-sections"),
        std::string("-fdata-sections"),
        std::string("-fno-tree-loop-distribute-patterns"),
        std::string("-fno-threadsafe-statics"),
        std::string("-DMOTE_ARENA_SECTION=\".bss.big\""),
        "-I" + folder.string(), "-I" + board.string(),
        "-I" + resource_folder().string()}) {
    common.push_back(flag);
  }
  std::vector<fs::path> sources = {folder / "main.cc", board / "semihosting.cc",
                                   cpu / "start_up.cc", cpu / "memory.cc"};
  for (const std::string& source : code.sources) {
    sources.push_back(resource_folder() / source);
  }
  Command link = {"-T", (folder / "link.ld").string(), "-Wl,--gc-sections",
                  "-o", (folder / "test.elf").string()};
  for (size_t i = 0; i < sources.size(); ++i) {
    const std::string object = (folder / fmt::format("{}.o", i)).string();
    run_compiler(common, {"-c", sources[i].string(), "-o", object});
    link.push_back(object);
  }
  link.push_back("-lgcc");
  run_compiler(common, link);
}

Command run_command(const fs::path& folder, const Target& target) {
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
  const bool device = !target.qemu_program.empty();
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
  if (device) {
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

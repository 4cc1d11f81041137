#include "lib/runner/emulated_kernels.h"

#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <map>

#include "lib/base/file.h"
#include "lib/base/resources.h"
#include "lib/compiler/compile.h"

namespace mote::test {
namespace {

// The firmware reads for each case eight words, the parameters in words, which
// of them begin pointers to constants, the constants and the input; it answers
// with the output, the ticks that the kernel took and the bytes it damaged.
constexpr const char* kMain = R"text(
#include "semihosting.h"
#include "sys_tick.h"

extern "C" void Fault() { semihosting::Exit(1); }
extern "C" void SysTickHandler() {}

namespace {

struct Case {
  uint32_t kernel, parameters, constant_bytes, input_bytes, other_bytes,
      output_bytes, scratch_bytes, overlap;
};

constexpr uint32_t kGuardBytes = 32;
constexpr uint8_t kGuard = 0xA5;
alignas(16) uint8_t memory[kMemoryBytes];
uint32_t used;

uint8_t* Take(uint32_t bytes) {
  uint8_t* taken = memory + used;
  used += (bytes + 15) / 16 * 16;
  if (used > sizeof(memory)) semihosting::Exit(3);
  return taken;
}

uint8_t* TakeAndRead(uint32_t bytes) {
  uint8_t* taken = Take(bytes);
  semihosting::Read(taken, bytes);
  return taken;
}

void Guard(uint8_t* guard) {
  for (uint32_t i = 0; i < kGuardBytes; ++i) guard[i] = kGuard;
}

uint32_t Damaged(const uint8_t* guard) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < kGuardBytes; ++i) count += guard[i] != kGuard;
  return count;
}

// Memory between two guards.
struct Guarded {
  uint8_t *before, *data, *after;
  explicit Guarded(uint32_t bytes)
      : before(Take(kGuardBytes)), data(Take(bytes + kGuardBytes)),
        after(data + bytes) {
    Guard(before);
    Guard(after);
  }
  uint32_t damaged() const { return Damaged(before) + Damaged(after); }
};

void Run(const Case& c) {
  used = 0;
  uint32_t* parameters = reinterpret_cast<uint32_t*>(
      TakeAndRead(4 * c.parameters));
  const uint32_t* points = reinterpret_cast<uint32_t*>(
      TakeAndRead(4 * c.parameters));
  const uint8_t* constants = TakeAndRead(c.constant_bytes);
  for (uint32_t i = 0; i < c.parameters; ++i) {
    if (!points[i]) continue;
    uintptr_t pointer;
    __builtin_memcpy(&pointer, parameters + i, sizeof(pointer));
    pointer += reinterpret_cast<uintptr_t>(constants);
    __builtin_memcpy(parameters + i, &pointer, sizeof(pointer));
  }
  // The input begins `overlap` - 1 bytes behind the output, or elsewhere.
  const uint32_t end = c.overlap ? c.overlap - 1 + c.input_bytes : 0;
  const Guarded output(end > c.output_bytes ? end : c.output_bytes);
  uint8_t* input =
      c.overlap ? output.data + c.overlap - 1 : Take(c.input_bytes);
  semihosting::Read(input, c.input_bytes);
  const uint8_t* other = TakeAndRead(c.other_bytes);
  const Guarded scratch(c.scratch_bytes);
  sys_tick::Start(1 << 24, 0);
  const uint32_t from = sys_tick::Now();
  kKernels[c.kernel](parameters, reinterpret_cast<int8_t*>(input),
                     reinterpret_cast<const int8_t*>(other),
                     reinterpret_cast<int8_t*>(output.data),
                     reinterpret_cast<int8_t*>(scratch.data));
  const uint32_t result[] = {sys_tick::Elapsed(from, sys_tick::Now()),
                             output.damaged() + scratch.damaged()};
  semihosting::Write(output.data, c.output_bytes);
  semihosting::Write(result, sizeof(result));
}

}  // namespace

int main() {
  semihosting::Open();
  for (;;) {
    Case next;
    semihosting::Read(&next, sizeof(next));
    Run(next);
  }
}
)text";

// So that kernels are tested whether or not they pay for a layer alone.
CompileOptions every_fusion() {
  CompileOptions options;
  options.additions = Additions::kAlways;
  return options;
}

// Of int8 values or of floats.
constexpr const char* kMemory = R"text(
struct Memory {
  int8_t* bytes;
  template <typename T>
  operator T*() const {
    return reinterpret_cast<T*>(bytes);
  }
};
)text";

using Kernels = std::map<std::string, const Step*>;

// Includes, and a function a kernel that gives it untyped memory.
std::string kernel_calls(const Target& target, const Kernels& kernels) {
  std::set<std::string> headers;
  std::string calls, list;
  for (const auto& [name, step] : kernels) {
    headers.insert(fmt::format("#include \"{}\"\n", step->header));
    const std::string call = fmt::format("Call{}", calls.size());
    calls += fmt::format(
        "void {}(const void* p, const int8_t* input, const int8_t* other, "
        "int8_t* output, int8_t* scratch) {{\n"
        "  (void)other;\n"
        "  mote::nn::{}(*static_cast<const mote::nn::{}*>(p), "
        "Memory{{const_cast<int8_t*>(input)}},{} Memory{{output}}, "
        "scratch);\n}}\n",
        call, name, step->parameter_type,
        step->inputs.size() == 2 ? " other," : "");
    list += call + ", ";
  }
  const int memory_kb = target.runner.empty() ? 180 : 4096;
  std::string text = fmt::format(
      "#include <stdint.h>\nconstexpr uint32_t kMemoryBytes = {} * 1024;\n",
      memory_kb);
  for (const std::string& header : headers) text += header;
  return text + "namespace {\n" + kMemory + calls +
         "void (*const kKernels[])(const void*, const int8_t*, const int8_t*, "
         "int8_t*, int8_t*) = {" +
         list + "};\n}\n";
}

void add_link_options(const Target& target, std::vector<std::string>& command) {
  std::vector<std::string> options = {"-nostdlib", "-T", "link.ld",
                                      "-fno-tree-loop-distribute-patterns"};
  if (!target.runner.empty()) {
    options = {"-I" MOTE_SOURCE_DIR "/targets/hosted"};
    if (target.isa == "simd128") {
      options.insert(options.end(), {"-nostdlib", "-Wl,--no-entry"});
    } else {
      options.push_back("-static");
    }
  }
  command.insert(command.end(), options.begin(), options.end());
}

void build(const Target& target, const Kernels& kernels,
           const fs::path& folder) {
  std::vector<std::string> command = {target.compiler};
  command.insert(command.end(), target.compiler_flags.begin(),
                 target.compiler_flags.end());
  for (const char* option :
       {"-std=c++14", "-O2", "-Wall", "-Wextra", "-Werror", "-fno-exceptions",
        "-fno-rtti", "-ffp-contract=off", "-ffunction-sections",
        "-fdata-sections", "-Wl,--gc-sections", "-fno-threadsafe-statics", "-o",
        "test.elf", "-I."}) {
    command.push_back(option);
  }
  command.push_back("-I" + resource_folder().string());
  add_link_options(target, command);
  std::set<std::string> sources;
  for (const auto& [name, step] : kernels) {
    sources.insert(step->sources.begin(), step->sources.end());
  }
  for (const std::string& source : sources) {
    command.push_back((resource_folder() / source).string());
  }
  for (const fs::path& file : target_files(target)) {
    if (file.filename() == "main.cc" || !target.runner.empty()) continue;
    write_atomically(folder / file.filename(), read_text(file));
    if (file.extension() == ".cc") command.push_back(file.filename().string());
  }
  write_atomically(folder / "main.cc", kernel_calls(target, kernels) + kMain);
  command.push_back("main.cc");
  if (target.isa != "simd128") command.push_back("-lgcc");
  ProcessOptions options;
  options.folder = folder;
  const ProcessResult result = run_process(command, options);
  ASSERT_EQ(result.exit_code, 0) << result.errors.substr(0, 4000);
}

void append(std::string& bytes, const std::vector<uint32_t>& words) {
  bytes.append(reinterpret_cast<const char*>(words.data()), 4 * words.size());
}

// A plan's constants one after the other, and where each begins.
struct Constants {
  explicit Constants(const Plan& plan) {
    for (const Constant& constant : plan.constants) {
      bytes.resize((bytes.size() + 15) / 16 * 16);
      offsets.push_back(static_cast<uint32_t>(bytes.size()));
      bytes.append(constant.data.begin(), constant.data.end());
    }
  }
  std::string bytes;
  std::vector<uint32_t> offsets;
};

// 0: input and output lie apart; else 1 + how far the input begins behind the
// output.
uint32_t overlap(const Step& step) {
  if (step.in_place) return 1;
  if (step.lag_bytes < 0) return 0;
  return static_cast<uint32_t>((step.lag_bytes + 3) / 4 * 4) + 1;
}

// A parameter struct in words. Pointers are offsets of constants; those of 64
// bits are two words at a multiple of two.
struct Parameters {
  Parameters(const Step& step, const Constants& constants, bool wide_pointers) {
    for (const ParameterField& field : step.parameters) {
      const auto* location = std::get_if<Location>(&field.value);
      if (location == nullptr) {
        add(number(field), 0);
        continue;
      }
      if (wide_pointers && words.size() % 2 != 0) add(0, 0);
      add(constants.offsets[location->index], 1);
      if (wide_pointers) add(0, 0);
    }
  }

  static uint32_t number(const ParameterField& field) {
    if (const auto* real = std::get_if<double>(&field.value)) {
      return std::bit_cast<uint32_t>(static_cast<float>(*real));
    }
    return static_cast<uint32_t>(std::get<int64_t>(field.value));
  }

  void add(uint32_t word, uint32_t is_pointer) {
    words.push_back(word);
    points.push_back(is_pointer);
  }

  std::vector<uint32_t> words, points;
};

std::string message(const Target& target, const Plan& plan,
                    const std::vector<int8_t>& input, const Kernels& kernels) {
  const Step& step = plan.steps.at(0);
  const Constants constants(plan);
  const Parameters parameters(step, constants, target.isa == "neon");
  std::string other;
  if (step.inputs.size() == 2) {
    const auto& data = plan.constants[step.inputs[1].index].data;
    other.assign(data.begin(), data.end());
  }
  const auto size = [](size_t count) { return static_cast<uint32_t>(count); };
  const int64_t outputs = plan.model.tensors[plan.model.outputs[0]].bytes();
  std::string bytes;
  append(bytes,
         {size(std::distance(kernels.begin(), kernels.find(step.kernel))),
          size(parameters.words.size()), size(constants.bytes.size()),
          size(input.size()), size(other.size()), size(outputs),
          size(step.cost.scratch_bytes), overlap(step)});
  append(bytes, parameters.words);
  append(bytes, parameters.points);
  bytes += constants.bytes;
  bytes.append(input.begin(), input.end());
  return bytes + other;
}

std::vector<std::string> run_command(const Target& target,
                                     const fs::path& elf) {
  if (target.runner.empty()) {
    std::vector<std::string> command = emulator_command(target, elf);
    command.insert(command.end(), {"-icount", "shift=0"});
    return command;
  }
  std::vector<std::string> command = {target.runner};
  command.insert(command.end(), target.runner_arguments.begin(),
                 target.runner_arguments.end());
  command.push_back(elf.string());
  return command;
}

std::string run(const Target& target, const fs::path& elf,
                const std::string& input) {
  std::vector<std::string> command = run_command(target, elf);
  ProcessOptions options;
  options.input = input;
  options.timeout_s = 300;
  const ProcessResult result = run_process(command, options);
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  return result.output;
}

}  // namespace

std::vector<KernelOutcome> run_emulated(const Target& target,
                                        const std::vector<KernelCase>& cases,
                                        std::set<std::string>& names) {
  std::vector<Plan> plans;
  Kernels kernels;
  for (const KernelCase& one : cases) {
    plans.push_back(compile(one.model, target, every_fusion()));
    EXPECT_EQ(plans.back().steps.size(), 1u);
  }
  for (const Plan& plan : plans) {
    kernels[plan.steps[0].kernel] = &plan.steps[0];
    names.insert(plan.steps[0].kernel);
  }
  const TemporaryFolder folder;
  build(target, kernels, folder.path());
  std::string input;
  for (size_t i = 0; i < cases.size(); ++i) {
    input += message(target, plans[i], cases[i].input, kernels);
  }
  const std::string answers = run(target, folder.path() / "test.elf", input);
  std::vector<KernelOutcome> outcomes;
  size_t at = 0;
  for (const KernelCase& one : cases) {
    const size_t size =
        static_cast<size_t>(one.model.tensors[one.model.outputs[0]].bytes());
    if (answers.size() < at + size + 8) break;
    const char* answer = answers.data() + at;
    uint32_t words[2];
    std::memcpy(words, answer + size, sizeof(words));
    outcomes.push_back(
        {{answer, answer + size},
         static_cast<int64_t>(words[0] * target.qemu_instructions_per_tick),
         static_cast<int32_t>(words[1])});
    at += size + 8;
  }
  return outcomes;
}

void compare_emulated(const Target& target, Model (*make)(Random&), int count,
                      const std::vector<std::string>& expected) {
  Random random(20);
  std::vector<KernelCase> cases;
  for (int i = 0; i < count; ++i) {
    Model model = make(random);
    if (compile(model, target, every_fusion()).steps.size() != 1) continue;
    std::vector<int8_t> input = random_input(model, random);
    cases.push_back({std::move(model), std::move(input)});
  }
  ASSERT_FALSE(cases.empty());
  std::set<std::string> kernels;
  const auto outcomes = run_emulated(target, cases, kernels);
  for (const std::string& kernel : expected) {
    EXPECT_TRUE(kernels.count(kernel)) << kernel << " was never used";
  }
  ASSERT_EQ(outcomes.size(), cases.size());
  int64_t instructions = 0;
  for (size_t i = 0; i < cases.size(); ++i) {
    instructions += outcomes[i].instructions;
    const Step step = compile(cases[i].model, target, every_fusion()).steps[0];
    ASSERT_EQ(outcomes[i].output,
              portable_output(cases[i].model, cases[i].input))
        << "case " << i << ": " << step.comment << ", " << step.kernel;
    ASSERT_EQ(outcomes[i].damaged_bytes, 0)
        << "case " << i << ": " << step.comment << ", " << step.kernel;
  }
  testing::Test::RecordProperty("instructions", std::to_string(instructions));
}

}  // namespace mote::test

#include "lib/firmware/instruction_trace.h"

#include <cstdlib>
#include <fstream>
#include <unordered_map>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/firmware/elf.h"
#include "lib/firmware/thumb_timing.h"

namespace mote {
namespace {

// A run of instructions that the emulator translates and executes as one.
struct Block {
  uint64_t address = 0, end = 0;
  TracedCost cost;
};

struct Range {
  uint64_t begin = 0, end = 0;
  bool has(uint64_t address) const { return begin <= address && address < end; }
};

Range find_function(const ElfImage& image, const std::string& name,
                    const fs::path& elf) {
  for (const ElfSymbol& symbol : image.symbols) {
    if (!symbol.name.starts_with(name) || symbol.size_bytes == 0) continue;
    const uint64_t begin = symbol.address & ~uint64_t{1};  // bit 0: Thumb
    return {begin, begin + static_cast<uint64_t>(symbol.size_bytes)};
  }
  throw Error("there is no function " + name, elf.string());
}

// The log that QEMU writes with -d in_asm,exec: translated blocks as lines
// "0x000000f6:  f843 1b04  str r1, [r3], #4" after "IN:", then a line
// "Trace 0: 0x7f8994000880 [00800408/000000f6/...]" an execution.
class LogReader {
 public:
  LogReader(const Range& function, const Range& caller)
      : function_(function), caller_(caller) {}

  void line(const std::string& text) {
    if (text.starts_with("IN:")) {
      translated_ = Block();
      after_load_ = false;
    } else if (text.starts_with("0x")) {
      add_instruction(text);
    } else if (text.starts_with("Trace ")) {
      run(text);
    }
  }

  InstructionTrace finish() && {
    if (calls_.size() > 1 && !inside_a_call_) {
      const TracedCost rest = calls_.back();  // the way back to the caller
      calls_.pop_back();
      calls_.back().instructions += rest.instructions;
      calls_.back().cycles += rest.cycles;
    }
    return {std::move(calls_)};
  }

 private:
  void add_instruction(const std::string& text) {
    char* next = nullptr;
    const uint64_t address = std::strtoull(text.c_str(), &next, 16);
    ThumbInstruction i;
    i.first = static_cast<uint16_t>(std::strtoul(next + 1, &next, 16));
    i.wide = i.first >= 0xE800;
    if (i.wide) {
      i.second = static_cast<uint16_t>(std::strtoul(next, &next, 16));
    }
    if (translated_.end == 0) translated_.address = address;
    translated_.end = address + (i.wide ? 4 : 2);
    translated_.cost.instructions += 1;
    translated_.cost.cycles += thumb_cycles(i, after_load_);
    after_load_ = is_single_load(i);
  }

  void run(const std::string& text) {
    const size_t key_at = text.find("0x"), pc_at = text.find('/');
    if (key_at == std::string::npos || pc_at == std::string::npos) return;
    const uint64_t key = std::strtoull(text.c_str() + key_at, nullptr, 16);
    const uint64_t pc = std::strtoull(text.c_str() + pc_at + 1, nullptr, 16);
    auto block = blocks_.find(key);
    if (block == blocks_.end()) {
      block = blocks_.emplace(key, translated_).first;
    }
    count(block->second, pc);
  }

  void count(const Block& block, uint64_t pc) {
    const bool refilled = started_ && pc != last_end_;
    if (!started_ && function_.has(pc)) {
      started_ = true;
      calls_.emplace_back();
    }
    if (caller_.has(pc) && started_) finished_ = true;
    last_end_ = block.end;
    if (!started_ || finished_) return;
    if (refilled) calls_.back().cycles += kCyclesToRefill;
    const bool inside_a_call = !function_.has(pc);
    if (inside_a_call_ && !inside_a_call) calls_.emplace_back();
    inside_a_call_ = inside_a_call;
    calls_.back().instructions += block.cost.instructions;
    calls_.back().cycles += block.cost.cycles;
  }

  const Range function_, caller_;
  Block translated_;
  bool after_load_ = false;
  std::unordered_map<uint64_t, Block> blocks_;
  bool started_ = false, finished_ = false, inside_a_call_ = false;
  uint64_t last_end_ = 0;
  std::vector<TracedCost> calls_;
};

}  // namespace

TracedCost InstructionTrace::total() const {
  TracedCost sum;
  for (const TracedCost& call : calls) {
    sum.instructions += call.instructions;
    sum.cycles += call.cycles;
  }
  return sum;
}

InstructionTrace trace_function(const Target& target, const fs::path& elf,
                                const std::string& function,
                                const std::string& input) {
  const ElfImage image = read_elf(elf);
  LogReader reader(find_function(image, function, elf),
                   find_function(image, "main", elf));
  const TemporaryFolder folder;
  const fs::path log = folder.path() / "log";
  ProcessOptions options;
  options.input = input;
  std::vector<std::string> command = emulator_command(target, elf);
  command.insert(command.end(),
                 {"-d", "in_asm,exec,nochain", "-D", log.string()});
  const ProcessResult result = run_process(command, options);
  if (result.exit_code != 0) {
    throw Error("the emulated firmware failed", elf.string(), result.errors);
  }
  std::ifstream file(log);
  for (std::string line; std::getline(file, line);) reader.line(line);
  InstructionTrace trace = std::move(reader).finish();
  if (trace.calls.empty()) {
    throw Error(function + " never ran", elf.string());
  }
  return trace;
}

}  // namespace mote

#include "lib/firmware/instruction_trace.h"

#include <cstdlib>
#include <fstream>
#include <unordered_map>
#include <vector>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/firmware/elf.h"
#include "lib/firmware/instruction_timing.h"

namespace mote {
namespace {

// A run of instructions that the emulator translates and executes as one.
struct Block {
  uint64_t end = 0;
  BlockCost cost;
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
// "Trace 0: 0x7f8994000880 [00800408/000000f6/...]" an execution. Its
// disassembler does not know every instruction and may cut one in two: only
// the halfwords of a block as a whole are right.
class LogReader {
 public:
  LogReader(const Range& function, const Range& caller,
            const InstructionTiming& timing)
      : function_(function), caller_(caller), timing_(timing) {}

  void line(const std::string& text) {
    if (text.starts_with("IN:")) {
      translated_.clear();
      is_new_ = true;
    } else if (text.starts_with("0x")) {
      add_halfwords(text);
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
  // Groups of four digits are halfwords, of eight RISC-V's words.
  void add_halfwords(const std::string& text) {
    const char* next = text.c_str() + text.find(':') + 1;
    for (;;) {
      while (*next == ' ') ++next;
      char* end = nullptr;
      const unsigned long value = std::strtoul(next, &end, 16);
      const auto digits = end - next;
      if (digits != 4 && digits != 8) return;
      if (*end != ' ' && *end != '\0') return;
      translated_.push_back(static_cast<uint16_t>(value));
      if (digits == 8)
        translated_.push_back(static_cast<uint16_t>(value >> 16));
      next = end;
    }
  }

  void run(const std::string& text) {
    const size_t key_at = text.find("0x"), pc_at = text.find('/');
    if (key_at == std::string::npos || pc_at == std::string::npos) return;
    const uint64_t key = std::strtoull(text.c_str() + key_at, nullptr, 16);
    const uint64_t pc = std::strtoull(text.c_str() + pc_at + 1, nullptr, 16);
    if (is_new_) {
      blocks_[key] = {pc + 2 * translated_.size(), timing_.cost(translated_)};
      is_new_ = false;
    }
    count(blocks_[key], pc);
  }

  void count(const Block& block, uint64_t pc) {
    const bool refilled = started_ && pc != last_end_;
    if (!started_ && function_.has(pc)) {
      started_ = true;
      calls_.emplace_back();
    }
    if (caller_.has(pc) && started_) finished_ = true;
    const int64_t jump_cycles = refilled ? last_jump_cycles_ : 0;
    last_end_ = block.end;
    last_jump_cycles_ = block.cost.jump_cycles;
    if (!started_ || finished_) return;
    calls_.back().cycles += jump_cycles;
    const bool inside_a_call = !function_.has(pc);
    if (inside_a_call_ && !inside_a_call) calls_.emplace_back();
    inside_a_call_ = inside_a_call;
    calls_.back().instructions += block.cost.instructions;
    calls_.back().cycles += block.cost.cycles;
  }

  const Range function_, caller_;
  const InstructionTiming& timing_;
  std::vector<uint16_t> translated_;
  bool is_new_ = false;  // translated, and did not run yet
  std::unordered_map<uint64_t, Block> blocks_;
  bool started_ = false, finished_ = false, inside_a_call_ = false;
  uint64_t last_end_ = 0;
  int64_t last_jump_cycles_ = 0;
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
  const auto timing = make_timing(target);
  LogReader reader(find_function(image, function, elf),
                   find_function(image, "main", elf), *timing);
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

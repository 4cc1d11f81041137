#include "lib/compiler/target.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <algorithm>

#include "lib/base/cpu.h"
#include "lib/base/error.h"
#include "lib/base/resources.h"

namespace mote {
namespace {

namespace fs = std::filesystem;

toml::table read_toml(const fs::path& path) {
  try {
    return toml::parse_file(path.string());
  } catch (const toml::parse_error& error) {
    throw Error(
        std::string(error.description()),
        fmt::format("{}, line {}", path.string(), error.source().begin.line),
        "Correct the file; targets/README.md describes its keys.");
  }
}

template <typename T>
T required(const toml::table& table, const char* key, const fs::path& path) {
  if (auto value = table[key].value<T>()) return *value;
  throw Error(fmt::format("'{}' is missing or of the wrong type", key),
              path.string(), fmt::format("Give the file a line {} = ...", key));
}

void read_cpu(const fs::path& path, Target& target) {
  const toml::table cpu = read_toml(path);
  target.isa = required<std::string>(cpu, "isa", path);
  target.compiler = required<std::string>(cpu, "compiler", path);
  target.cycles_per_instruction = cpu["cycles_per_instruction"].value_or(1.0);
  if (const toml::array* flags = cpu["compiler_flags"].as_array()) {
    for (const toml::node& flag : *flags) {
      target.compiler_flags.push_back(flag.value_or(std::string()));
    }
  }
}

void read_qemu(const toml::table& board, Target& target) {
  target.qemu_program = board["qemu"]["program"].value_or(std::string());
  target.qemu_machine = board["qemu"]["machine"].value_or(std::string());
  target.qemu_instructions_per_tick =
      board["qemu"]["instructions_per_tick"].value_or(0.0);
}

}  // namespace

std::vector<std::string> target_names() {
  std::vector<std::string> names;
  for (const auto& entry :
       fs::directory_iterator(resource_folder() / "targets" / "board")) {
    if (fs::exists(entry.path() / "board.toml")) {
      names.push_back(entry.path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

Target read_target(const std::string& name) {
  const std::vector<std::string> known = target_names();
  if (std::find(known.begin(), known.end(), name) == known.end()) {
    throw Error(fmt::format("there is no target '{}'", name), "",
                fmt::format("Known targets: {}.", fmt::join(known, ", ")));
  }
  const fs::path targets = resource_folder() / "targets";
  const fs::path path = targets / "board" / name / "board.toml";
  const toml::table board = read_toml(path);
  Target target;
  target.name = name;
  target.title = required<std::string>(board, "title", path);
  target.cpu = required<std::string>(board, "cpu", path);
  target.flash_bytes = required<int64_t>(board, "flash_bytes", path);
  target.ram_bytes = required<int64_t>(board, "ram_bytes", path);
  target.clock_hz = required<int64_t>(board, "clock_hz", path);
  read_qemu(board, target);
  read_cpu(targets / "cpu" / (target.cpu + ".toml"), target);
  return target;
}

Target host_target(bool portable) {
  Target target;
  target.name = "host";
  target.title = "this computer";
  target.cpu = "host";
  target.isa = portable ? "portable" : isa_name(host_isa());
  return target;
}

}  // namespace mote

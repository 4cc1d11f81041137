#include "lib/compiler/target.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <algorithm>
#include <map>

#include "lib/base/cpu.h"
#include "lib/base/error.h"
#include "lib/base/process.h"
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

std::vector<std::string> strings(const toml::array* array) {
  std::vector<std::string> values;
  if (array == nullptr) return values;
  for (const toml::node& value : *array) {
    values.push_back(value.value_or(std::string()));
  }
  return values;
}

// `name`, and the folder on which it builds.
std::vector<std::string> folders(const std::string& name,
                                 const toml::node_view<const toml::node> base) {
  std::vector<std::string> names = {name};
  if (auto other = base.value<std::string>()) names.push_back(*other);
  return names;
}

void read_cpu(const fs::path& path, Target& target) {
  const toml::table cpu = read_toml(path);
  target.isa = required<std::string>(cpu, "isa", path);
  target.compiler = required<std::string>(cpu, "compiler", path);
  target.cycles_per_instruction = cpu["cycles_per_instruction"].value_or(1.0);
  target.timing = cpu["timing"].value_or(std::string());
  target.compiler_flags = strings(cpu["compiler_flags"].as_array());
  target.cpu_folders = folders(target.cpu, cpu["start_up"]);
}

void read_qemu(const toml::table& board, Target& target) {
  target.qemu_program = board["qemu"]["program"].value_or(std::string());
  target.qemu_machine = board["qemu"]["machine"].value_or(std::string());
  target.qemu_instructions_per_tick =
      board["qemu"]["instructions_per_tick"].value_or(0.0);
  target.qemu_arguments = strings(board["qemu"]["arguments"].as_array());
}

// Adds the files of `folder` but settings and those whose names are there.
void add_files(const fs::path& folder, std::map<fs::path, fs::path>& files) {
  if (!fs::is_directory(folder)) return;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    if (entry.path().extension() == ".toml") continue;
    files.emplace(entry.path().filename(), entry.path());
  }
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
  target.board_folders = folders(name, board["base"]);
  target.runner = board["runner"].value_or(std::string());
  read_qemu(board, target);
  read_cpu(targets / "cpu" / (target.cpu + ".toml"), target);
  return target;
}

Rounding read_rounding(const std::string& word) {
  if (word == "tflm") return Rounding::kTflm;
  if (word == "litert") return Rounding::kLitert;
  throw Error(fmt::format("there is no rounding '{}'", word), "",
              "Known: tflm, litert (docs/compile.md).");
}

std::vector<fs::path> target_files(const Target& target) {
  const fs::path targets = resource_folder() / "targets";
  std::map<fs::path, fs::path> by_name;
  for (const std::string& folder : target.board_folders) {
    add_files(targets / "board" / folder, by_name);
  }
  for (const std::string& folder : target.cpu_folders) {
    add_files(targets / "cpu" / folder, by_name);
  }
  std::vector<fs::path> files;
  for (const auto& [name, path] : by_name) files.push_back(path);
  return files;
}

std::vector<std::string> emulator_command(const Target& target,
                                          const fs::path& elf) {
  std::vector<std::string> words = {
      require_program(target.qemu_program).string(),
      "-M",
      target.qemu_machine,
      "-display",
      "none",
      "-monitor",
      "none",
      "-serial",
      "none",
      "-semihosting-config",
      "enable=on,target=native",
      "-kernel",
      elf.string()};
  words.insert(words.end(), target.qemu_arguments.begin(),
               target.qemu_arguments.end());
  return words;
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
